import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchOrder } from './order';

const take = (order: BatchOrder, batches: number, count: number) =>
  Array.from({ length: batches }, () => Array.from(order.next(count)));

describe('the order of batches', () => {
  it('is full batches of each epoch’s own permutation, the last partial one dropped', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.integer({ min: 1, max: 9 }), fc.nat(30), (seed, batch, more) => {
        const count = batch + more;
        const order = new BatchOrder(seed, batch);
        for (let epoch = 1; epoch <= 3; epoch++) {
          const perEpoch = Math.floor(count / batch);
          const seen = take(order, perEpoch, count);
          expect(seen.every(({ length }) => length === batch)).toBe(true);
          expect(new Set(seen.flat()).size).toBe(perEpoch * batch);
          expect(seen.flat().every((index) => index >= 0 && index < count)).toBe(true);
          expect(order.state.epoch).toBe(epoch);
          expect(order.remaining).toBe(0);
        }
      }),
    );
  });

  it('shows over a few epochs also what a partial batch left out', () => {
    const order = new BatchOrder(1, 4);
    expect(new Set(take(order, 2 * 20, 11).flat()).size).toBe(11);
  });

  it('is another in every epoch and for every seed, and the same for the same seed', () => {
    const epochs = (seed: number) => {
      const order = new BatchOrder(seed, 50);
      return take(order, 3, 50).map(String);
    };
    expect(new Set([...epochs(1), ...epochs(2)]).size).toBe(6);
    expect(epochs(1)).toEqual(epochs(1));
  });

  it('goes on from a saved state in the middle of an epoch', () => {
    fc.assert(
      fc.property(fc.nat(20), (done) => {
        const order = new BatchOrder(5, 3);
        take(order, done, 14);
        const state = JSON.parse(JSON.stringify(order.state)) as typeof order.state;
        const wanted = take(order, 9, 14);
        const resumed = new BatchOrder(5, 3);
        resumed.state = state;
        expect(take(resumed, 9, 14)).toEqual(wanted);
      }),
    );
  });

  it('ends an epoch over the images that it began with, while more arrive', () => {
    const order = new BatchOrder(1, 5);
    order.next(10);
    expect(Math.max(...order.next(1000))).toBeLessThan(10);
    expect(order.state.count).toBe(10);
    order.next(1000);
    expect(order.state).toEqual({ epoch: 2, count: 1000, position: 5 });
  });

  it('does not let what it hands out be changed by the next batch', () => {
    const order = new BatchOrder(1, 5);
    const first = order.next(10);
    const kept = Array.from(first);
    take(order, 5, 10);
    expect(Array.from(first)).toEqual(kept);
  });

  it('refuses fewer images than a batch', () => {
    expect(() => new BatchOrder(1, 5).next(4)).toThrow(RangeError);
    expect(() => new BatchOrder(1, 5).next(5)).not.toThrow();
  });
});
