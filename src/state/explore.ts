import { createStore } from 'zustand/vanilla';
import type { Images } from '../core/images';
import { defaultInterpolation } from '../core/interpolation';
import type { Interpolation } from '../core/interpolation';
import type { Message } from '../core/messages';
import type { ModelReference, RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type {
  Answer, DirectionsResult, FrameFormat, InversionResult, LabelsResult, MapResult, NeighboursResult, Params, RequestName, VideoFormat,
} from '../worker/protocol';
import { adoptDirections } from './explore-directions';
import { INITIAL } from './explore-settings';
import type { ExploreState, JobName, Progress } from './explore-settings';
import { SHARE, Sheet } from './explore-sheet';
import { messageOf, notify } from './notices';
import { Pulse } from './pulse';
import type { Session } from './session';
import { Slot } from './slot';
import { isTraining, modelInView } from './store';
import { throttle } from './timing';
import type { Clock } from './timing';

/** Directions that are looked for, steps of a search for a z, neighbours shown, and pictures on the map. */
const DIRECTIONS = 10;
const INVERSION_STEPS = 200;
const NEIGHBOURS = 8;
const MAP_SAMPLES = 500;
const MAP_REALS = 250;
/** Shortest time between two times that pictures follow training, in milliseconds. */
const FOLLOW_MS = 250;
/** Time without a change of z before other pictures than its own follow training, in milliseconds. */
const STILL_MS = 600;

/** The neighbours of the picture of a z. */
export interface FoundNeighbours extends NeighboursResult {
  z: Float32Array;
}

/** What Explore needs from the page. */
export interface ExploreParts {
  client: WorkerClient;
  session: Pick<Session, 'store' | 'latents' | 'pictures'>;
  clock: Clock;
}

/** Explore's dealings with the worker: pictures of latents that follow training, and its long tasks. */
export class Explore {
  readonly store = createStore<ExploreState>()(() => INITIAL);
  readonly directions = new Slot<DirectionsResult | null>(null);
  readonly target = new Slot<Images | null>(null);
  readonly inversion = new Slot<InversionResult | null>(null);
  /** The best that a search had found when it was cancelled. */
  readonly cancelledSearch = new Slot<Progress | null>(null);
  readonly neighbours = new Slot<FoundNeighbours | null>(null);
  readonly map = new Slot<MapResult | null>(null);
  readonly labels = new Slot<LabelsResult | null>(null);
  /** The effect of each number of z. */
  readonly rawEffects = new Slot<Float64Array | null>(null);
  readonly progress: Record<JobName, Slot<Progress | null>> = {
    directions: new Slot<Progress | null>(null),
    invert: new Slot<Progress | null>(null),
    neighbours: new Slot<Progress | null>(null),
    layOut: new Slot<Progress | null>(null),
    labels: new Slot<Progress | null>(null),
    rawEffects: new Slot<Progress | null>(null),
  };
  readonly #client: WorkerClient;
  readonly #session: ExploreParts['session'];
  readonly #clock: Clock;
  readonly #sheets = new Map<string, Sheet>();
  /** The large picture, which follows training. */
  readonly #picture: Pulse;
  /** When z was last moved, and whether following training waits for it to rest. */
  #moved = -Infinity;
  #waiting = false;
  /** The last call of each task, which alone may say that it has ended. */
  readonly #newest: Partial<Record<JobName, object>> = {};

  constructor({ client, session, clock }: ExploreParts) {
    this.#client = client;
    this.#session = session;
    this.#clock = clock;
    this.#picture = new Pulse(() => this.#drawPicture(), { ms: 0, share: SHARE }, clock);
    const follow = throttle(() => this.#follow(), FOLLOW_MS, clock);
    session.pictures.samples.subscribe(follow);
    // What was found, or is being looked for, is of the target before.
    this.target.subscribe(() => this.#dropInversion());
    session.latents.subscribe((now, before) => {
      if (now.z !== before.z) this.#moved = clock.now();
    });
    session.store.subscribe((now, before) => {
      if (modelInView(now)?.id !== modelInView(before)?.id) this.#forget();
      const stepped = isTraining(now) && now.step !== before.step;
      if (stepped && now.view === 'explore' && this.#rest <= 0) this.#picture.ask();
      const stopped = isTraining(before) && !isTraining(now);
      if (stopped && now.view === 'explore') this.#findAnew();
    });
    client.subscribe((event) => {
      if (event.type === 'progress' && isJob(event.job)) this.progress[event.job].set(event);
    });
  }

  /** The pictures of one place on the page, by a name of its own. */
  sheet(name: string): Sheet {
    let sheet = this.#sheets.get(name);
    if (!sheet) {
      sheet = new Sheet(
        `explore/${name}`,
        (z, channel) => this.#ask('render', (run) =>
          z.length % run.config.zSize === 0 ? { model: { run: run.id }, z, channel } : null,
        ),
        this.#clock,
      );
      this.#sheets.set(name, sheet);
    }
    return sheet;
  }

  /** How to go between latents: as the person chose, else as suits the prior. */
  get interpolation(): Interpolation {
    return this.store.getState().interpolation ?? defaultInterpolation(this.#session.latents.getState().prior);
  }

  /** Looks for the directions that matter in the present weights, and puts them among the sliders. */
  async findDirections(): Promise<void> {
    const found = await this.#job('directions', (model) => ({ model, count: DIRECTIONS }));
    if (!found) return;
    this.directions.set(found);
    adoptDirections(this.#session.latents, found);
  }

  /** Looks for the directions where there are none yet, or where training has ended since they were found. */
  keepDirections(): void {
    const state = this.#session.store.getState();
    const found = this.directions.value;
    const trained = modelInView(state)?.id === state.run?.id && !isTraining(state) && found?.step !== state.step;
    if (!found || trained) void this.findDirections();
  }

  /** Looks for the z of the target. */
  async invert(): Promise<void> {
    const target = this.target.value;
    if (!target) return;
    this.inversion.set(null);
    this.cancelledSearch.set(null);
    const { restarts } = this.store.getState();
    const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    const found = await this.#job('invert', (model) => ({ model, target, restarts, steps: INVERSION_STEPS, seed }));
    // A search that was over when another target was chosen says nothing of that one.
    if (found && this.target.value === target) this.inversion.set(found);
  }

  /** Looks for the training images nearest to the picture of a z: the one on the sliders, where none is given. */
  async findNeighbours(z: Float32Array = this.#session.latents.getState().z): Promise<void> {
    const found = await this.#job('neighbours', (model) => ({ model, z, count: NEIGHBOURS }));
    if (found) this.neighbours.set({ ...found, z });
  }

  /** Lays out many samples, with real images among them where that is asked for. */
  async layOut(): Promise<void> {
    const { mapMethod: method, mapReals } = this.store.getState();
    const reals = mapReals ? MAP_REALS : 0;
    const made = await this.#job('layOut', (model) => ({ model, samples: MAP_SAMPLES, reals, method, seed: 1 }));
    if (made) this.map.set(made);
  }

  /** Measures what each number of z does. */
  async measureNumbers(): Promise<void> {
    const found = await this.#job('rawEffects', (model) => ({ model }));
    if (found) this.rawEffects.set(found.effects);
  }

  /** Looks for the directions toward the data set's labels. */
  async findLabels(): Promise<void> {
    const found = await this.#job('labels', (model) => ({ model }));
    if (found) this.labels.set(found);
  }

  /** Gives up a task; what it had found before stays, and of a search the best picture so far. */
  async cancel(job: JobName): Promise<void> {
    if (job === 'invert') this.cancelledSearch.set(this.progress.invert.value);
    await this.#client.request('cancel', { job });
  }

  /** Frames as a file; null, with a notice, where that failed. */
  async encode(frames: Images, format: FrameFormat, scale: number, delay: number): Promise<Blob | null> {
    const file = await this.#ask('encodeFrames', () => ({ frames, format, scale, delay }));
    return file ? new Blob([file.bytes], { type: file.type }) : null;
  }

  /** The kinds of video that this browser can write at a size in pixels. */
  async videoFormats(size: number): Promise<readonly VideoFormat[]> {
    return (await this.#ask('videoFormats', () => ({ size }))) ?? [];
  }

  /** Real images of the training set, others for each `draw`. */
  async realImages(count: number, draw: number): Promise<Images | null> {
    return this.#ask('realBatch', (run) => ({ run: run.id, count, draw }));
  }

  /** Shows a message to the person. */
  tell(message: Message): void {
    notify(this.#session.store, [message]);
  }

  /** For how long z has yet to rest before pictures follow training, in milliseconds. */
  get #rest(): number {
    return this.#moved + STILL_MS - this.#clock.now();
  }

  /** Draws what is shown with the new weights; while z is being moved the GPU is left to its picture. */
  #follow(): void {
    const rest = this.#rest;
    if (rest <= 0) for (const sheet of this.#sheets.values()) sheet.follow();
    else if (!this.#waiting) {
      this.#waiting = true;
      this.#clock.later(() => {
        this.#waiting = false;
        this.#follow();
      }, rest);
    }
  }

  /** Draws the picture of the z on the sliders with the new weights. */
  async #drawPicture(): Promise<void> {
    const run = modelInView(this.#session.store.getState());
    const { z } = this.#session.latents.getState();
    if (run?.config.zSize !== z.length) return;
    try {
      await this.#session.pictures.drawPreview(run, z);
    } catch (error) {
      // What fails for a model that is out of view is nobody's concern any more.
      if (modelInView(this.#session.store.getState())?.id === run.id) this.tell(messageOf(error));
    }
  }

  #dropInversion(): void {
    this.inversion.set(null);
    if (this.store.getState().running.invert) void this.cancel('invert');
    this.cancelledSearch.set(null);
  }

  /** What was found in weights that training has changed since, and what takes no person's patience. */
  #findAnew(): void {
    if (this.directions.value) void this.findDirections();
    if (this.neighbours.value) void this.findNeighbours(this.neighbours.value.z);
  }

  #forget(): void {
    for (const slot of [this.directions, this.neighbours, this.map, this.labels, this.rawEffects]) slot.set(null);
    this.target.set(null);
    for (const sheet of this.#sheets.values()) sheet.slot.set(null);
    this.store.setState({ planeAcross: null, planeDown: null });
  }

  async #job<N extends JobName>(
    name: N,
    params: (model: ModelReference) => Params<N>,
  ): Promise<Answer<N> | null> {
    this.progress[name].set(null);
    this.store.setState(({ running }) => ({ running: { ...running, [name]: true } }));
    const mine = {};
    this.#newest[name] = mine;
    try {
      return await this.#ask(name, (run) => params({ run: run.id }));
    } finally {
      if (this.#newest[name] === mine) {
        this.progress[name].set(null);
        const running = { ...this.store.getState().running };
        delete running[name];
        this.store.setState({ running });
      }
    }
  }
  /** Asks the worker about the present run; null where there is none, or with a notice where it could not. */
  async #ask<N extends RequestName>(
    name: N,
    params: (run: RunSummary) => Params<N> | null,
  ): Promise<Answer<N> | null> {
    const run = modelInView(this.#session.store.getState());
    const asked = run && params(run);
    if (!asked) return null;
    try {
      const answer = await this.#client.request(name, asked);
      return modelInView(this.#session.store.getState())?.id === run.id ? answer : null;
    } catch (error) {
      // What fails for a run that has been replaced meanwhile is nobody's concern any more.
      if (modelInView(this.#session.store.getState())?.id === run.id) this.tell(messageOf(error));
      return null;
    }
  }
}

const JOBS: readonly string[] = ['directions', 'invert', 'neighbours', 'layOut', 'labels', 'rawEffects'] satisfies readonly JobName[];

function isJob(name: string): name is JobName {
  return JOBS.includes(name);
}
