import type { Clock } from '../../state/timing';

/**
 * Lets several drawings take turns, one a frame: each goes over the whole history of a run, and together they would hold
 * the page up where that is long. Those asked for again while they wait are drawn once.
 */
export class DrawInTurn {
  readonly #clock: Clock;
  /** Those that wait, in the order in which they asked. */
  readonly #waiting = new Set<() => void>();
  #asked = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Has `draw` called in one of the next frames. */
  ask(draw: () => void): void {
    this.#waiting.add(draw);
    this.#next();
  }

  /** Takes back what `draw` asked for. */
  forget(draw: () => void): void {
    this.#waiting.delete(draw);
  }

  #next(): void {
    if (this.#asked || this.#waiting.size === 0) return;
    this.#asked = true;
    this.#clock.frame(() => {
      this.#asked = false;
      const [first] = this.#waiting;
      if (first) this.#waiting.delete(first);
      // Whatever one drawing comes to, the others have their turn.
      this.#next();
      first?.();
    });
  }
}
