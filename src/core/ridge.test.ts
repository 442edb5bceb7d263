import { describe, expect, it } from 'vitest';
import { RandomStream } from './random';
import { classify, fitRidge } from './ridge';

describe('ridge classification', () => {
  it('has the hand values of one feature', () => {
    const rows = [-1, -1, 1, 1].map((value) => Float64Array.of(value));
    const { mean, weights, shares } = fitRidge(rows, [0, 0, 1, 1], 2);
    // Variance 1, covariance with the indicator 0.5, penalty 0.01.
    expect([...weights[1]!]).toEqual([expect.closeTo(0.5 / 1.01, 12)]);
    expect([...weights[0]!]).toEqual([expect.closeTo(-0.5 / 1.01, 12)]);
    expect([...mean]).toEqual([0]);
    expect([...shares]).toEqual([0.5, 0.5]);
  });

  it('tells three groups apart, of which one lies across', () => {
    const stream = new RandomStream(1, 'groups');
    const centres = [[3, 0, 0], [0, 3, 0], [-3, -3, 1]];
    const labels = Array.from({ length: 300 }, (_, n) => n % 3);
    const rows = labels.map((label) => {
      const noise = stream.fillNormal(new Float32Array(3), 0, 0.5);
      return Float64Array.from(centres[label]!, (value, i) => value + noise[i]!);
    });
    const classifier = fitRidge(rows.slice(0, 200), labels, 3);
    const right = rows.slice(200).filter((row, n) => classify(classifier, row) === labels[200 + n]).length;
    expect(right).toBeGreaterThan(97);
  });

  it('copes with features that say nothing or the same twice, and with one class', () => {
    const rows = [[1, 1, 0], [2, 2, 0], [5, 5, 0], [6, 6, 0]].map((values) => Float64Array.from(values));
    const classifier = fitRidge(rows, [0, 0, 1, 1], 2);
    expect(rows.map((row) => classify(classifier, row))).toEqual([0, 0, 1, 1]);
    const flat = fitRidge([Float64Array.of(2), Float64Array.of(2)], [0, 0], 1);
    expect(classify(flat, Float64Array.of(9))).toBe(0);
  });
});
