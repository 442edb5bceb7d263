/**
 * Lets tasks through as long as what they weigh together fits the room, in the order in which they came; one that weighs
 * more than all the room goes alone.
 */
export class Gate {
  readonly #room: number;
  readonly #waiting: { weight: number; go: () => void }[] = [];
  #taken = 0;

  constructor(room: number) {
    this.#room = room;
  }

  /** Does `task` as soon as there is room for it. */
  async pass<T>(weight: number, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((go) => {
      this.#waiting.push({ weight, go });
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#taken -= weight;
      this.#admit();
    }
  }

  #admit(): void {
    for (;;) {
      const [first] = this.#waiting;
      if (!first || (this.#taken > 0 && this.#taken + first.weight > this.#room)) return;
      this.#waiting.shift();
      this.#taken += first.weight;
      first.go();
    }
  }
}
