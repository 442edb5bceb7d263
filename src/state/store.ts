import { createStore } from 'zustand/vanilla';
import type { NetworkName } from '../core/architecture';
import { checkConfig } from '../core/config';
import { parseDataId } from '../core/data-id';
import type { KeptList, KeptRun } from '../core/kept-run';
import type { Message } from '../core/messages';
import type { StepPart } from '../core/metrics';
import { DEFAULT_CONFIG, PRESETS } from '../core/presets';
import type { PresetId } from '../core/presets';
import type { Phase, RunSummary } from '../core/run';
import { LIVE_KEYS, SETTING_KEYS, SETTINGS } from '../core/settings';
import type { Config, SettingKey } from '../core/settings';
import type { Lesson } from './lesson';
import type { BackendSummary, BuiltInSet, DataSummary } from '../worker/protocol';
import type { OpenedRun } from './viewing';

/** The views of the page, in the order of their tabs. */
export const VIEWS = ['train', 'explore', 'inspect', 'lab', 'measure', 'data'] as const;
export type View = (typeof VIEWS)[number];

/** What the form shows: a run's settings with the changes that are not applied yet. Values may be out of range. */
export interface Draft {
  preset: PresetId;
  dataId: string;
  config: Config;
  /** The batch that was asked for, where a data set of fewer images has lowered it; another set gets it again. */
  batchWanted?: number;
}

/** A message to the person, until it is dismissed. `urgent` ones interrupt a screen reader. */
export interface Notice {
  id: number;
  messages: readonly Message[];
  tone: 'info' | 'urgent';
  /** What the message offers to do. */
  offer?: 'restart' | 'webgpu' | 'lowerRate' | 'afterLosses';
}

/** A layer of one of the networks, by name. */
export interface LayerChoice {
  network: NetworkName;
  name: string;
}

/** A model that is looked at in place of the run that is trained, opened as a run of its own, and where it came from. */
export interface Viewed extends OpenedRun {
  /** `kept` names the checkpoint where it is one of a kept run. */
  origin: { kind: 'kept' | 'shipped' | 'file'; name: string; kept?: { run: string; step: number } };
}

/** Whether the worker has a backend to compute with. */
export type Connection = 'connecting' | 'ready' | 'failed' | 'lost';

/** The slow state of the page: what React renders. Pictures and curves live in slots and the history. */
export interface AppState {
  connection: Connection;
  backend: BackendSummary | null;
  /** What can be chosen: built-in sets, then those of one's own. */
  dataIds: readonly string[];
  builtIn: readonly BuiltInSet[];
  /** The names of the sets of one's own among them. */
  ownNames: Readonly<Record<string, string>>;
  data: DataSummary | null;
  draft: Draft;
  /** The draft that the current run was made from. */
  applied: Draft | null;
  run: RunSummary | null;
  viewed: Viewed | null;
  /** The runs that are kept in this browser, null where that is not known or not possible. */
  kept: KeptList | null;
  /** What the current run is kept as. */
  keptId: string | null;
  /** The kept checkpoint that the timeline stands at, though its model may still be on its way; null for now. */
  scrub: { run: string; step: number } | null;
  /** The run of an earlier visit that the person may want to go on with. */
  resume: KeptRun | null;
  /** What the page waits for before there is a run, if it does. */
  waiting: 'data' | 'networks' | null;
  phase: Phase;
  progress: { done: number; total: number } | null;
  step: number;
  imagesPerSecond: number;
  msPerStep: number;
  /** Whether a request that starts training or a step is under way, so that a second one does nothing. */
  starting: boolean;
  part: StepPart;
  slow: boolean;
  notices: readonly Notice[];
  view: View;
  /** The panel that stands over the page, if one does. */
  dialog: 'help' | 'share' | 'export' | 'lesson' | 'settings' | 'backend' | 'runs' | null;
  /** Whether the address in the share panel is on the clipboard. */
  copied: boolean;
  /** The layer that Look inside shows; null for its default. */
  layer: LayerChoice | null;
  /** The lesson in force. */
  lesson: Lesson | null;
}

export type AppStore = ReturnType<typeof createAppStore>;

/** A store of the page's slow state, as it is before anything has answered. */
export function createAppStore(draft: Draft) {
  return createStore<AppState>()(() => ({
    connection: 'connecting',
    backend: null,
    dataIds: [],
    builtIn: [],
    ownNames: {},
    data: null,
    draft,
    applied: null,
    run: null,
    viewed: null,
    kept: null,
    keptId: null,
    scrub: null,
    resume: null,
    waiting: 'data',
    phase: 'idle',
    progress: null,
    step: 0,
    imagesPerSecond: 0,
    msPerStep: 0,
    starting: false,
    part: 'both',
    slow: false,
    notices: [],
    view: 'train',
    dialog: null,
    copied: false,
    layer: null,
    lesson: null,
  }));
}

