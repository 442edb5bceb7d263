import * as tf from '@tensorflow/tfjs';
import { toNetwork } from '../core/images';
import { METRICS, metricsRow } from '../core/metrics';
import type { MetricsRow, StepPart } from '../core/metrics';
import type { Config } from '../core/settings';
import type { RandomStream } from '../core/random';
import type { Dataset } from '../data/dataset';
import { imagesAt } from '../data/gather';
import { diffAugment, flipHalf } from '../model/augment';
import type { Pair } from '../model/pair';
import type { Adam } from './adam';
import { augmentationStreams } from './augmentation-streams';
import { averageKeeps, moveAverage } from './average';
import { updateDiscriminator, updateGenerator } from './step';
import type { Batch, Stepper, StepSettings, StepTimes } from './stepper';

interface Pending {
  step: number;
  part: StepPart;
  metrics: tf.Tensor1D;
}

/** What a stepper trains: both networks, an optimizer for each network, and the images. */
export interface Trainee {
  config: Config;
  trained: Pair;
  optimizers: { generator: Adam; discriminator: Adam };
  dataset: Dataset;
}

/** The reference: every update through tfjs operations and its automatic gradients, on any backend. */
export class TfjsStepper implements Stepper {
  readonly kind = 'tfjs';
  readonly #trainee: Trainee;
  readonly #pixels: Float32Array;
  readonly gpuBytes = 0;
  #pending: Pending[] = [];
  #jsMs: number | null = null;

  constructor(trainee: Trainee) {
    this.#trainee = trainee;
    this.#pixels = Float32Array.from({ length: 256 }, (_, byte) => toNetwork(byte, trainee.trained.range));
  }

  /** Only the JavaScript of the last step can be told: tfjs runs its programs out of sight. */
  get times(): StepTimes {
    return { msD: null, msG: null, jsMs: this.#jsMs };
  }

  async prepare(): Promise<void> {}

  enqueue(step: number, part: StepPart, settings: StepSettings, nextBatch: () => Batch): void {
    const begin = performance.now();
    const { trained, optimizers, config } = this.#trainee;
    const update = { ...settings, loss: config.loss };
    const random = augmentationStreams(config.seed, step);
    const augment = diffAugment(config.diffAugment, random.changes, trained.range);
    const flips = config.flip ? random.flips : null;
    const metrics = tf.tidy(() => {
      const report: Partial<Record<string, tf.Scalar>> = {};
      let batch = nextBatch();
      if (part !== 'generator') {
        for (let n = 0; n < settings.dSteps; n++) {
          if (n > 0) batch = nextBatch();
          const real = this.#images(batch.indices, flips);
          const z = this.#latents(batch);
          Object.assign(report, updateDiscriminator(trained, optimizers.discriminator, real, z, update, augment));
        }
      }
      if (part !== 'discriminator') {
        Object.assign(report, updateGenerator(trained, optimizers.generator, this.#latents(batch), update, augment));
        moveAverage(trained, averageKeeps(config.emaDecay, optimizers.generator.time));
      }
      return tf.stack(METRICS.map((name) => report[name] ?? tf.scalar(0))) as tf.Tensor1D;
    });
    this.#pending.push({ step, part, metrics });
    this.#jsMs = performance.now() - begin;
  }

  async collect(inFlight: number): Promise<MetricsRow[]> {
    const rows: MetricsRow[] = [];
    while (this.#pending.length > inFlight) {
      const { step, part, metrics } = this.#pending.shift()!;
      rows.push(metricsRow(step, part, await metrics.data()));
      metrics.dispose();
    }
    return rows;
  }

  adopt(): void {}

  dispose(): void {
    for (const { metrics } of this.#pending) metrics.dispose();
    this.#pending = [];
  }

  #latents({ z }: Batch): tf.Tensor4D {
    return tf.tensor4d(z, [z.length / this.#trainee.config.zSize, 1, 1, this.#trainee.config.zSize]);
  }

  #images(indices: Uint32Array, flips: RandomStream | null): tf.Tensor4D {
    const { dataset } = this.#trainee;
    const { size, channels } = dataset;
    const values = Float32Array.from(imagesAt(dataset, indices), (byte) => this.#pixels[byte]!);
    if (flips) flipHalf(values, dataset, flips);
    return tf.tensor4d(values, [indices.length, size, size, channels]);
  }
}
