import { createStore } from 'zustand/vanilla';
import type { NetworkName } from '../core/architecture';
import type { Images } from '../core/images';
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

/** The same pictures before and after an update, and D's scores of them. */
export interface Effect {
  before: { images: Images; scores: Float32Array };
  after: { images: Images; scores: Float32Array };
}

/** Where the slow update stands. */
export interface SlowState {
  part: StepPart;
  preview: UpdatePreview | null;
  /** Index of the stage that is shown last. */
  stage: number;
  /** What the update did; null before it is made. */
  effect: Effect | null;
  busy: boolean;
  problem: Message | null;
}

/** Pictures that are shown of a batch. */
const SHOWN = 8;

/** One update of the page's own run, stage by stage: what it is made from, and at the last stage the update itself. */
export class SlowMotion {
  readonly store = createStore<SlowState>()(() => ({
    part: 'both',
    preview: null,
    stage: 0,
    effect: null,
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
      if (gone) this.store.setState({ preview: null, effect: null, stage: 0 });
    });
  }

  setPart(part: StepPart): void {
    this.store.setState({ part, preview: null, effect: null, stage: 0 });
  }

  /** Prepares the next update: D's where D has a turn, else G's. The run pauses for it. */
  async begin(): Promise<void> {
    const { part } = this.store.getState();
    await this.#prepare(part === 'generator' ? 'generator' : 'discriminator');
  }

  /** Whether another turn belongs to this step after the one that is shown. */
  static goesOn({ part, preview, effect }: SlowState): boolean {
    return part === 'both' && preview?.turn === 'discriminator' && effect !== null;
  }

  /** G's turn, after D's. */
  async secondTurn(): Promise<void> {
    await this.#prepare('generator');
  }

  /** Shows the stage before. */
  back(): void {
    this.store.setState(({ stage }) => ({ stage: Math.max(0, stage - 1) }));
  }

  /** Shows the next stage; the last one makes the update. */
  async next(): Promise<void> {
    const { preview, stage, effect } = this.store.getState();
    if (!preview) return;
    const last = STAGES[preview.turn].length - 1;
    if (stage < last) this.store.setState({ stage: stage + 1 });
    if (stage + 1 >= last && !effect) await this.#update(preview);
  }

  async #prepare(turn: NetworkName): Promise<void> {
    await this.#withRun(async (run) => {
      if (isTraining(this.#session.store.getState())) await this.#session.pause();
      const preview = await this.#client.request('previewUpdate', { model: { run }, turn, shown: SHOWN });
      this.store.setState({ preview, stage: 0, effect: null });
    });
  }

  async #update(preview: UpdatePreview): Promise<void> {
    await this.#withRun(async (run) => {
      const look = async (): Promise<Effect['before']> => {
        const drawn = await this.#client.request('render', { model: { run }, z: preview.z.slice(), channel: 'lab/slow' });
        const images = preview.turn === 'generator' ? drawn!.images : joined(preview.reals!, drawn!.images);
        return { images, scores: await this.#client.request('scores', { model: { run }, pictures: images }) };
      };
      const before = await look();
      await this.#client.request('step', { run, part: preview.turn });
      this.store.setState({ effect: { before, after: await look() } });
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

function joined(first: Images, second: Images): Images {
  const rgba = new Uint8ClampedArray(first.rgba.length + second.rgba.length);
  rgba.set(first.rgba);
  rgba.set(second.rgba, first.rgba.length);
  return { count: first.count + second.count, size: first.size, rgba };
}
