import { grownBetween, soak } from '../scripts/lib/soak';
import { expect, test } from './fixtures';

/** Of three minutes; `npm run soak` takes an hour. */
const LOOKS = 6;

test('three minutes of training leave tensors, GPU bytes and the heap as they were', async () => {
  test.setTimeout(360_000);
  const { backend, looks } = await soak({ minutes: 3, backend: 'wasm', looks: LOOKS }, (look) => console.log(JSON.stringify(look)));
  expect(backend.backend).toBe('wasm');
  const [early, late] = [looks[1]!, looks.at(-1)!];
  expect(late.step).toBeGreaterThan(early.step);
  expect(grownBetween(early, late)).toEqual([]);
});
