import { labClinicEn } from './lab-clinic.en';
import { labExperimentsEn } from './lab-experiments.en';
import { labLessonsEn } from './lab-lessons.en';
import { labStepEn } from './lab-step.en';
import { labWhyEn } from './lab-why.en';

/** The texts of the Lab in English, page by page. `[[id|words]]` marks words that the glossary explains. */
export const labEn = {
  'view.lab': 'Lab',
  'action.viewLab': 'Show Lab',
  'lab.loading': 'The Lab is loading.',
  'lab.pages': 'Pages of the Lab',
  'lab.page.experiments': 'Experiments',
  'lab.page.convolutions': 'Two convolutions',
  'lab.page.tanh': 'Why tanh?',
  'lab.page.batchNorm': 'Batch norm',
  'lab.page.activations': 'Activations',
  'lab.page.clinic': 'Failure clinic',
  'lab.page.slow': 'One step, slowly',
  'lab.page.game': 'Play D',
  'lab.page.lessons': 'Tour and lessons',
  'lab.page.glossary': 'Glossary',
  'lab.glossary.search': 'Find a term',
  'lab.glossary.none': 'No term matches “{text}”.',

  ...labExperimentsEn,
  ...labWhyEn,
  ...labStepEn,
  ...labClinicEn,
  ...labLessonsEn,
} as const satisfies Partial<Record<string, string>>;
