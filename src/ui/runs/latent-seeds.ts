import type { Config } from '../../core/settings';

/**
 * The seeds that runs which are compared draw their z from, and whether it is one for all, so that they draw the same z:
 * where their latent spaces are alike.
 */
export function seedsOfLatents(configs: readonly Pick<Config, 'seed' | 'zSize' | 'zDistribution'>[]): { seeds: number[]; shared: boolean } {
  const [first] = configs;
  const shared = configs.every(({ zSize, zDistribution }) => zSize === first?.zSize && zDistribution === first.zDistribution);
  return { seeds: configs.map(({ seed }) => (shared && first ? first.seed : seed)), shared };
}
