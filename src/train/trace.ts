import * as tf from '@tensorflow/tfjs';
import type { NetworkName } from '../core/architecture';
import type { Checkpoint, TensorData } from '../core/checkpoint';
import { toNetwork } from '../core/images';
import { firstNotFinite } from '../core/metrics';
import type { StepPart } from '../core/metrics';
import type { LayerPlace, NotFinitePlace } from '../core/not-finite';
import type { RandomStream } from '../core/random';
import { imagesAt } from '../data/gather';
import { diffAugment, flipHalf } from '../model/augment';
import type { Augment } from '../model/augment';
import { LOSSES } from '../model/losses';
import { forward } from '../model/network';
import type { Network } from '../model/network';
import type { Adam } from './adam';
import { augmentationStreams } from './augmentation-streams';
import { drawBatch } from './next-batch';
import type { Run } from './run';
import { Snapshot } from './snapshot';
import { updateDiscriminator } from './step';
import type { Batch, StepSettings } from './stepper';

/** A step as it was made. */
export interface MadeStep {
  step: number;
  part: StepPart;
  settings: StepSettings;
}

/** How long making the steps again may take, in milliseconds: a person waits for the answer. */
const PATIENCE_MS = 5000;

/**
 * Where the first value that is not finite comes up in the last of `steps`: a run that was taken back makes them again,
 * and the last one layer by layer. Null where that takes longer than `patience` milliseconds or shows nothing. Values are
 * judged where they can be relied on, read back. The run is left somewhere on the way, to be taken back once more.
 */
export async function traceNotFinite(
  run: Run,
  steps: readonly MadeStep[],
  patience = PATIENCE_MS,
): Promise<NotFinitePlace | null> {
  const until = performance.now() + patience;
  const last = steps.at(-1);
  if (!last) return null;
  for (const step of steps.slice(0, -1)) {
    if (performance.now() > until || !(await makeAgain(run, step))) return null;
  }
  const before = new Snapshot(run, last.step - 1);
  try {
    if (await makeAgain(run, last)) return { kind: 'outside' };
    before.restore(run);
    run.stepper.adopt();
    return await new Probe(run, last, until).find();
  } finally {
    before.dispose();
  }
}

/** Makes a step once more; whether all that it reports is finite. */
async function makeAgain(run: Run, { step, part, settings }: MadeStep): Promise<boolean> {
  run.stepper.enqueue(step, part, settings, () => drawBatch(run));
  const rows = await run.stepper.collect(0);
  return rows.every((row) => firstNotFinite(row) === null);
}

/** Makes one step of a run in pieces, by tfjs operations, and looks at every piece. */
class Probe {
  readonly #run: Run;
  readonly #step: MadeStep;
  readonly #changes: RandomStream;
  readonly #augment: Augment;
  /** When the person has waited long enough, by `performance.now`. */
  readonly #until: number;

  constructor(run: Run, step: MadeStep, until: number) {
    const { config, trained } = run;
    this.#until = until;
    this.#run = run;
    this.#step = step;
    this.#changes = augmentationStreams(config.seed, step.step).changes;
    this.#augment = diffAugment(config.diffAugment, this.#changes, trained.range);
  }