/** The model that Explore and Look inside are about: the one that is looked at, else the run's. */
export function modelInView({ viewed, run }: Pick<AppState, 'viewed' | 'run'>): RunSummary | null {
  return viewed?.run ?? run;
}

/** The data set that the model in view was trained on; null while there is none, and where it is not here. */
export function dataInView({ viewed, data }: Pick<AppState, 'viewed' | 'data'>): DataSummary | null {
  return viewed ? viewed.data : data;
}

/** The id of the data set that the model in view was trained on, or of the one that the draft names. */
export function dataIdInView(state: Pick<AppState, 'viewed' | 'run' | 'draft'>): string {
  return (modelInView(state) ?? state.draft).dataId;
}

/** Width and height of the images of the model in view, or of the one that the draft would make. */
export function imageSizeInView(state: Pick<AppState, 'viewed' | 'run' | 'draft'>): number {
  return (modelInView(state) ?? state.draft).config.imageSize;
}

/** The kept step of the run that its timeline has gone back to; null where it is at now. */
export function scrubbedStep({ scrub, keptId }: Pick<AppState, 'scrub' | 'keptId'>): number | null {
  return scrub && scrub.run === keptId ? scrub.step : null;
}

/** Whether the run is being trained or about to be. */
export function isTraining({ phase }: Pick<AppState, 'phase'>): boolean {
  return phase === 'training' || phase === 'compiling';
}

/** All that is wrong with the draft, by the setting it belongs beside. */
export function draftErrors({ draft, data }: Pick<AppState, 'draft' | 'data'>): Partial<Record<SettingKey, Message>> {
  const wrong = checkConfig(draft.config);
  const { batchSize } = draft.config;
  if (data && data.id === draft.dataId && batchSize > data.total)
    wrong.batchSize ??= { code: 'batchOverData', params: { batch: batchSize, count: data.total } };
  return wrong;
}

/** Channels of a new run where nothing else is said: a set in colour takes three, a grey one what the preset has. */
export function channelsFor({ preset, dataId }: Pick<Draft, 'preset' | 'dataId'>, builtIn: readonly BuiltInSet[]): 1 | 3 {
  const { set } = parseDataId(dataId);
  return builtIn.find(({ id }) => id === set)?.channels === 3 ? 3 : PRESETS[preset].channels;
}

/** The changes that a run does not have yet and that need a new one: settings, and `data` for the data set. */
export function pendingKeys({ draft, applied, run }: Pick<AppState, 'draft' | 'applied' | 'run'>): (SettingKey | 'data')[] {
  if (!run || !applied) return [];
  const live: readonly SettingKey[] = LIVE_KEYS;
  const settings = SETTING_KEYS.filter((key) => !live.includes(key) && draft.config[key] !== applied.config[key]);
  return draft.dataId === applied.dataId ? settings : ['data', ...settings];
}

/** How many of them there are. */
export function pendingChanges(state: Pick<AppState, 'draft' | 'applied' | 'run'>): number {
  return pendingKeys(state).length;
}

/** Which of the choices in the header wait for a new run, while the run goes on with what it was made from. */
export function waitingChoices(state: Pick<AppState, 'draft' | 'applied' | 'run' | 'step' | 'waiting' | 'phase'>) {
  const { draft, applied, run, step, waiting } = state;
  // An untrained run is made anew without asking.
  const waits = run !== null && applied !== null && waiting === null && (step > 0 || isTraining(state));
  const sets = waits && parseDataId(draft.dataId).set !== parseDataId(applied.dataId).set;
  return { preset: waits && draft.preset !== applied.preset, data: sets };
}

/** Steps in all of a run that has come to `step` and is to make as many more as a new one. */
export function moreSteps(step: number): number {
  return Math.min(step + DEFAULT_CONFIG.steps, SETTINGS.steps.max);
}

/** The settings in which a draft differs from its preset. */
export function changedKeys({ preset, config }: Draft): SettingKey[] {
  return SETTING_KEYS.filter((key) => config[key] !== PRESETS[preset][key]);
}

/** Milliseconds until the last step at the present speed, or null where that cannot be told. */
export function timeLeft({ run, step, msPerStep }: Pick<AppState, 'run' | 'step' | 'msPerStep'>): number | null {
  if (!run || msPerStep <= 0 || step >= run.config.steps) return null;
  return (run.config.steps - step) * msPerStep;
}
