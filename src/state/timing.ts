/** Where time comes from: the browser's clock and frames, or a test's. */
export interface Clock {
  now(): number;
  /** Calls back before the next frame is drawn. */
  frame(callback: () => void): void;
  later(callback: () => void, ms: number): void;
}

/** The browser's own clock. */
export const browserClock: Clock = {
  now: () => performance.now(),
  frame: (callback) => void requestAnimationFrame(callback),
  later: (callback, ms) => void setTimeout(callback, ms),
};

/** Gathers calls: however often it is called, `action` runs once in the next frame. */
export function perFrame(action: () => void, clock: Clock): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    clock.frame(() => {
      asked = false;
      action();
    });
  };
}

/** Runs `action` at once and then at most every `ms`; a call in between is made up for at the end of it. */
export function throttle(action: () => void, ms: number, clock: Clock): () => void {
  let last = -Infinity;
  let waiting = false;
  const run = () => {
    waiting = false;
    last = clock.now();
    action();
  };
  return () => {
    if (waiting) return;
    const rest = last + ms - clock.now();
    if (rest <= 0) return run();
    waiting = true;
    clock.later(run, rest);
  };
}

/** Waits until calls have ceased for `ms`, then runs `action` once. */
export function debounce(action: () => void, ms: number, clock: Clock): () => void {
  let newest = 0;
  return () => {
    const mine = ++newest;
    clock.later(() => {
      if (mine === newest) action();
    }, ms);
  };
}
