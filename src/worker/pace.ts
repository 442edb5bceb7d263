/** Steps that the figures are taken over. */
const WINDOW = 32;

/** Measures the pace of training over the last steps, from the times at which they were finished. */
export class Pace {
  #finished: number[] = [];

  /** Notes that `count` steps have finished by `now` (ms). */
  note(count: number, now: number): void {
    for (let n = 0; n < count; n++) this.#finished.push(now);
    if (this.#finished.length > WINDOW) this.#finished.splice(0, this.#finished.length - WINDOW);
  }

  /** Forgets, so that a pause does not count as a slow step. */
  restart(): void {
    this.#finished = [];
  }

  /** Milliseconds per step, or null before two steps have finished at different times. */
  get msPerStep(): number | null {
    const first = this.#finished[0];
    const last = this.#finished.at(-1);
    if (first === undefined || last === undefined || last === first) return null;
    // Steps noted together finished some time before: those of the first moment began the interval.
    const within = this.#finished.filter((time) => time > first).length;
    return (last - first) / within;
  }
}
