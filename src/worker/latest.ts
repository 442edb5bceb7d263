/**
 * Serves the newest of the tasks that wait on a channel, one at a time: while one runs, a newer one takes the place of
 * whichever waits, and the one displaced is answered with null.
 */
export class LatestWins {
  #waiting = new Map<string, { start: () => void; displace: () => void } | null>();

  run<T>(channel: string, task: () => Promise<T>): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const start = () => {
        this.#waiting.set(channel, null);
        task()
          .then(resolve, reject)
          .finally(() => this.#next(channel));
      };
      if (!this.#waiting.has(channel)) return start();
      this.#waiting.get(channel)?.displace();
      this.#waiting.set(channel, { start, displace: () => resolve(null) });
    });
  }

  #next(channel: string): void {
    const waiting = this.#waiting.get(channel);
    if (waiting) waiting.start();
    else this.#waiting.delete(channel);
  }
}
