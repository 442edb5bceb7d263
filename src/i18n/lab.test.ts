import { describe, expect, it } from 'vitest';
import { AILMENT_IDS, ailmentNumbers, AILMENTS, DETECTOR_LIMITS } from '../core/clinic';
import { EXPERIMENT_CONSTANTS, EXPERIMENT_IDS, experimentNumbers, EXPERIMENTS } from '../core/experiments';
import { TERM_IDS, TERM_NUMBERS } from '../core/glossary';
import { LESSON_IDS, teachingNumbers, TOUR } from '../core/lessons';
import { DEFAULT_CONFIG } from '../core/presets';
import { DICTIONARIES, isTextKey, LANGUAGES, translate } from './text';
import type { TextParams } from './text';

/** Every text whose numbers the page works out, with what it has to say them from. */
const computed: [string, TextParams][] = [
  ...EXPERIMENT_IDS.flatMap((id) => {
    const texts = ['title', 'question', 'look', 'paper', ...EXPERIMENTS[id].variants.keys()];
    const numbers = experimentNumbers(EXPERIMENTS[id], DEFAULT_CONFIG);
    return texts.map((text): [string, TextParams] => [`lab.exp.${id}.${text}`, { ...EXPERIMENT_CONSTANTS, ...numbers }]);
  }),
  ...AILMENT_IDS.flatMap((id) =>
    ['cause', 'sign', 'cure'].map((text): [string, TextParams] => [`lab.clinic.${id}.${text}`, { ...DETECTOR_LIMITS, ...ailmentNumbers(AILMENTS[id]) }]),
  ),
  ['lab.clinic.dWins.gradient', { ...ailmentNumbers(AILMENTS.dWins) }],
  ...TERM_IDS.map((id): [string, TextParams] => [`term.${id}.text`, TERM_NUMBERS]),
  ...[...TOUR.keys()].map((stop): [string, TextParams] => [`lab.tour.${stop + 1}.text`, teachingNumbers('nonSaturating')]),
  ...LESSON_IDS.flatMap((id) =>
    ['goals', 'steps', 'questions', 'observations'].map((part): [string, TextParams] => [`lab.lesson.${id}.${part}`, teachingNumbers('nonSaturating')]),
  ),
];

/** What the paper and others say, with their own numbers; and a step's number that a lesson proposes. */
const CITED = /\.paper$|^term\.guidedBackpropagation\.text$|^lab\.lesson\.theGame\.steps$/;
/** Digits that are no values: places to fill in, marks, the runs' own numbers, identities, and what halves or doubles. */
const WRITTEN: readonly RegExp[] = [
  /\{\w+\}/g,
  /\[\[\w+\|/g,
  /[Rr]un \d/g,
  /\d번(?=[은이에])/g,
  /2σ\(2x\) − 1/g,
  /A stride of 2 halves|2면 맵이 절반/g,
];

describe('texts with numbers in them', () => {
  it.each(LANGUAGES)('have every number that they name, in %s', (language) => {
    for (const [key, numbers] of computed) {
      if (!isTextKey(key)) throw new Error(`there is no text ${key}`);
      const known = Object.fromEntries(Object.entries(numbers).filter(([, value]) => Number.isFinite(value)));
      expect(translate(language, key, known), key).not.toMatch(/[{}]/);
    }
  });

  it.each(LANGUAGES)('have no other numbers written into them, but those of mathematics and of citations, in %s', (language) => {
    const texts = Object.entries(DICTIONARIES[language]).filter(([key]) => /^(lab|term)\./.test(key) && !CITED.test(key));
    expect(texts.length).toBeGreaterThan(300);
    for (const [key, text] of texts) {
      const own = WRITTEN.reduce((rest, written) => rest.replaceAll(written, ''), text);
      // 0 and 1 are the ends of scores and of ranges.
      expect(own.match(/\d+([.,]\d+)*/g)?.filter((number) => number !== '0' && number !== '1') ?? [], `${key}: ${text}`).toEqual([]);
    }
  });

  it('say what the page goes by', () => {
    const say = (key: 'lab.tour.4.text' | 'lab.lesson.whyTanh.observations' | 'lab.lesson.twoConvolutions.observations') => translate('en', key, teachingNumbers('nonSaturating'));
    expect(say('lab.tour.4.text')).toContain('near 1.386 means');
    expect(say('lab.lesson.whyTanh.observations')).toContain('below 0.05 at about ±2.18');
    expect(say('lab.lesson.twoConvolutions.observations')).toContain('7×7 becomes 4×4, and 4×4 becomes 7×7.\n');
    expect(say('lab.lesson.twoConvolutions.observations')).toContain('4 to 9');
    expect(translate('ko', 'lab.exp.learningRate.question', { ...experimentNumbers(EXPERIMENTS.learningRate, DEFAULT_CONFIG) })).toContain('5배면 5배');
  });
});
