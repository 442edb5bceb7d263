import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Gate } from './gate';

it('never lets more through than there is room for but for one alone, in order, and all in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 20 }), fc.integer({ min: 1, max: 20 }), async (weights, room) => {
      const gate = new Gate(room);
      const [under, began]: [Set<number>, number[]] = [new Set(), []];
      const tasks = weights.map((weight, i) =>
        gate.pass(weight, async () => {
          began.push(i);
          under.add(i);
          expect(under.size === 1 || [...under].reduce((sum, n) => sum + weights[n]!, 0) <= room).toBe(true);
          for (let turn = 0; turn < (weight * 7) % 5; turn++) await Promise.resolve();
          under.delete(i);
          return i;
        }),
      );
      expect(await Promise.all(tasks)).toEqual([...weights.keys()]);
      expect(began).toEqual([...weights.keys()]);
    }),
  );
});

it('lets the next through when a task fails', async () => {
  const gate = new Gate(1);
  const failing = gate.pass(1, () => Promise.reject(new Error('no')));
  const next = gate.pass(1, async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});
