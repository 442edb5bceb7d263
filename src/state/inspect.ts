import { createStore } from 'zustand/vanilla';
import type { NetworkName } from '../core/architecture';
import type { Images } from '../core/images';
import type { BackpropagationRule, Box, LayerScales, Stage } from '../core/inspection';
import type { KeptRun } from '../core/kept-run';
import type { Message } from '../core/messages';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type { Answer, Example, KernelWeights, Params } from '../worker/protocol';
import { firstDropped } from './inspect-dropped';
import { forgettingLayer, layerInView } from './layer-in-view';
import { Live } from './live';
import type { Ask, ModelRequest, Question } from './live';
import { messageOf, notify } from './notices';
import { Pulse } from './pulse';
import type { PulseRate } from './pulse';
import type { Session } from './session';
import { Slot } from './slot';
import { dataInView, modelInView } from './store';
import type { AppState } from './store';
import { Task } from './task';
import type { Clock } from './timing';

/** The panels of Look inside, in the order of their tabs. */
export const PANELS = ['maps', 'pixels', 'forgetting', 'arithmetic', 'gradients'] as const;
export type InspectPanel = (typeof PANELS)[number];

/**
 * How often what is shown follows training: at most once in `ms`, taking at most `share` of the time where that is less
 * than all of it; a fifteenth leaves room for the painting, whose cost nobody can tell. Null: only when asked.
 */
export const PACES = {
  fast: { ms: 250, share: 1 },
  normal: { ms: 1000, share: 1 / 15 },
  slow: { ms: 5000, share: 1 / 15 },
  off: null,
} as const satisfies Record<string, PulseRate | null>;
export type Pace = keyof typeof PACES;

/** What Look inside is set to. */
export interface InspectState {
  panel: InspectPanel;
  pace: Pace;
  /** The channel of the layer in view that is looked at more closely. */
  channel: number;
  stage: Stage;
  /** Whether all maps of a sheet share one colour scale, or each has its own. */
  scale: 'common' | 'channel';
  order: 'index' | 'norm' | 'similarity';
  /** The kept checkpoint of the run that kernels are compared with, by its step; null for those kept by hand, if any. */
  since: number | null;
  /** Whether only the kernels of the channel are shown, or all. */
  ofChannel: boolean;
  /** What D is fed. */
  source: Example['kind'];
  realIndex: number;
  picture: Images | null;
  /** For each layer of G, factors other than 1 by channel: 0 is off. */
  factors: Readonly<Record<string, Readonly<Record<number, number>>>>;
  rule: BackpropagationRule;
  boxes: readonly Box[];
  /** How many of the maps that boxes name are dropped, those with the largest weights first. */
  dropped: number;
}

/** What means something to one model only, as it is at first. */
const ABOUT_A_MODEL = {
  channel: 0,
  realIndex: 0,
  picture: null,
  source: 'latent',
  factors: {},
  boxes: [],
  dropped: 0,
} as const satisfies Partial<InspectState>;

const INITIAL: InspectState = {
  panel: 'maps',
  pace: 'normal',
  stage: 'activated',
  scale: 'common',
  order: 'index',
  since: null,
  ofChannel: false,
  rule: 'guided',
  ...ABOUT_A_MODEL,
};

/** What Look inside needs from the page. */
export interface InspectParts {
  client: WorkerClient;
  session: Pick<Session, 'store'>;
  clock: Clock;
}

/** Look inside's dealings with the worker: views that follow training without holding it up, and its long tasks. */
export class Inspect {
  readonly store = createStore<InspectState>()(() => INITIAL);
  /** Kernels as they were when the person asked to keep them, by network and layer. */
  readonly kept = new Slot<ReadonlyMap<string, KernelWeights>>(new Map());
  /** Which maps the boxes, as they are, speak for. */
  readonly forgetting = new Slot<Answer<'mapsOfBoxes'> | null>(null);
  readonly topImages: Task<'topImages'>;
  readonly maximize: Task<'maximize'>;
  readonly #client: WorkerClient;
  readonly #session: Pick<Session, 'store'>;
  readonly #views = new Map<string, Live<ModelRequest>>();
  readonly #still = new Map<string, Live<ModelRequest>>();
  readonly #pulse: Pulse;

