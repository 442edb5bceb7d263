import { describe, expect, it } from 'vitest';
import { fitLogistic } from './logistic';
import { RandomStream } from './random';

function sample(rows: number, truth: readonly number[], bias: number) {
  const stream = new RandomStream(3, 'logistic');
  const features = stream.fillNormal(new Float32Array(rows * truth.length), 0.5, 2);
  const labels = Array.from({ length: rows }, (_, r) => {
    const score = truth.reduce((sum, weight, c) => sum + weight * features[r * truth.length + c]!, bias);
    return stream.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  });
  return { features, labels };
}

describe('logistic regression', () => {
  it('finds the weights that made the labels', () => {
    const { features, labels } = sample(20_000, [1, -0.5, 0], 0);
    const { weights } = fitLogistic(features, labels, 3, 1e-6);
    expect(weights[0]).toBeCloseTo(1, 1);
    expect(weights[1]).toBeCloseTo(-0.5, 1);
    expect(weights[2]).toBeCloseTo(0, 1);
  });

  it('stands where the gradient of the balanced, penalised loss is zero', () => {
    const { features, labels } = sample(60, [0.3, -1], 1);
    const loss = (weights: readonly number[], bias: number) => {
      const positives = labels.filter((label) => label === 1).length;
      let sum = 0;
      labels.forEach((label, r) => {
        const score = bias + weights[0]! * features[r * 2]! + weights[1]! * features[r * 2 + 1]!;
        const share = label === 1 ? 0.5 / positives : 0.5 / (labels.length - positives);
        sum += share * Math.log1p(Math.exp(label === 1 ? -score : score));
      });
      const deviation = [0, 1].map((c) => {
        const column = labels.map((_, r) => features[r * 2 + c]!);
        const mean = column.reduce((a, b) => a + b) / column.length;
        return Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length);
      });
      return sum + 0.05 * weights.reduce((total, weight, c) => total + (weight * deviation[c]!) ** 2, 0);
    };
    const { weights, bias } = fitLogistic(features, labels, 2, 0.1);
    const best = loss([...weights], bias);
    for (const [a, b, c] of [[1e-2, 0, 0], [-1e-2, 0, 0], [0, 1e-2, 0], [0, -1e-2, 0], [0, 0, 1e-2], [0, 0, -1e-2]] as const)
      expect(loss([weights[0]! + a, weights[1]! + b], bias + c)).toBeGreaterThan(best);
  });

  it('stays finite on separated classes and on a constant column', () => {
    const { weights, bias } = fitLogistic(Float32Array.of(-1, 7, -2, 7, 1, 7, 2, 7), [0, 0, 1, 1], 2);
    expect([...weights, bias].every(Number.isFinite)).toBe(true);
    expect(weights[0]).toBeGreaterThan(0);
    expect(weights[1]).toBe(0);
  });

  it('refuses a single class', () => {
    expect(() => fitLogistic(Float32Array.of(1, 2), [1, 1], 1)).toThrow(RangeError);
  });
});
