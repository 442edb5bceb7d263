import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { EXPERIMENT_CONSTANTS, EXPERIMENTS, experimentNumbers } from '../../core/experiments';
import type { ExperimentId } from '../../core/experiments';
import { STEPS_NEEDED } from '../../core/health';
import { DEFAULT_CONFIG } from '../../core/presets';
import { isTextKey } from '../../i18n/text';
import type { TextParams } from '../../i18n/text';
import { lab } from '../../state/lab-app';
import type { ExperimentState } from '../../state/lab-experiment';
import { useApp, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';

/** A part of what the experiment at hand is at; compared shallowly. */
export function useExperiment<T>(select: (state: ExperimentState) => T): T {
  return useStore(lab.experiment.store, useShallow(select));
}

/** A run's number as people count; letters would be taken for the networks' names. */
export const numberOf = (run: number): string => String(run + 1);

/** Whether the model in view has made so few steps that there is next to nothing to see of it; false while there is none. */
export const useUntrained = () => useApp(({ run, viewed, step }) => (viewed ? viewed.run.step : step) < STEPS_NEEDED && (viewed !== null || run !== null));

/** The same of the page's own run, whatever is looked at beside it. */
export const useOwnUntrained = () => useApp(({ run, step }) => run !== null && step < STEPS_NEEDED);

/** The text that expects one of some runs to do best: of two it is the better one. */
export const expectationOf = (runs: readonly string[]) => (runs.length === 2 ? 'lab.exp.better' : 'lab.exp.best');

/** What a person expects of the experiment at hand, in words. */
export function useExpected(): string {
  const { t } = useTexts();
  const { id, prediction } = useExperiment(({ id, prediction }) => ({ id, prediction }));
  const names = useRunNames(id);
  return prediction === 'alike' || prediction === null ? t('lab.exp.alike') : t(expectationOf(names), { run: names[prediction]! });
}

/** The colour of a run: a custom property, which has a twin for text. */
export const colourOf = (run: number) => `--run-${(['a', 'b', 'c', 'd'] as const)[run]!}` as const;

/** Whether a run's lines are dashed, so that their colours need not tell them apart. */
export const isDashed = (run: number): boolean => run > 1;

/** The numbers that an experiment's texts name, for the base that its runs are made from. */
export function numbersOf(id: ExperimentId): TextParams {
  return { ...EXPERIMENT_CONSTANTS, ...experimentNumbers(EXPERIMENTS[id], DEFAULT_CONFIG) };
}

/** What a run of an experiment is called: its number and what it differs by. */
function runName(id: ExperimentId, run: number, t: Texts['t']): string {
  const key = `lab.exp.${id}.${run}`;
  if (!isTextKey(key)) throw new Error(`experiment ${id} has no run ${run}`);
  return t('lab.exp.run', { n: run + 1, what: t(key, numbersOf(id)) });
}

/** The names of all runs of an experiment. */
export function useRunNames(id: ExperimentId): string[] {
  const { t } = useTexts();
  return EXPERIMENTS[id].variants.map((_, run) => runName(id, run, t));
}
