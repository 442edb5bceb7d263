import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from './random';

const COUNT = 100_000;
const uniforms = (stream: RandomStream, count = COUNT) => stream.fillUniform(new Float32Array(count), 0, 1);
const normals = (stream: RandomStream, count = COUNT, mean = 0, std = 1) =>
  stream.fillNormal(new Float32Array(count), mean, std);
const mean = (values: ArrayLike<number>, of = (value: number) => value) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]!);
  return sum / values.length;
};
/** Pearson's statistic of counts against equal ones, in standard deviations from its expectation. */
const chiSquare = (counts: readonly number[]) => {
  const expected = mean(counts);
  const freedom = counts.length - 1;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (statistic - freedom) / Math.sqrt(2 * freedom);
};

describe('a stream', () => {
  it('is given by its seed and its name', () => {
    const draw = (seed: number, name: string) => Array.from(uniforms(new RandomStream(seed, name), 5));
    expect(draw(1, 'z')).toEqual(draw(1, 'z'));
    expect(draw(2, 'z')).not.toEqual(draw(1, 'z'));
    expect(draw(1, 'grid')).not.toEqual(draw(1, 'z'));
    // "1" with "1/z" must not be "11" with "z", and so on.
    expect(draw(1, '1/z')).not.toEqual(draw(11, 'z'));
  });

  it('is independent of others, of near names and near seeds too', () => {
    const base = uniforms(new RandomStream(1, 'init/g1.kernel'));
    for (const [seed, name] of [
      [1, 'init/g2.kernel'],
      [2, 'init/g1.kernel'],
      [1, 'init/d1.kernel'],
    ] as const) {
      const other = uniforms(new RandomStream(seed, name));
      for (const lag of [0, 1]) {
        let covariance = 0;
        for (let i = lag; i < COUNT; i++) covariance += (base[i]! - 0.5) * (other[i - lag]! - 0.5);
        // A correlation's standard error is 1 / sqrt(n).
        expect(Math.abs((covariance / COUNT) * 12)).toBeLessThan(5 / Math.sqrt(COUNT));
      }
    }
  });

  it('begins anywhere: the first numbers of many names are spread evenly', () => {
    const counts = Array.from({ length: 20 }, () => 0);
    for (let n = 0; n < 4000; n++) counts[new RandomStream(7, `order/${n}`).integer(20)]!++;
    expect(Math.abs(chiSquare(counts))).toBeLessThan(5);
  });

  it('goes on from a saved state exactly, and the state is a copy', () => {
    const stream = new RandomStream(3, 'z');
    uniforms(stream, 101);
    const state = stream.state;
    const kept = [...state];
    const wanted = Array.from(normals(stream, 50));
    expect(state).toEqual(kept);
    const other = new RandomStream(99, 'else');
    other.state = JSON.parse(JSON.stringify(state)) as number[];
    expect(Array.from(normals(other, 50))).toEqual(wanted);
    expect(other.state).toEqual(stream.state);
  });
});

describe('uniform numbers', () => {
  it('are in [0, 1), spread evenly', () => {
    const stream = new RandomStream(1, 'u');
    const counts = Array.from({ length: 50 }, () => 0);
    for (let i = 0; i < COUNT; i++) counts[Math.floor(stream.uniform() * 50)]!++;
    // A number outside would have made a 51st count, or one that is not a number.
    expect(counts.reduce((sum, count) => sum + count)).toBe(COUNT);
    expect(Math.abs(chiSquare(counts))).toBeLessThan(5);
  });

  it('fill any interval', () => {
    const values = new RandomStream(2, 'u').fillUniform(new Float32Array(COUNT), -3, 1);
    expect(Math.min(...values)).toBeCloseTo(-3, 3);
    expect(Math.max(...values)).toBeCloseTo(1, 3);
    expect(mean(values)).toBeCloseTo(-1, 1);
    expect(mean(values, (x) => (x + 1) ** 2)).toBeCloseTo(16 / 12, 1);
  });
});

describe('normal numbers', () => {
  it('have the moments of the normal distribution', () => {
    const values = normals(new RandomStream(1, 'n'));
    const error = (variance: number) => 5 * Math.sqrt(variance / COUNT);
    expect(Math.abs(mean(values))).toBeLessThan(error(1));
    expect(Math.abs(mean(values, (x) => x ** 2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(mean(values, (x) => x ** 3))).toBeLessThan(error(15));
    expect(Math.abs(mean(values, (x) => x ** 4) - 3)).toBeLessThan(error(96));
    const within = (limit: number) => mean(values, (x) => (Math.abs(x) < limit ? 1 : 0));
    expect(Math.abs(within(1) - 0.682689)).toBeLessThan(error(0.25));
    expect(Math.abs(within(2) - 0.9545)).toBeLessThan(error(0.05));
    expect(within(7)).toBe(1);
  });

  it('come in pairs that do not depend on each other', () => {
    const values = normals(new RandomStream(4, 'n'));
    let covariance = 0;
    let ofSquares = 0;
    for (let i = 0; i < COUNT; i += 2) {
      covariance += values[i]! * values[i + 1]!;
      ofSquares += (values[i]! ** 2 - 1) * (values[i + 1]! ** 2 - 1);
    }
    const error = 5 / Math.sqrt(COUNT / 2);
    expect(Math.abs(covariance / (COUNT / 2))).toBeLessThan(error);
    expect(Math.abs(ofSquares / (COUNT / 2))).toBeLessThan(2 * error);
  });

  it('are shifted and scaled', () => {
    const plain = normals(new RandomStream(5, 'n'), 999);
    const moved = normals(new RandomStream(5, 'n'), 999, 2, 0.5);
    moved.forEach((value, i) => expect(value).toBeCloseTo(2 + 0.5 * plain[i]!, 5));
  });

  it('fill an odd count', () => {
    expect(Array.from(normals(new RandomStream(6, 'n'), 3))).toEqual(
      Array.from(normals(new RandomStream(6, 'n'), 4).subarray(0, 3)),
    );
  });
});

describe('integers and permutations', () => {
  it('integers are 0 to below - 1, each as often', () => {
    const stream = new RandomStream(8, 'i');
    const counts = Array.from({ length: 7 }, () => 0);
    for (let i = 0; i < 70_000; i++) counts[stream.integer(7)]!++;
    expect(counts).toHaveLength(7);
    expect(Math.abs(chiSquare(counts))).toBeLessThan(5);
  });

  it('a permutation has every number once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(300), (seed, count) => {
        const order = new RandomStream(seed, 'p').permutation(count);
        expect(Array.from(order).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, i) => i),
        );
      }),
    );
  });

  it('all orders are as likely', () => {
    const stream = new RandomStream(9, 'p');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = stream.permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquare([...counts.values()]))).toBeLessThan(5);
  });
});
