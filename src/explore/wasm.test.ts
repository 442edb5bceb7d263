import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { startTestWasm } from '../gpu/wasm/testing';
import { principalComponents } from '../core/pca';
import { RandomStream } from '../core/random';
import { CentredBlocks } from './centred-blocks';

it('blocks of many rows and features are summed on the wasm backend as in memory', async () => {
  await startTestWasm();
  const [rows, columns] = [1800, 512];
  const values = new RandomStream(1, 'wide').fillNormal(new Float32Array(rows * columns));
  const tensors = tf.memory().numTensors;
  const parts = Array.from({ length: 9 }, (_, n) => tf.tensor2d(values.slice(n * 200 * columns, (n + 1) * 200 * columns), [200, columns]));
  const blocks = new CentredBlocks(parts);
  const axis = (c: number) => Float32Array.from({ length: columns }, (_, i) => (i === c ? 1 : 0));
  const panel = blocks.panel(Array.from({ length: 50 }, () => axis(7)));
  const column = Float64Array.from({ length: rows }, (_, r) => values[r * columns + 7]!);
  const mean = column.reduce((sum, value) => sum + value / rows, 0);
  for (const found of await blocks.read(blocks.times(panel))) expect(found[1700]).toBeCloseTo(column[1700]! - mean, 4);
  const expected = column.reduce((sum, value, r) => sum + (value - mean) * values[r * columns + 300]!, 0);
  for (const found of await blocks.read(blocks.square(panel))) expect(found[300]).toBeCloseTo(expected, 2);
  const { variances } = await principalComponents(blocks, 40, new RandomStream(3, 'basis'));
  expect(variances[0]).toBeGreaterThan(1);
  blocks.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});
