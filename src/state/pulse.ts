import type { Clock } from './timing';

/** How often a pulse may beat: at least `ms` from beat to beat, and its work taking at most `share` of the time. */
export interface PulseRate {
  ms: number;
  share: number;
}

/**
 * Does work again and again as it is asked to, but never twice at once and no more often than its rate allows. What is
 * asked for meanwhile is made up for by one beat, so the last one always comes after the last call.
 */
export class Pulse {
  readonly #work: () => Promise<void>;
  readonly #clock: Clock;
  #rate: PulseRate | null;
  #next = -Infinity;
  #state: 'idle' | 'waiting' | 'working' = 'idle';
  #asked = false;

  constructor(work: () => Promise<void>, rate: PulseRate | null, clock: Clock) {
    this.#work = work;
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Changes the rate; null stops it until there is one again. */
  setRate(rate: PulseRate | null): void {
    this.#rate = rate;
    this.#next = -Infinity;
    if (rate) this.ask();
  }

  /** Asks for a beat. */
  ask(): void {
    if (!this.#rate) return;
    if (this.#state !== 'idle') {
      this.#asked = true;
      return;
    }
    const rest = this.#next - this.#clock.now();
    if (rest <= 0) return void this.#beat(this.#rate);
    this.#state = 'waiting';
    this.#clock.later(() => {
      this.#state = 'idle';
      this.#asked = false;
      this.ask();
    }, rest);
  }

  async #beat({ ms, share }: PulseRate): Promise<void> {
    this.#state = 'working';
    this.#asked = false;
    const begun = this.#clock.now();
    try {
      await this.#work();
    } finally {
      const took = this.#clock.now() - begun;
      this.#next = begun + Math.max(ms, took / share);
      this.#state = 'idle';
    }
    if (this.#asked) this.ask();
  }
}
