import * as tf from '@tensorflow/tfjs';
import type { Config } from '../core/settings';
import { variableOf } from '../model/network';
import type { Pair } from '../model/pair';

/**
 * What a moving average keeps of its old value at G's update number `updates` (1 for the first): `decay`, but less at
 * the start, so that the initial weights are soon forgotten: (1 + n) / (10 + n), as TensorFlow's
 * ExponentialMovingAverage has it; nothing, 0, where the average is off.
 */
export function averageKeeps(decay: Config['emaDecay'], updates: number): number {
  return decay === 'off' ? 0 : Math.min(decay, (1 + updates) / (10 + updates));
}

/** Moves the average of G, batch norm's running statistics included, toward G; nothing where there is none. */
export function moveAverage({ generator, average }: Pair, keep: number): void {
  if (!average) return;
  tf.tidy(() => {
    for (const [name, mean] of average.variables)
      mean.assign(mean.mul(keep).add(variableOf(generator, name).mul(1 - keep)));
  });
}
