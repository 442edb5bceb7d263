import { session } from '../../state/app';
import { curvesInView } from '../../state/curves';
import type { Curves } from '../../state/curves';
import { useApp } from '../common/hooks';

/** The metrics of the model in view. They grow without a rendering: whoever draws them follows `session.changes`. */
export function useCurves(): Curves {
  return useApp((state) => curvesInView(session.history, state));
}
