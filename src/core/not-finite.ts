import type { NetworkName } from './architecture';
import type { Message } from './messages';
import type { MetricName } from './metrics';

/** In a layer: in its weights, in what it passed on, or in the gradients of its weights. */
export interface LayerPlace {
  kind: 'weight' | 'activation' | 'gradient';
  network: NetworkName;
  layer: string;
}

/**
 * Where the first value that is not finite came up: in a layer, in a network's loss, or `outside` of training, where the
 * same step made again stayed finite.
 */
export type NotFinitePlace =
  | LayerPlace
  | { kind: 'loss'; network: NetworkName }
  | { kind: 'outside' };

/** The same by the metric alone that a step came to first, for where no more is known. */
const BY_METRIC = {
  dReal: { code: 'beganInScores', params: { network: 'D' } },
  dFakeAfter: { code: 'beganInPictures' },
  lossD: { code: 'beganInLoss', params: { network: 'D' } },
  gradNormD: { code: 'beganInGradients', params: { network: 'D' } },
  // D had just judged the same pictures finitely, before its own update.
  dFakeBefore: { code: 'beganInUpdate' },
  lossG: { code: 'beganInLoss', params: { network: 'G' } },
  gradNormG: { code: 'beganInGradients', params: { network: 'G' } },
} as const satisfies Record<MetricName, Message>;

const IN_LAYER = { weight: 'beganInLayerWeights', activation: 'beganInLayerOutputs', gradient: 'beganInLayerGradients' } as const;

/** Where the first value that was not finite came up, in words. */
export function notFiniteBegan(metric: MetricName, place: NotFinitePlace | null): readonly Message[] {
  switch (place?.kind) {
    case undefined:
      return [BY_METRIC[metric]];
    case 'outside':
      return [BY_METRIC[metric], { code: 'beganOutside' }];
    case 'loss':
      return [{ code: 'beganInLoss', params: { network: LETTER[place.network] } }];
    case 'weight':
    case 'activation':
    case 'gradient':
      return [{ code: IN_LAYER[place.kind], params: { network: LETTER[place.network], layer: place.layer.toUpperCase() } }];
    default:
      return place satisfies never;
  }
}

const LETTER = { generator: 'G', discriminator: 'D' } as const satisfies Record<NetworkName, string>;
