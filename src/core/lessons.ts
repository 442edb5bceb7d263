import { CHAIN_LAYERS, SATURATED_SLOPE, tanhSaturatesAt } from './activation-curves';
import { AILMENT_IDS, DETECTOR_LIMITS } from './clinic';
import { coverageInside, DEMO_STARTS, demoOutput } from './conv-demo';
import { EXPERIMENT_IDS, EXPERIMENTS } from './experiments';
import type { TermHome } from './glossary';
import { GUESSING } from './lab-reports';
import { CHANCE_LEVEL } from './metrics';
import type { Config } from './settings';
import { PAPER_STOPS } from './walk';

/** A lesson plan: how long it takes and where it is held. Its texts are under `lab.lesson.ID.*`, lists one item a line. */
export interface Lesson {
  minutes: number;
  homes: readonly TermHome[];
}

/** Six lesson plans, from a first look to a small study of one's own. */
export const LESSONS = {
  firstLook: { minutes: 20, homes: ['train', 'explore'] },
  twoConvolutions: { minutes: 30, homes: ['lab/convolutions', 'inspect'] },
  whyTanh: { minutes: 25, homes: ['lab/tanh', 'lab/activations'] },
  theGame: { minutes: 30, homes: ['lab/slow', 'lab/game', 'train'] },
  breakingIt: { minutes: 40, homes: ['lab/clinic', 'lab/batchNorm'] },
  ownStudy: { minutes: 45, homes: ['lab/experiments', 'data'] },
} as const satisfies Record<string, Lesson>;

export type LessonId = keyof typeof LESSONS;
export const LESSON_IDS = Object.keys(LESSONS) as LessonId[];

/** Whether `value` names a lesson plan. */
export function isLessonId(value: unknown): value is LessonId {
  return LESSON_IDS.some((id) => id === value);
}

/** A stop of the guided tour: where it is, and what of the page it points at, as a CSS selector. */
export interface TourStop {
  home: TermHome;
  target: string;
  /** It speaks of what a model has learned, and has little to show of one that is untrained. */
  trained?: true;
}

/** The eight stops of the tour for newcomers; their texts are under `lab.tour.N.*`, N from 1. */
export const TOUR: readonly TourStop[] = [
  { home: 'train', target: '[data-testid="samples"]' },
  { home: 'train', target: '[data-testid="real-batch"]' },
  { home: 'train', target: 'button[aria-keyshortcuts="t" i]' },
  { home: 'train', target: '[data-testid="readings"]' },
  { home: 'explore', target: '[data-testid="latent-preview"]', trained: true },
  { home: 'inspect', target: '[data-testid="filter-grid"]', trained: true },
  { home: 'lab/experiments', target: '[data-testid="lab-experiment"]' },
  { home: 'lab/clinic', target: '[data-testid="clinic"] table' },
];

const RUN_COUNTS = EXPERIMENT_IDS.map((id) => EXPERIMENTS[id].variants.length);
const { strided, fractional } = DEMO_STARTS;
const uneven = { ...fractional, kernel: 5 };
/** Worked out on paper: not what the page shows at first, and the way back to the same size. */
const exercise = { kind: 'strided', kernel: 3, stride: strided.stride, padding: 1, input: 7 } as const;
const wayBack = { ...exercise, kind: 'fractional', input: demoOutput(exercise) } as const;
const reached = coverageInside(uneven);

/** The numbers that the texts of lessons and tour name, all from what the page itself goes by. */
export function teachingNumbers(loss: Config['loss']) {
  return {
    stops: TOUR.length,
    chance: CHANCE_LEVEL[loss].lossD,
    failures: AILMENT_IDS.length,
    fewestRuns: Math.min(...RUN_COUNTS),
    mostRuns: Math.max(...RUN_COUNTS),
    walk: PAPER_STOPS,
    flat: SATURATED_SLOPE,
    // As finely as the page's slider goes.
    edge: Math.round(tanhSaturatesAt(SATURATED_SLOPE) * 100) / 100,
    layers: CHAIN_LAYERS,
    large: exercise.input,
    small: wayBack.input,
    grown: demoOutput(wayBack),
    paperKernel: exercise.kernel,
    padding: exercise.padding,
    kernel: strided.kernel,
    stride: strided.stride,
    unevenKernel: uneven.kernel,
    least: reached.least,
    most: reached.most,
    guessPercent: GUESSING * 100,
    diversityPercent: DETECTOR_LIMITS.diversityPercent,
    gradNormG: DETECTOR_LIMITS.gradNormG,
    dFake: DETECTOR_LIMITS.dFake,
    swings: DETECTOR_LIMITS.swings,
    window: DETECTOR_LIMITS.window,
    memoryGap: DETECTOR_LIMITS.memoryGap,
  };
}
