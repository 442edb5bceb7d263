import type { Clock } from './timing';

/**
 * Runs a task at once and then rests for so many times as long as it took; a call meanwhile is made up for once, when
 * the rest is over. The task must not reject.
 */
export function sparing(task: () => Promise<void>, rest: number, clock: Clock): () => void {
  let busy = false;
  let missed = false;
  const run = async (): Promise<void> => {
    busy = true;
    missed = false;
    const begun = clock.now();
    await task();
    clock.later(
      () => {
        busy = false;
        if (missed) void run();
      },
      rest * (clock.now() - begun),
    );
  };
  return () => {
    if (busy) missed = true;
    else void run();
  };
}
