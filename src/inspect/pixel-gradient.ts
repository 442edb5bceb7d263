import * as tf from '@tensorflow/tfjs';
import type { Config } from '../core/settings';
import { LOSSES } from '../model/losses';
import { forward } from '../model/network';
import type { Pair } from '../model/pair';
import type { PixelGradient } from '../core/inspection';

/**
 * The gradient of the generator's loss on G(z) for one z, at the pixels and after every layer of both networks, in
 * inference mode. Where the norms shrink layer by layer, the signal vanishes.
 */
export async function pixelGradient(pair: Pair, z: Float32Array, loss: Config['loss']): Promise<PixelGradient> {
  const { generator, discriminator } = pair;
  const names = [...generator.layers, ...discriminator.layers].map(({ name }) => name);
  const result = tf.tidy(() => {
    const latent = tf.tensor4d(z, [1, 1, 1, z.length]);
    const shapes = [...generator.layers, ...discriminator.layers].map(beforePooling);
    // Adding a zero after each layer makes the gradient by that zero the gradient by the layer's output.
    const zeros = shapes.map((shape) => tf.zeros<tf.Rank.R4>([1, ...shape]));
    const evaluate = (...probes: tf.Tensor[]) => {
      const watch = addProbes(new Map(names.map((name, i) => [name, probes[i] as tf.Tensor4D])));
      const fake = forward(generator, latent, 'inference', watch).output;
      return LOSSES[loss].generator(forward(discriminator, fake, 'inference', watch).output);
    };
    const gradients = tf.grads(evaluate)(zeros);
    return {
      image: forward(generator, latent, 'inference').output,
      gradient: gradients[generator.layers.length - 1]!,
      norms: tf.stack(gradients.map((gradient) => gradient.norm())),
    };
  });
  const [image, gradient, norms] = await Promise.all(
    [result.image, result.gradient, result.norms].map(async (tensor) => Float32Array.from(await tensor.data())),
  );
  tf.dispose(Object.values(result));
  return {
    image: image!,
    gradient: gradient!,
    norms: names.map((layer, i) => ({ layer, norm: norms![i]! })).toReversed(),
  };
}

function addProbes(probes: ReadonlyMap<string, tf.Tensor4D>) {
  return {
    watch: ({ name }: { name: string }, stage: string, x: tf.Tensor4D) =>
      stage === 'activated' ? x.add(probes.get(name)!) : x,
  } satisfies Parameters<typeof forward>[3];
}

/** A layer's activated map, which pooling has not yet halved. */
function beforePooling({ output: [height, width, channels], pool }: Pair['generator']['layers'][number]) {
  return pool ? ([height * 2, width * 2, channels] as const) : ([height, width, channels] as const);
}
