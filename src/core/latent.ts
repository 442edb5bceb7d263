import type { RandomStream } from './random';
import type { Config } from './settings';

/** Draws `count` latent vectors from the prior: U(-1, 1) as in the paper, or N(0, 1); row-major [count, zSize]. */
export function drawLatents(
  stream: RandomStream,
  count: number,
  { zSize, zDistribution }: Pick<Config, 'zSize' | 'zDistribution'>,
): Float32Array<ArrayBuffer> {
  const z = new Float32Array(count * zSize);
  return zDistribution === 'uniform' ? stream.fillUniform(z, -1, 1) : stream.fillNormal(z);
}
