import type { HealthMetrics } from '../core/health';
import type { History } from './history';

/** The columns of a history that verdicts read; views like those of the history. */
export function metricsOf(history: History): HealthMetrics {
  return {
    lossD: history.column('lossD'),
    lossG: history.column('lossG'),
    dReal: history.column('dReal'),
    dFakeAfter: history.column('dFakeAfter'),
    gradNormD: history.column('gradNormD'),
    gradNormG: history.column('gradNormG'),
  };
}
