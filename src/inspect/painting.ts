import * as tf from '@tensorflow/tfjs';
import type { Attribution } from '../core/inspection';
import { forward } from '../model/network';
import type { Network } from '../model/network';
import { valuesAt } from './feature-maps';
import { readAttribution, strongestUnits } from './strongest-units';

/**
 * What units of a generator's layer paint: for each of the latents [n, 1, 1, zSize] the strongest unit, after the
 * activation, of its own one of `channels`. The signal is the picture minus the picture that is made without this unit,
 * so positive where the unit makes it brighter. `pictures` are the whole ones, of the same weights, in the generator's range.
 */
export async function paintedByUnits(
  generator: Network,
  latents: tf.Tensor4D,
  layer: string,
  channels: readonly number[],
): Promise<Attribution & { pictures: Float32Array<ArrayBuffer> }> {
  const { found, whole, signal, width } = tf.tidy(() => {
    const maps = valuesAt(generator, latents, layer, 'activated');
    const { mask, ...found } = strongestUnits(maps, channels);
    const whole = forward(generator, latents, 'inference').output;
    const without = forward(generator, latents, 'inference', {
      watch: ({ name }, stage, x) => (name === layer && stage === 'activated' ? x.sub(x.mul(mask)) : x),
    }).output;
    return { found, whole, signal: whole.sub<tf.Tensor4D>(without), width: maps.shape[2] };
  });
  const [attribution, pictures] = await Promise.all([readAttribution(found, signal, width), whole.data()]);
  whole.dispose();
  return { ...attribution, pictures: Float32Array.from(pictures) };
}
