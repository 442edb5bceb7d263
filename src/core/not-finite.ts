import type { Message } from './messages';
import type { MetricName } from './metrics';

/** Where the first value that was not finite came up, in words: by the metric that a step came to first. */
export const NOT_FINITE_BEGAN = {
  dReal: { code: 'beganInScores', params: { network: 'D' } },
  dFakeAfter: { code: 'beganInPictures' },
  lossD: { code: 'beganInLoss', params: { network: 'D' } },
  gradNormD: { code: 'beganInGradients', params: { network: 'D' } },
  // D had just judged the same pictures finitely, before its own update.
  dFakeBefore: { code: 'beganInUpdate' },
  lossG: { code: 'beganInLoss', params: { network: 'G' } },
  gradNormG: { code: 'beganInGradients', params: { network: 'G' } },
} as const satisfies Record<MetricName, Message>;
