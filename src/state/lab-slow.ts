import { createStore } from 'zustand/vanilla';
import type { NetworkName } from '../core/architecture';
import type { UpdatePreview } from '../core/lab-reports';
import type { Message } from '../core/messages';
import type { StepPart } from '../core/metrics';
import type { WorkerClient } from '../worker/client';
import { messageOf } from './notices';
import type { Session } from './session';
import { isTraining } from './store';

/** The stages of D's update and of G's, in their order. */
export const STAGES = {
  discriminator: ['sampleZ', 'generate', 'reals', 'scores', 'lossD', 'gradientsD', 'updateD'],
  generator: ['sampleZ', 'generate', 'scores', 'lossG', 'back', 'gradientsG', 'updateG'],
} as const satisfies Record<NetworkName, readonly string[]>;
export type Stage = (typeof STAGES)[NetworkName][number];

/** Where the slow update stands. */
export interface SlowState {
  part: StepPart;
  preview: UpdatePreview | null;
  /** Index of the stage that is shown last. */
  stage: number;
  /** The same batch once the update is made; null before. */
  after: UpdatePreview | null;
  busy: boolean;
  problem: Message | null;
}

/** Pictures that are shown of a batch. */
const SHOWN = 8;

/** One step of the page's own run, stage by stage: what its updates are made from, and at the last stage the step itself. */
export class SlowMotion {
  readonly store = createStore<SlowState>()(() => ({
    part: 'both',
    preview: null,
    stage: 0,
    after: null,
    busy: false,
    problem: null,
  }));
  readonly #client: WorkerClient;
  readonly #session: Pick<Session, 'store' | 'pause'>;

  constructor({ client, session }: { client: WorkerClient; session: Pick<Session, 'store' | 'pause'> }) {
    this.#client = client;
    this.#session = session;
    session.store.subscribe((now, before) => {
      // Whatever was prepared belongs to weights that are no more. The update's own step begins like training.
      const trained = isTraining(now) && !isTraining(before) && !this.store.getState().busy;
      const gone = now.run?.id !== before.run?.id || trained;
      if (gone) this.store.setState({ preview: null, after: null, stage: 0 });
    });
  }

  setPart(part: StepPart): void {
    this.store.setState({ part, preview: null, after: null, stage: 0 });
  }

  /** Prepares the next step: D's update where D has a turn, else G's. The run pauses for it. */
  async begin(): Promise<void> {
    const { part } = this.store.getState();
    await this.#prepare(part === 'generator' ? 'generator' : 'discriminator', false);
  }

  /** Whether another turn belongs to this step after the one that is shown. */
  static goesOn({ part, preview, after }: SlowState): boolean {
    return part === 'both' && preview?.from.turn === 'discriminator' && after !== null;
  }

  /** G's turn of the same step, after D's. */
  async secondTurn(): Promise<void> {
    await this.#prepare('generator', true);
  }

  /** Shows the stage before. */
  back(): void {
    this.store.setState(({ stage }) => ({ stage: Math.max(0, stage - 1) }));
  }

  /** Shows the next stage; the last one shows what the update does, and the last of a step makes the step. */
  async next(): Promise<void> {
    const { preview, stage, after } = this.store.getState();
    if (!preview) return;
    const last = STAGES[preview.from.turn].length - 1;
    if (stage < last) this.store.setState({ stage: stage + 1 });
    if (stage + 1 >= last && !after) await this.#update(preview);
  }

  async #prepare(turn: NetworkName, afterD: boolean): Promise<void> {
    await this.#withRun(async (run) => {
      if (isTraining(this.#session.store.getState())) await this.#session.pause();
      const preview = await this.#client.request('previewUpdate', { model: { run }, turn, shown: SHOWN, afterD });
      this.store.setState({ preview, stage: 0, after: null });
    });
  }

  async #update({ from }: UpdatePreview): Promise<void> {
    const { part } = this.store.getState();
    // A step with both turns is one, made when both have been shown: until then D's update is taken back.
    const half = part === 'both' && from.turn === 'discriminator';
    await this.#withRun(async (run) => {
      if (!half) await this.#client.request('step', { run, part });
      const after = await this.#client.request('reviewUpdate', { model: { run }, from, shown: SHOWN, afterD: half });
      this.store.setState({ after });
    });
  }

  async #withRun(task: (run: string) => Promise<void>): Promise<void> {
    const { run } = this.#session.store.getState();
    if (!run || this.store.getState().busy) return;
    this.store.setState({ busy: true, problem: null });
    try {
      await task(run.id);
    } catch (error) {
      this.store.setState({ problem: messageOf(error) });
    } finally {
      this.store.setState({ busy: false });
    }
  }
}
