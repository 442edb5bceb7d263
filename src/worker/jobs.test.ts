import { expect, it } from 'vitest';
import { Jobs } from './jobs';
import type { WorkerEvent } from './protocol';

/** A job that goes on until it is told to stop. */
const endless = (signal: AbortSignal) =>
  new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

it('a cancelled job answers null, and so does one whose place another takes', async () => {
  const jobs = new Jobs(() => undefined);
  const first = jobs.run('climb', endless);
  const second = jobs.run('climb', endless);
  const other = jobs.run('search', endless);
  expect(await first).toBeNull();
  jobs.cancel('climb');
  expect(await second).toBeNull();
  jobs.cancel('search');
  expect(await other).toBeNull();
  jobs.cancel('nobody');
});

it('tells progress until it is cancelled, and passes results and errors on', async () => {
  const events: WorkerEvent[] = [];
  const jobs = new Jobs((event) => events.push(event));
  const done = await jobs.run('climb', async (signal, report) => {
    report(1, 2, 0.5);
    jobs.cancel('climb');
    report(2, 2, 1);
    return signal.aborted;
  });
  // Too late for a result: nobody waits for it any more.
  expect(done).toBeNull();
  expect(events).toEqual([{ type: 'progress', job: 'climb', done: 1, total: 2, value: 0.5, picture: undefined }]);
  await expect(jobs.run('climb', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
