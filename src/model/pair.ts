import { architecture } from '../core/architecture';
import type { LayerSpec } from '../core/architecture';
import { pixelRange } from '../core/images';
import type { PixelRange } from '../core/images';
import type { Config } from '../core/settings';
import { createNetwork, disposeNetwork } from './network';
import type { Network } from './network';

/** The two players of one run, and the moving average of G's tensors where the config has one. */
export interface Pair {
  generator: Network;
  discriminator: Network;
  average: Network | null;
  range: PixelRange;
}

/** Both networks of a valid config, with the initial weights that its seed gives. */
export function createPair(config: Config): Pair {
  const { generator, discriminator } = architecture(config);
  const create = (layers: readonly LayerSpec[]) => createNetwork(layers, config.seed, config.weightStd);
  return {
    generator: create(generator),
    discriminator: create(discriminator),
    // The same seed gives the same tensors: an average begins where G does.
    average: config.emaDecay === 'off' ? null : create(generator),
    range: pixelRange(config.outputG),
  };
}

/** The pair as it is looked at: G's moving average stands for G where there is one. */
export function viewedPair(pair: Pair): Pair {
  return { ...pair, generator: pair.average ?? pair.generator };
}

/** Frees all networks. */
export function disposePair({ generator, discriminator, average }: Pair): void {
  for (const network of [generator, discriminator, average]) if (network) disposeNetwork(network);
}
