import { architecture } from '../core/architecture';
import { CHANGE_SIZE } from '../core/augmentation';
import { pixelRange } from '../core/images';
import { METRICS } from '../core/metrics';
import type { MetricName } from '../core/metrics';
import type { Config } from '../core/settings';
import { operations } from '../gpu/executor';
import type { Operation } from '../gpu/executor';
import { Memory, part, whole } from '../gpu/executor-memory';
import type { Block, Slice } from '../gpu/executor-memory';
import { augment, augmentGradient } from '../gpu/kernels/augment';
import type { Tuning } from '../gpu/kernels/conv-launch';
import { gatherImages } from '../gpu/kernels/gather';
import { discriminatorLoss, generatorLoss } from '../gpu/kernels/loss';
import { planBackward } from './plan-gradient';
import { planForward } from './plan-network';
import type { PlanContext } from './plan-network';
import { planAverage, planParameters, planRunningStatistics, planStatistics, planTensors, planUpdate } from './plan-parameters';
import type { ParameterPlan, StatisticsPlan } from './plan-parameters';

/**
 * The parts that steps are put together from. `generate` makes fakes from z; `discriminator` gathers real images and
 * updates D on them and the fakes; `generator` updates G on the fakes, which it needs to have made itself last.
 */
export type SequenceName = 'generate' | 'discriminator' | 'generator';

/** Byte offsets in the settings buffer, each where a binding may begin. */
export const SETTINGS_LAYOUT = { adamD: 0, adamG: 256, realTarget: 512, averageKeeps: 768, size: 772 } as const;

/** Everything about the training step of one config that is the same for every step; no device is needed to make it. */
export interface StepPlan {
  memory: Memory;
  sequences: Readonly<Record<SequenceName, readonly Operation[]>>;
  generator: ParameterPlan;
  discriminator: ParameterPlan;
  /** The moving average of G's tensors, by name; empty where the config has none. */
  average: ReadonlyMap<string, Block>;
  /** Latents [batch, zSize] and indices of real images [batch], written before an update. */
  z: Slice;
  indices: Slice;
  /** Where the config wants them: which real images are mirrored, and the changes of real and fake images. */
  flips: Slice | null;
  changes: { real: Slice; fake: Slice; fakeForG: Slice } | null;
  /** What may change from step to step, see SETTINGS_LAYOUT. */
  settings: Slice;
  /** The values of METRICS, each left by the last update that reports it. */
  metrics: Slice;
}

/** What a plan is made for beside the config: the kernels' tuning, and the real images, uint8 NHWC. */
export interface PlanOptions {
  tuning: Tuning;
  images: Block;
}

const slotOf = (name: MetricName) => METRICS.indexOf(name);

/**
 * Plans D's and G's updates. Real and fake images go through D's convolutions as one batch twice as large and through
 * its batch norm as two groups, each with its own statistics, so that batch norm never mixes them.
 */
export function planStep(config: Config, { tuning, images }: PlanOptions): StepPlan {
  const { generator: layersG, discriminator: layersD } = architecture(config);
  const { batchSize: batch, imageSize: size, channels, loss, beta1 } = config;
  const memory = new Memory();
  const values = size ** 2 * channels;
  const z = memory.floats(batch * config.zSize);
  const indices = memory.floats(batch);
  const settings = memory.bytes(SETTINGS_LAYOUT.size);
  const metrics = memory.floats(METRICS.length);
  const realAndFake = memory.floats(2 * batch * values);
  const real = part(realAndFake, 0, batch * values);
  const fake = part(realAndFake, batch * values, batch * values);
  const flips = config.flip ? memory.floats(batch) : null;
  const changeOfBoth = planChange(memory, config, 2, realAndFake);
  const changeOfFake = planChange(memory, config, 1, fake);
  const logits = memory.floats(2 * batch);
  const dLogits = memory.floats(2 * batch);
  const adamD = part(settings, SETTINGS_LAYOUT.adamD / 4, 2);
  const adamG = part(settings, SETTINGS_LAYOUT.adamG / 4, 2);
  const target = part(settings, SETTINGS_LAYOUT.realTarget / 4, 1);
  const keeps = part(settings, SETTINGS_LAYOUT.averageKeeps / 4, 1);

  const generator = planParameters(memory, layersG);
  const discriminator = planParameters(memory, layersD);
  const average = config.emaDecay === 'off' ? new Map<string, Block>() : planTensors(layersG);
  const statisticsG = planStatistics(memory, layersG, 1);
  const statisticsD = planStatistics(memory, layersD, 2);
  const contextG = contextOf(memory, tuning, generator, statisticsG);
  const contextD = contextOf(memory, tuning, discriminator, statisticsD);
  // On fakes alone D is only looked through: its statistics go elsewhere and never reach the running ones.
  const contextOfFakes = contextOf(memory, tuning, discriminator, planStatistics(memory, layersD, 1));

  const generation = planForward(contextG, layersG, z, { batch, groups: 1 }, { into: fake });
  const onBoth = planForward(contextD, layersD, changeOfBoth.changed, { batch, groups: 2 }, { into: logits, share: 'D' });
  const backD = planBackward(contextD, onBoth, dLogits, { parameters: true, input: false });
  const fakeLogits = part(logits, 0, batch);
  const dFakeLogits = part(dLogits, 0, batch);
  const onFake = planForward(contextOfFakes, layersD, changeOfFake.changed, { batch, groups: 1 }, { into: fakeLogits, share: 'D' });
  const throughD = planBackward(contextOfFakes, onFake, dFakeLogits, { parameters: false, input: true });
  const dFake = changeOfFake.gradient(throughD.dInput!);
  const backG = planBackward(contextG, generation, dFake.dInput, { parameters: true, input: false });

  const slotsD = { loss: slotOf('lossD'), real: slotOf('dReal'), fake: slotOf('dFakeAfter') };
  const slotsG = { loss: slotOf('lossG'), fake: slotOf('dFakeBefore') };
  const gather = gatherImages({
    batch,
    valuesPerImage: values,
    range: pixelRange(config.outputG),
    ...(flips && { flip: { size, channels } }),
  });
  const updateD = { beta1, step: adamD, metrics, slot: slotOf('gradNormD') };
  const updateG = { beta1, step: adamG, metrics, slot: slotOf('gradNormG') };
  return {
    memory,
    sequences: {
      generate: generation.operations,
      discriminator: [
        ...operations([gather], { images: whole(images), indices, ...(flips && { flips }), y: real }),
        ...changeOfBoth.operations,
        ...onBoth.operations,
        ...operations([discriminatorLoss(loss, batch, slotsD)], { target_of_real: target, logits, dLogits, metrics }),
        ...backD.operations,
        ...planUpdate(memory, layersD, discriminator, updateD),
        ...planRunningStatistics(layersD, discriminator, statisticsD),
      ],
      generator: [
        ...changeOfFake.operations,
        ...onFake.operations,
        ...operations([generatorLoss(loss, batch, slotsG)], { logits: fakeLogits, dLogits: dFakeLogits, metrics }),
        ...throughD.operations,
        ...dFake.operations,
        ...backG.operations,
        ...planUpdate(memory, layersG, generator, updateG),
        ...planRunningStatistics(layersG, generator, statisticsG),
        ...planAverage(generator, average, keeps),
      ],
    },
    generator,
    discriminator,
    average,
    z,
    indices,
    flips,
    changes:
      changeOfBoth.changes && changeOfFake.changes
        ? {
            real: part(changeOfBoth.changes, 0, batch * CHANGE_SIZE),
            fake: part(changeOfBoth.changes, batch * CHANGE_SIZE, batch * CHANGE_SIZE),
            fakeForG: changeOfFake.changes,
          }
        : null,
    settings,
    metrics,
  };
}

