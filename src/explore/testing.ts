import { PRESETS } from '../core/presets';
import type { Config } from '../core/settings';
import { createPair } from '../model/pair';
import { variableOf } from '../model/network';
import { writeVariable } from '../model/variable';
import { RandomStream } from '../core/random';

/** A small model for tests; its weights are spread wider than a fresh model's, so that its pictures differ visibly. */
export const TEST_CONFIG: Config = { ...PRESETS.tiny, baseFilters: 4, zSize: 6, weightStd: 0.02 };

/** A pair with lively weights, as if it had been trained. */
export function livelyPair(config: Config = TEST_CONFIG) {
  const pair = createPair(config);
  for (const network of [pair.generator, pair.discriminator])
    for (const { name, role, shape } of network.layers.flatMap((layer) => layer.parameters)) {
      if (role !== 'kernel') continue;
      const fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      new RandomStream(1, `lively/${name}`).fillNormal(values, 0, 1.5 / Math.sqrt(fanIn));
      writeVariable(variableOf(network, name), values);
    }
  return pair;
}
