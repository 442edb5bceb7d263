import { expect, it } from 'vitest';
import { browserRunLocks } from './run-locks';

/** The browser's locks as far as they are used: each held until what was done with it ends. */
function fakeLocks(): LockManager {
  const held = new Set<string>();
  const request = async (name: string, _: object, use: (lock: object | null) => unknown) => {
    if (held.has(name)) return use(null);
    held.add(name);
    await use({});
    held.delete(name);
  };
  return { request } as unknown as LockManager;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('gives a run to one tab at a time, and frees it when the tab takes another', async () => {
  const locks = fakeLocks();
  const [one, two] = [browserRunLocks(locks), browserRunLocks(locks)];
  expect(await one.take('a')).toBe(true);
  expect(await one.take('a')).toBe(true);
  expect(await two.take('a')).toBe(false);
  expect(await one.take('b')).toBe(true);
  await settled();
  expect(await two.take('a')).toBe(true);
  expect(await one.take('a')).toBe(false);
});

it('gives every run where the browser has no locks', async () => {
  expect(await browserRunLocks(undefined).take('a')).toBe(true);
});
