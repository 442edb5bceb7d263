import { architecture } from '../core/architecture';
import { pixelRange } from '../core/images';
import type { PixelRange } from '../core/images';
import type { Config } from '../core/settings';
import { createNetwork, disposeNetwork } from './network';
import type { Network } from './network';

/** The two players of one run. */
export interface Pair {
  generator: Network;
  discriminator: Network;
  range: PixelRange;
}

/** Both networks of a valid config, with the initial weights that its seed gives. */
export function createPair(config: Config): Pair {
  const { generator, discriminator } = architecture(config);
  return {
    generator: createNetwork(generator, config.seed, config.weightStd),
    discriminator: createNetwork(discriminator, config.seed, config.weightStd),
    range: pixelRange(config.outputG),
  };
}

/** Frees both networks. */
export function disposePair({ generator, discriminator }: Pair): void {
  disposeNetwork(generator);
  disposeNetwork(discriminator);
}
