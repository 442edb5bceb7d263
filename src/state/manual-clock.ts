import type { Clock } from './timing';

/** A clock for tests: time passes only when told to. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  nextFrame(): void;
}

export function manualClock(): ManualClock {
  let time = 0;
  let frames: (() => void)[] = [];
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => time,
    frame: (callback) => void frames.push(callback),
    later: (callback, ms) => void timers.push({ at: time + ms, callback }),
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        time = due.at;
        due.callback();
      }
      time = end;
    },
    nextFrame() {
      const due = frames;
      frames = [];
      for (const callback of due) callback();
    },
  };
}