/** Images on their way to D, and their gradient on the way back. */
interface ChangePlan {
  operations: Operation[];
  changed: Slice;
  /** Where the numbers of the changes are; null where nothing is changed. */
  changes: Slice | null;
  gradient(dChanged: Slice): { operations: Operation[]; dInput: Slice };
}

/** Plans DiffAugment's changes of `groups` batches of images; without them D sees the images as they are. */
function planChange(memory: Memory, config: Config, groups: number, images: Slice): ChangePlan {
  if (config.diffAugment === 'off')
    return { operations: [], changed: images, changes: null, gradient: (dInput) => ({ operations: [], dInput }) };
  const shape = { count: groups * config.batchSize, size: config.imageSize, channels: config.channels };
  const values = shape.count * shape.size ** 2 * shape.channels;
  const changes = memory.floats(shape.count * CHANGE_SIZE);
  const sums = memory.floats(shape.count);
  const changed = memory.floats(values);
  return {
    operations: operations(augment(shape), { changes, x: images, sums, y: changed }),
    changed,
    changes,
    gradient: (dChanged) => {
      const dInput = memory.floats(values);
      return { operations: operations(augmentGradient(shape), { changes, dy: dChanged, sums, dx: dInput }), dInput };
    },
  };
}

function contextOf(
  memory: Memory,
  tuning: Tuning,
  { values, gradients }: ParameterPlan,
  statistics: StatisticsPlan,
): PlanContext {
  const found = <T>(map: ReadonlyMap<string, T>, name: string): T => {
    const value = map.get(name);
    if (value === undefined) throw new Error(`the plan has no ${name}`);
    return value;
  };
  return {
    memory,
    tuning,
    variable: (name) => whole(found(values, name)),
    gradient: (name) => found(gradients.parts, name),
    statistics: (name) => found(statistics.parts, name),
  };
}

/** GPU programs of one step of D and G, and the multiplies and adds of its mathematics. */
export function planCost({ sequences }: StepPlan): { programs: number; flops: number } {
  const all = Object.values(sequences).flat();
  return { programs: all.length, flops: all.reduce((sum, { program }) => sum + program.flops, 0) };
}

/** The limits of a device that a plan has to keep. */
export type PlanLimits = Pick<
  GPUSupportedLimits,
  'maxBufferSize' | 'maxStorageBufferBindingSize' | 'maxComputeWorkgroupsPerDimension'
>;

/** Why a plan cannot run on a device with these limits, in words for the log; undefined when it can. */
export function planExceeds(plan: StepPlan, limits: PlanLimits): string | undefined {
  const { largest } = plan.memory;
  const allowed = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  if (largest > allowed) return `a buffer of ${largest} bytes is more than the device's ${allowed}`;
  for (const { program } of Object.values(plan.sequences).flat()) {
    const most = Math.max(...program.workgroups);
    if (most > limits.maxComputeWorkgroupsPerDimension) return `${program.label} needs ${most} workgroups in a row`;
  }
  return undefined;
}

/**
 * Whether the planned step can train this config on a device with these limits: true, or why not, in words for the
 * log.
 */
export function planCovers(config: Config, limits: PlanLimits, tuning: Tuning): true | string {
  return planExceeds(planStep(config, { tuning, images: { size: 0, buffer: null } }), limits) ?? true;
}
