import { afterEach, expect, test, vi } from 'vitest';
import { canStartThreads, threadsForCores, withCoresFor } from './threads';

afterEach(() => vi.unstubAllGlobals());

/** A page with workers that raise the event that a real one would. */
function stubWorkers(isolated: boolean, event: 'message' | 'error' | 'throw') {
  const terminated = vi.fn();
  const raised = new Event(event, { cancelable: true });
  class FakeWorker extends EventTarget {
    terminate = terminated;
    constructor() {
      super();
      if (event === 'throw') throw new Error('refused by the content security policy');
      queueMicrotask(() => this.dispatchEvent(raised));
    }
  }
  vi.stubGlobal('crossOriginIsolated', isolated);
  vi.stubGlobal('Worker', FakeWorker);
  return { terminated, raised };
}

test.each([
  [true, 'message', true],
  [true, 'error', false],
  [true, 'throw', false],
  [false, 'message', false],
] as const)('isolated %s and a worker that gives %s: threads %s', async (isolated, event, possible) => {
  stubWorkers(isolated, event);
  expect(await canStartThreads()).toBe(possible);
});

test('the worker that was tried is ended, and its blobs are freed', async () => {
  const freed = vi.spyOn(URL, 'revokeObjectURL');
  const { terminated } = stubWorkers(true, 'message');
  await canStartThreads();
  expect(terminated).toHaveBeenCalledOnce();
  expect(freed).toHaveBeenCalledTimes(2);
});

test('the error of a refused thread is answered, not passed on to the page', async () => {
  const { raised } = stubWorkers(true, 'error');
  await canStartThreads();
  expect(raised.defaultPrevented).toBe(true);
});

test('no threads where a worker cannot start workers', async () => {
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('Worker', undefined);
  expect(await canStartThreads()).toBe(false);
});

test('one core is left to the page; at least one thread, and at most what the pool holds', () => {
  expect([undefined, 0, 1, 2, 4, 8, 64].map(threadsForCores)).toEqual([1, 1, 1, 1, 3, 7, 8]);
});

test('the browser seems to have twice the cores while the backend starts, also when it fails', async () => {
  class FakeNavigator {
    get hardwareConcurrency() {
      return 3;
    }
  }
  vi.stubGlobal('navigator', new FakeNavigator());
  expect(await withCoresFor(3, () => Promise.resolve(navigator.hardwareConcurrency))).toBe(6);
  expect(navigator.hardwareConcurrency).toBe(3);
  await expect(withCoresFor(3, () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  expect(navigator.hardwareConcurrency).toBe(3);
});
