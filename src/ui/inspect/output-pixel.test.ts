import { expect, it } from 'vitest';
import { outputPixel } from './output-pixel';

it('follows a sum through tanh or sigmoid to the brightness that is drawn', () => {
  expect(outputPixel({ norm: 'none', activation: 'tanh' }, 0)).toEqual({ activation: 'tanh', value: 0, brightness: 128 });
  expect(outputPixel({ norm: 'none', activation: 'tanh' }, 1.27)?.value).toBeCloseTo(0.8538, 4);
  expect(outputPixel({ norm: 'none', activation: 'tanh' }, 1.27)?.brightness).toBe(236);
  expect(outputPixel({ norm: 'none', activation: 'tanh' }, -9)?.brightness).toBe(0);
  expect(outputPixel({ norm: 'none', activation: 'sigmoid' }, Math.log(4))).toMatchObject({ brightness: 204 });
});

it('says nothing where the sum is not yet what the curve takes', () => {
  expect(outputPixel({ norm: 'batch', activation: 'tanh' }, 1)).toBeNull();
  expect(outputPixel({ norm: 'bias', activation: 'tanh' }, 1)).toBeNull();
  expect(outputPixel({ norm: 'none', activation: 'linear' }, 1)).toBeNull();
});
