import { createStore } from 'zustand/vanilla';
import { GUESSING } from '../core/lab-reports';
import type { Quiz } from '../core/lab-reports';
import type { Message } from '../core/messages';
import type { WorkerClient } from '../worker/client';
import { messageOf } from './notices';
import type { Session } from './session';
import { modelInView } from './store';
import type { Clock } from './timing';

/** Pictures in a round, and the seconds there are for it. */
export const ROUND = 20;
export const ROUND_SECONDS = 40;

/** What came of a round: shares of right answers at a step of the model; unanswered pictures count as wrong. */
export interface RoundResult {
  step: number;
  person: number;
  discriminator: number;
}

/** Where the game stands. */
export interface GameState {
  phase: 'idle' | 'loading' | 'playing' | 'done';
  quiz: Quiz | null;
  /** True for "real"; one for each picture that was answered. */
  answers: readonly boolean[];
  secondsLeft: number;
  results: readonly RoundResult[];
  problem: Message | null;
}

/** Telling real from generated against the clock, beside D. */
export class DiscriminatorGame {
  readonly store = createStore<GameState>()(() => ({
    phase: 'idle',
    quiz: null,
    answers: [],
    secondsLeft: ROUND_SECONDS,
    results: [],
    problem: null,
  }));
  readonly #parts: { client: WorkerClient; session: Pick<Session, 'store'>; clock: Clock };
  #rounds = 0;

  constructor(parts: { client: WorkerClient; session: Pick<Session, 'store'>; clock: Clock }) {
    this.#parts = parts;
  }

  /** Draws the pictures of a new round and starts the clock. */
  async start(): Promise<void> {
    const { client, session } = this.#parts;
    const run = modelInView(session.store.getState());
    if (!run) return;
    const round = ++this.#rounds;
    this.store.setState({ phase: 'loading', problem: null });
    try {
      const quiz = await client.request('quiz', { model: { run: run.id }, count: ROUND, seed: round });
      if (round !== this.#rounds) return;
      this.store.setState({ phase: 'playing', quiz, answers: [], secondsLeft: ROUND_SECONDS });
      this.#tick(round);
    } catch (error) {
      if (round === this.#rounds) this.store.setState({ phase: 'idle', problem: messageOf(error) });
    }
  }

  /** Answers the picture that is shown. */
  answer(real: boolean): void {
    const { phase, answers } = this.store.getState();
    if (phase !== 'playing') return;
    this.store.setState({ answers: [...answers, real] });
    if (answers.length + 1 === ROUND) this.#finish();
  }

  #tick(round: number): void {
    this.#parts.clock.later(() => {
      const { phase, secondsLeft } = this.store.getState();
      if (phase !== 'playing' || round !== this.#rounds) return;
      this.store.setState({ secondsLeft: secondsLeft - 1 });
      if (secondsLeft <= 1) this.#finish();
      else this.#tick(round);
    }, 1000);
  }

  #finish(): void {
    const { quiz, answers, results } = this.store.getState();
    if (!quiz) return;
    const share = (right: (n: number) => boolean) => quiz.real.filter((_, n) => right(n)).length / quiz.real.length;
    const result = {
      step: quiz.step,
      person: share((n) => answers[n] === quiz.real[n]),
      discriminator: share((n) => quiz.scores[n]! > GUESSING === quiz.real[n]),
    };
    this.store.setState({ phase: 'done', results: [...results, result] });
  }
}
