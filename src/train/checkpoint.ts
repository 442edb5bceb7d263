import type * as tf from '@tensorflow/tfjs';
import type { Checkpoint, OrderState, TensorData, TensorMap } from '../core/checkpoint';
import { readVariable, writeVariable } from '../model/variable';

/** An optimizer's moments: by the parameters' names and in their order, and how many updates it has made. */
interface Moments<T> {
  readonly names: readonly string[];
  readonly first: readonly T[];
  readonly second: readonly T[];
  time: number;
}

/** Something with tensors by name. */
interface Tensors<T> {
  readonly variables: ReadonlyMap<string, T>;
}

/** All that training changes in a run, apart from its step number and history; its tensors may be copies. */
export interface ReadableState<T extends tf.Tensor = tf.Tensor> {
  readonly trained: Record<'generator' | 'discriminator', Tensors<T>> & { readonly average: Tensors<T> | null };
  readonly optimizers: { readonly generator: Moments<T>; readonly discriminator: Moments<T> };
  readonly latents: { state: readonly number[] };
  readonly order: { state: OrderState };
}

/** The same as it is in the run itself, to be changed. */
export type TrainingState = ReadableState<tf.Variable>;

/** The rest of what a checkpoint holds. */
export type RunFacts = Pick<Checkpoint, 'config' | 'dataId' | 'dataHash' | 'dataName' | 'step' | 'history'>;

/**
 * A checkpoint of a run as it is when this is called: training may go on while the values are on their way.
 * Call it between two steps, when the history has the row of every step made.
 */
export async function readCheckpoint(state: ReadableState, facts: RunFacts): Promise<Checkpoint> {
  const { trained, optimizers, latents, order } = state;
  const { config, dataId, dataHash, dataName, step } = facts;
  // Everything up to the await belongs to one moment.
  const tensors = Promise.all([
    readAll(trained.generator.variables),
    readAll(trained.discriminator.variables),
    readAll(trained.average?.variables ?? new Map()),
    readAll(moments(state)),
  ]);
  const rest = {
    config: { ...config },
    dataId,
    dataHash,
    dataName,
    step,
    adamTime: { generator: optimizers.generator.time, discriminator: optimizers.discriminator.time },
    random: { latents: [...latents.state], order: { ...order.state } },
    history: facts.history.slice(),
  };
  const [generator, discriminator, average, optimizer] = await tensors;
  return { ...rest, generator, discriminator, average, optimizer };
}

/**
 * Puts a freshly made run where the checkpoint was taken; its step number and history are the caller's to
 * set. The run must be of the checkpoint's config; if it is not, this throws before anything has changed. The
 * variables are assigned, which a stepper with buffers of its own must be told (see `Stepper.adopt`).
 */
export function applyCheckpoint(
  state: TrainingState,
  checkpoint: Pick<Checkpoint, 'generator' | 'discriminator' | 'average' | 'optimizer' | 'adamTime' | 'random'>,
): void {
  const { trained, optimizers, latents, order } = state;
  const writes = [
    ...matched(trained.generator.variables, checkpoint.generator),
    ...matched(trained.discriminator.variables, checkpoint.discriminator),
    ...matched(trained.average?.variables ?? new Map(), checkpoint.average),
    ...matched(moments(state), checkpoint.optimizer),
  ];
  for (const { variable, values } of writes) writeVariable(variable, values);
  optimizers.generator.time = checkpoint.adamTime.generator;
  optimizers.discriminator.time = checkpoint.adamTime.discriminator;
  latents.state = checkpoint.random.latents;
  order.state = checkpoint.random.order;
}

/** The moments of both optimizers by name: the parameter's with `.m` for the first, `.v` for the second. */
function moments<T extends tf.Tensor>({ optimizers }: ReadableState<T>): ReadonlyMap<string, T> {
  const named = [optimizers.generator, optimizers.discriminator].flatMap(({ names, first, second }) =>
    names.flatMap((name, i): [string, T][] => [
      [`${name}.m`, first[i]!],
      [`${name}.v`, second[i]!],
    ]),
  );
  return new Map(named);
}

async function readAll(variables: ReadonlyMap<string, tf.Tensor>): Promise<TensorMap> {
  const entries = [...variables].map(async ([name, variable]): Promise<[string, TensorData]> => [
    name,
    await readVariable(variable),
  ]);
  return new Map(await Promise.all(entries));
}

function matched(variables: ReadonlyMap<string, tf.Variable>, tensors: TensorMap) {
  if (tensors.size !== variables.size)
    throw new Error(`${tensors.size} tensors for ${variables.size} variables`);
  return [...variables].map(([name, variable]) => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== variable.shape.join())
      throw new Error(`${name} is [${tensor?.shape.join()}] instead of [${variable.shape.join()}]`);
    return { variable, values: tensor.values };
  });
}
