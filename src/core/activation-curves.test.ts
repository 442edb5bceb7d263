import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { activate } from '../model/layers';
import { ACTIVATION_CURVES, tanhBySigmoid, tanhSaturatesAt } from './activation-curves';
import type { Activation } from './architecture';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const names = Object.keys(ACTIVATION_CURVES) as Activation[];
const inputs = fc.double({ min: -6, max: 6, noNaN: true }).filter((x) => Math.abs(x) > 1e-3);

describe('the drawn curves', () => {
  it.each(names)('%s is what the networks compute, with its derivative', async (name) => {
    const xs = [-3, -0.7, -0.01, 0.02, 0.6, 4];
    const computed = await activate(tf.tensor4d(xs, [6, 1, 1, 1]), name).data();
    expect(xs.map(ACTIVATION_CURVES[name].value)).toEqual(Array.from(computed, (y) => expect.closeTo(y, 5)));
    fc.assert(
      fc.property(inputs, (x) => {
        const { value, slope } = ACTIVATION_CURVES[name];
        expect(slope(x)).toBeCloseTo((value(x + 1e-5) - value(x - 1e-5)) / 2e-5, 4);
      }),
    );
  });

  it('write tanh as a sigmoid, everywhere', () => {
    fc.assert(
      fc.property(inputs, (x) => {
        expect(tanhBySigmoid(x)).toBeCloseTo(Math.tanh(x), 12);
      }),
    );
  });

  it('say from where on tanh lets less through than a slope', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (slope) => {
        expect(ACTIVATION_CURVES.tanh.slope(tanhSaturatesAt(slope))).toBeCloseTo(slope, 9);
      }),
    );
  });
});
