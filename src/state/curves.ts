import type { History } from './history';
import type { AppState } from './store';

/** The metrics that belong to the model in view. */
export interface Curves {
  history: History;
  /** The last step that is the model's own; what comes later is the run's, where the model is a checkpoint of it. */
  until: number;
  /** Where among the run's steps the checkpoint in view stands; null where the whole history is the model's. */
  mark: number | null;
}

/**
 * The metrics of the model in view: those that a model which is looked at brought with it, else those of the run, with a
 * mark where the timeline stands at one of its checkpoints. `own` is the run's history.
 */
export function curvesInView(
  own: History,
  { viewed, scrub, keptId }: Pick<AppState, 'viewed' | 'scrub' | 'keptId'>,
): Curves {
  const kept = viewed?.origin.kept;
  if (viewed && kept?.run !== keptId) return { history: viewed.history, until: viewed.run.step, mark: null };
  const mark = (scrub?.run === keptId ? scrub : kept)?.step ?? null;
  return { history: own, until: mark ?? Infinity, mark };
}
