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
  const blocks = CentredBlocks.of(values, rows, columns);
  const y = new RandomStream(2, 'column').fillNormal(new Float32Array(rows));
  const columnsOfY = Array.from({ length: 50 }, () => Float64Array.from(y));
  const products = await blocks.asMap().transposedTimes(columnsOfY);
  const mean = values.filter((_, i) => i % columns === 7).reduce((sum, value) => sum + value / rows, 0);
  const expected = y.reduce((sum, value, r) => sum + value * (values[r * columns + 7]! - mean), 0);
  for (const product of products) expect(product[7]).toBeCloseTo(expected, 2);
  const { variances } = await principalComponents(blocks.asMap(), 40, new RandomStream(3, 'basis'));
  expect(variances[0]).toBeGreaterThan(1);
  blocks.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});
