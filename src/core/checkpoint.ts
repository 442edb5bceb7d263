import type { Config } from './settings';

/** A tensor outside of any backend: row-major float32 values. */
export interface TensorData {
  shape: readonly number[];
  values: Float32Array<ArrayBuffer>;
}

/** Tensors by name, in a fixed order: parameter names (`g1.kernel`), for the optimizer with `.m` or `.v` behind. */
export type TensorMap = ReadonlyMap<string, TensorData>;

/** Where a run is in its data: the epoch's number, how many images it runs over, and how many of them are used. */
export interface OrderState {
  epoch: number;
  count: number;
  position: number;
}

/** The tensors of G as it is looked at: its moving average, where there is one. */
export function viewedGenerator({ generator, average }: Pick<Checkpoint, 'generator' | 'average'>): TensorMap {
  return average.size > 0 ? average : generator;
}

/** Everything that a run needs to go on from a step as if it had never stopped. */
export interface Checkpoint {
  config: Config;
  dataId: string;
  /** Names the content of the data set, so that it can be told when another one is in its place. */
  dataHash: string;
  /** What the data set is called, for where it is not. */
  dataName: string;
  step: number;
  generator: TensorMap;
  discriminator: TensorMap;
  /** The moving average of G's tensors, by G's names; empty where the config has none. */
  average: TensorMap;
  /** Both Adam states: first (`.m`) and second (`.v`) moments by parameter name. */
  optimizer: TensorMap;
  /** Updates that each optimizer has made. */
  adamTime: { generator: number; discriminator: number };
  random: { latents: readonly number[]; order: OrderState };
  /** One row per step: its number, then the values of METRICS; row-major. */
  history: Float64Array<ArrayBuffer>;
}
