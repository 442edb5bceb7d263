import { describe, expect, it } from 'vitest';
import { drawLatents } from './latent';
import { RandomStream } from './random';

const draw = (zDistribution: 'uniform' | 'normal', count = 200) =>
  drawLatents(new RandomStream(1, 'z'), count, { zSize: 100, zDistribution });

describe('drawLatents', () => {
  it('draws count times zSize numbers', () => {
    expect(draw('uniform', 3)).toHaveLength(300);
    expect(draw('normal', 1)).toHaveLength(100);
  });

  it('draws from U(-1, 1), as the paper does', () => {
    const z = draw('uniform');
    expect(Math.min(...z)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...z)).toBeLessThan(1);
    expect(Math.min(...z)).toBeLessThan(-0.99);
    expect(z.reduce((sum, value) => sum + value ** 2, 0) / z.length).toBeCloseTo(1 / 3, 1);
  });

  it('draws from N(0, 1), as the PyTorch example does', () => {
    const z = draw('normal');
    expect(Math.max(...z)).toBeGreaterThan(3);
    expect(z.reduce((sum, value) => sum + value, 0) / z.length).toBeCloseTo(0, 1);
    expect(z.reduce((sum, value) => sum + value ** 2, 0) / z.length).toBeCloseTo(1, 1);
  });

  it('goes on where the stream is', () => {
    const stream = new RandomStream(1, 'z');
    const options = { zSize: 100, zDistribution: 'uniform' } as const;
    const first = drawLatents(stream, 1, options);
    const second = drawLatents(stream, 1, options);
    expect([...first, ...second]).toEqual([...draw('uniform', 2)]);
  });
});
