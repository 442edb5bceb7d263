/** Losses within this time of each other, in milliseconds, mean that it is no accident. */
const WINDOW_MS = 60_000;
/** Losses in that time after which going on would only bring the next. */
export const MOST_LOSSES = 3;

/** Counts how often what computes was lost of late. */
export class Losses {
  #times: number[] = [];

  /** Notes a loss at `now` in milliseconds; whether there have been too many to try again. */
  note(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < WINDOW_MS), now];
    return this.#times.length >= MOST_LOSSES;
  }

  /** Begins to count anew, because something was changed. */
  forget(): void {
    this.#times = [];
  }
}