  get #late(): boolean {
    return performance.now() > this.#until;
  }

  async find(): Promise<NotFinitePlace | null> {
    const { settings, part, step } = this.#step;
    const { config } = this.#run;
    const flips = config.flip ? augmentationStreams(config.seed, step).flips : null;
    const weights = (await this.#weights('discriminator')) ?? (await this.#weights('generator'));
    if (weights) return weights;
    let batch = drawBatch(this.#run);
    if (part !== 'generator') {
      for (let n = 0; n < settings.dSteps; n++) {
        if (n > 0) batch = drawBatch(this.#run);
        const real = this.#images(batch, flips);
        const place = await this.#discriminator(real, batch);
        real.dispose();
        if (place ?? this.#late) return place;
      }
    }
    return part === 'discriminator' ? null : this.#generator(batch);
  }

  /** D's update in pieces, and then whole. */
  async #discriminator(real: tf.Tensor4D, batch: Batch): Promise<NotFinitePlace | null> {
    const { trained, optimizers, config } = this.#run;
    const { settings } = this.#step;
    const { discriminator } = trained;
    const fakes = await this.#forward('generator', this.#latents(batch));
    if ('kind' in fakes) return fakes;
    const drawn = this.#changes.state;
    try {
      for (const images of [real, fakes]) {
        const verdict = await this.#forward('discriminator', tf.tidy(() => this.#augment(images).clone()));
        if ('kind' in verdict) return verdict;
        verdict.dispose();
      }
      if (this.#late) return null;
      this.#changes.state = drawn;
      const place = await findInBackward('discriminator', optimizers.discriminator, () => {
        const onReal = forward(discriminator, this.#augment(real), 'training').output;
        const onFake = forward(discriminator, this.#augment(fakes), 'training').output;
        return LOSSES[config.loss].discriminator(onReal, onFake, settings.labelSmoothing);
      });
      if (place ?? this.#late) return place;
    } finally {
      fakes.dispose();
    }
    this.#changes.state = drawn;
    const z = this.#latents(batch);
    const update = { ...settings, loss: config.loss };
    const report = updateDiscriminator(trained, optimizers.discriminator, real, z, update, this.#augment);
    tf.dispose([z, report]);
    return this.#weights('discriminator');
  }

  /** G's update in pieces. */
  async #generator(batch: Batch): Promise<NotFinitePlace | null> {
    const { trained, optimizers, config } = this.#run;
    const { generator, discriminator } = trained;
    const fakes = await this.#forward('generator', this.#latents(batch));
    if ('kind' in fakes) return fakes;
    const drawn = this.#changes.state;
    const verdict = await this.#forward('discriminator', tf.tidy(() => this.#augment(fakes).clone()));
    fakes.dispose();
    if ('kind' in verdict) return verdict;
    verdict.dispose();
    if (this.#late) return null;
    this.#changes.state = drawn;
    const z = this.#latents(batch);
    const place = await findInBackward('generator', optimizers.generator, () => {
      const images = this.#augment(forward(generator, z, 'training').output);
      return LOSSES[config.loss].generator(forward(discriminator, images, 'training').output);
    });
    z.dispose();
    return place;
  }

  async #weights(network: NetworkName): Promise<NotFinitePlace | null> {
    for (const [name, variable] of this.#run.trained[network].variables)
      if (!(await allFinite(variable))) return { kind: 'weight', network, layer: layerOf(name) };
    return null;
  }

  /** A network's output for an input, which is freed; or the first layer that passes on what is not finite. */
  async #forward(network: NetworkName, input: tf.Tensor4D): Promise<tf.Tensor4D | NotFinitePlace> {
    const { layers, variables }: Network = this.#run.trained[network];
    let x = input;
    for (const layer of layers) {
      const output = tf.tidy(() => forward({ layers: [layer], variables }, x, 'training').output);
      x.dispose();
      x = output;
      if (await allFinite(x)) continue;
      x.dispose();
      return { kind: 'activation', network, layer: layer.name };
    }
    return x;
  }

  #latents({ z }: Batch): tf.Tensor4D {
    const { zSize } = this.#run.config;
    return tf.tensor4d(z, [z.length / zSize, 1, 1, zSize]);
  }

  #images({ indices }: Batch, flips: RandomStream | null): tf.Tensor4D {
    const { dataset, trained } = this.#run;
    const { size, channels } = dataset;
    const values = Float32Array.from(imagesAt(dataset, indices), (byte) => toNetwork(byte, trained.range));
    if (flips) flipHalf(values, dataset, flips);
    return tf.tensor4d(values, [indices.length, size, size, channels]);
  }
}

/**
 * Where the gradients of a loss stop being finite on their way back: the layer nearest to the output. Where all are
 * finite but their squares are not, which Adam takes, it is the layer of the largest.
 */
async function findInBackward(network: NetworkName, optimizer: Adam, loss: () => tf.Scalar): Promise<NotFinitePlace | null> {
  const { value, grads } = tf.variableGrads(loss, [...optimizer.variables]);
  try {
    if (!(await allFinite(value))) return { kind: 'loss', network };
    const backward = optimizer.names.map((name, n) => ({ name, gradient: grads[optimizer.variables[n]!.name]! })).reverse();
    let squares = 0;
    let largest = { layer: '', square: 0 };
    for (const { name, gradient } of backward) {
      const values = await gradient.data<'float32'>();
      if (!areFinite(values)) return { kind: 'gradient', network, layer: layerOf(name) };
      const square = values.reduce((sum, one) => sum + one * one, 0);
      squares += square;
      if (square > largest.square) largest = { layer: layerOf(name), square };
    }
    return Number.isFinite(Math.fround(squares)) ? null : { kind: 'gradient', network, layer: largest.layer };
  } finally {
    tf.dispose([value, grads]);
  }
}

async function allFinite(tensor: tf.Tensor): Promise<boolean> {
  return areFinite(await tensor.data<'float32'>());
}

/** Whether no value is infinite or not a number: any such, taken from itself, is not zero. A checkpoint has millions. */
function areFinite(values: Float32Array): boolean {
  let zero = 0;
  for (const value of values) zero += value - value;
  return zero === 0;
}

/** The first of a checkpoint's values that is not finite; null where all are, as they should be. */
export function placeInCheckpoint({ generator, discriminator, average, optimizer }: Checkpoint): LayerPlace | null {
  const layer = layerNotFinite([...discriminator, ...generator, ...average, ...optimizer]);
  return layer === null ? null : { kind: 'weight', network: layer.startsWith('g') ? 'generator' : 'discriminator', layer };
}

/** The first layer with a value that is not finite, of tensors by their names; null where all are finite. */
export function layerNotFinite(tensors: Iterable<readonly [name: string, tensor: TensorData]>): string | null {
  for (const [name, { values }] of tensors) if (!areFinite(values)) return layerOf(name);
  return null;
}

/** `d2` of `d2.kernel`. */
function layerOf(parameter: string): string {
  return parameter.slice(0, parameter.indexOf('.'));
}