  constructor({ client, session, clock }: InspectParts) {
    this.#client = client;
    this.#session = session;
    this.#pulse = new Pulse(() => this.refresh(), PACES[INITIAL.pace], clock);
    this.topImages = new Task('topImages', client, this.#ask);
    this.maximize = new Task('maximize', client, this.#ask);
    session.store.subscribe((now, before) => this.#follow(now, before));
    this.store.subscribe((now, before) => {
      if (now.boxes !== before.boxes) this.forgetting.set(null);
    });
  }

  /** The view of one place on the page, by a name of its own; a `still` one shows what no training changes. */
  view<N extends ModelRequest>(place: string, name: N, still = false): Live<N> {
    const views = still ? this.#still : this.#views;
    const key = `${name}/${place}`;
    const view = views.get(key) ?? new Live<ModelRequest>(name, this.#ask);
    views.set(key, view);
    // Under this key there is never another kind of view.
    return view as unknown as Live<N>;
  }

  setPace(pace: Pace): void {
    this.store.setState({ pace });
    this.#pulse.setRate(PACES[pace]);
  }

  /** Shows the present weights now, whatever the pace. */
  async refresh(): Promise<void> {
    await Promise.all(this.#watched().map((view) => view.refresh()));
  }

  #watched() {
    return [...this.#views.values()].filter((view) => view.watched);
  }

  /** What a network is fed: G the z on the sliders, D what the person chose. */
  example(network: NetworkName, z: Float32Array, given: Pick<InspectState, 'source' | 'realIndex' | 'picture'>): Example {
    const { source, realIndex, picture } = given;
    if (network === 'generator' || source === 'latent') return { kind: 'latent', z };
    if (source === 'picture' && picture) return { kind: 'picture', picture };
    return { kind: 'real', index: realIndex };
  }

  /** Scales a channel of a layer of G: 0 switches it off, 1 is as it was trained. */
  scaleChannel(layer: string, channel: number, factor: number): void {
    this.store.setState(({ factors }) => {
      const own = { ...factors[layer], [channel]: factor };
      if (factor === 1) delete own[channel];
      const { [layer]: _, ...others } = factors;
      return { factors: Object.keys(own).length > 0 ? { ...others, [layer]: own } : others };
    });
  }

  /** Keeps a layer's kernels as they are, to see later what has changed. */
  keep(network: NetworkName, weights: KernelWeights): void {
    this.store.setState({ since: null });
    this.kept.set(new Map(this.kept.value).set(`${network}/${weights.layer}`, weights));
  }

  /** Compares kernels with those of a kept checkpoint of the run in view; null ends it. */
  compare(step: number | null): void {
    this.kept.set(new Map());
    this.store.setState({ since: step });
  }

  /** Fetches a layer's kernel as it was at the checkpoint that is compared with. */
  async fetchKept(network: NetworkName, layer: string): Promise<void> {
    const { since: step } = this.store.getState();
    const id = keptRunInView(this.#session.store.getState())?.id;
    if (step === null || id === undefined || this.kept.value.get(`${network}/${layer}`)?.step === step) return;
    try {
      const weights = await this.#client.request('keptKernel', { id, step, network, layer });
      if (this.store.getState().since !== step) return;
      this.kept.set(new Map(this.kept.value).set(`${network}/${layer}`, weights));
    } catch (error) {
      this.tell(messageOf(error));
      this.compare(null);
    }
  }

  /** Looks for the maps that draw what is in the boxes of samples of the latents `z`, row-major. */
  async findMaps(z: Float32Array): Promise<void> {
    const { boxes } = this.store.getState();
    const found = await this.#ask('mapsOfBoxes', { z, boxes });
    // What is found for boxes that have been changed meanwhile is nobody's question any more.
    if (!found || this.store.getState().boxes !== boxes) return;
    this.store.setState({ dropped: firstDropped(found.maps) });
    this.forgetting.set(found);
  }

  /** Shows a message to the person. */
  tell(message: Message): void {
    notify(this.#session.store, [message]);
  }

  #follow(now: AppState, before: AppState): void {
    if (now.layer !== before.layer) this.#chooseLayer(now);
    if (modelInView(now)?.id !== modelInView(before)?.id) this.#change(now, before);
    const changed = modelInView(now) !== modelInView(before) || (!now.viewed && now.step !== before.step);
    if (changed && this.#watched().length > 0) this.#pulse.ask();
  }

  /** Another layer was chosen: forgetting, which has a layer of its own, gives way to what can be seen of any. */
  #chooseLayer(now: AppState): void {
    const both = modelInView(now)?.architecture;
    const elsewhere = both && layerInView(both, now.layer).layer !== forgettingLayer(both);
    this.store.setState(({ panel }) => ({ channel: 0, panel: panel === 'forgetting' && elsewhere ? 'maps' : panel }));
  }

  /**
   * Another model is in view. From one checkpoint of a run to another, and back to the run, what was chosen stays and what
   * was searched for is searched for again while it is looked at, so that two steps can be compared.
   */
  #change(now: AppState, before: AppState): void {
    const { asked } = this.topImages;
    const related = (now.viewed ?? before.viewed) !== null && areRelated(modelInView(now), modelInView(before));
    this.#forget();
    if (!related) return this.store.setState(ABOUT_A_MODEL);
    const possible = asked?.network === 'generator' || dataInView(now) !== null;
    if (asked && possible && this.store.getState().panel === 'pixels' && now.view === 'inspect') void this.topImages.start(asked);
  }

  /** What belonged to the old model goes. */
  #forget(): void {
    for (const view of [...this.#views.values(), ...this.#still.values()]) {
      // What was asked is about the old model's layers; the page asks anew about its own.
      view.show(null);
      view.slot.set(null);
    }
    this.kept.set(new Map());
    this.forgetting.set(null);
    this.topImages.forget();
    this.maximize.forget();
    this.store.setState({ since: null });
  }

  /** Asks the worker about the present run; null where there is none, or with a notice where it could not. */
  readonly #ask: Ask = async <N extends ModelRequest>(name: N, question: Question<N>): Promise<Answer<N> | null> => {
    const run = modelInView(this.#session.store.getState());
    if (!run || !fits(question, run.config.zSize)) return null;
    const model = { run: run.id };
    try {
      const answer = await this.#client.request(name, { model, ...question } as unknown as Params<N>);
      return modelInView(this.#session.store.getState())?.id === run.id ? answer : null;
    } catch (error) {
      const message = messageOf(error);
      // What fails for a run that has been reset or replaced meanwhile is nobody's concern any more.
      if (message.code !== 'runUnknown' && modelInView(this.#session.store.getState())?.id === run.id) this.tell(message);
      return null;
    }
  };
}

/**
 * Whether all latents that a question speaks of are the model's: when another model comes into view, those of the one
 * before are on the sliders for a moment. Pictures with scaled channels and boxes may be of several latents at once.
 */
function fits(question: object, zSize: number): boolean {
  const { z, scales, boxes, example, targets = [] } = question as {
    z?: Float32Array;
    scales?: unknown;
    boxes?: unknown;
    example?: Example;
    targets?: readonly { example: Example }[];
  };
  const several = scales !== undefined || boxes !== undefined;
  const single = [example, ...targets.map((target) => target.example)].flatMap((one) => (one?.kind === 'latent' ? [one.z] : []));
  const all = z && !several ? [...single, z] : single;
  return all.every(({ length }) => length === zSize) && (!z || z.length % zSize === 0);
}

/** Whether two models are the same run's at two steps, as far as can be told: of the same networks, seed and images. */
function areRelated(one: RunSummary | null, other: RunSummary | null): boolean {
  if (!one || !other || one.dataId !== other.dataId || one.config.seed !== other.config.seed) return false;
  return JSON.stringify(one.architecture) === JSON.stringify(other.architecture);
}

/** The kept run that the model in view belongs to, with its checkpoints; null where it is not kept. */
export function keptRunInView({ viewed, kept, keptId }: Pick<AppState, 'viewed' | 'kept' | 'keptId'>): KeptRun | null {
  const id = viewed ? viewed.origin.kept?.run : keptId;
  return kept?.runs.find((run) => run.id === id) ?? null;
}

/** Factors of a layer's channels as the worker takes them. */
export function layerScales(
  factors: InspectState['factors'],
  layers: readonly { name: string; output: readonly [number, number, number] }[],
): LayerScales[] {
  return layers
    .filter(({ name }) => factors[name])
    .map(({ name, output }) => ({
      layer: name,
      factors: Float32Array.from({ length: output[2] }, (_, channel) => factors[name]?.[channel] ?? 1),
    }));
}
