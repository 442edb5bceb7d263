import { checkSetting } from '../core/config';
import { parseDataId } from '../core/data-id';
import { isOwnId } from '../core/own-images';
import { PRESETS } from '../core/presets';
import type { PresetId } from '../core/presets';
import { LIVE_KEYS, SETTINGS } from '../core/settings';
import type { Config, LiveSettings, Setting, SettingKey } from '../core/settings';
import type { Dealings } from './dealings';
import { channelsFor, draftErrors, isTraining, pendingChanges } from './store';
import type { AppStore, Draft } from './store';
import { debounce } from './timing';
import type { Clock } from './timing';

/** Time without a further change before an untrained run is made anew from changed settings, in milliseconds. */
const SETTLE_MS = 300;

/** The draft of the next run, as the person changes it: what can reaches the run at once, the rest waits for a new one. */
export class Drafting {
  readonly #dealings: Dealings;
  readonly #store: AppStore;
  readonly #settle: () => void;

  /** `newRun` makes a run from the draft; called once changes to an untrained run have settled. */
  constructor(dealings: Dealings, clock: Clock, newRun: () => Promise<void>) {
    this.#dealings = dealings;
    this.#store = dealings.store;
    this.#settle = debounce(() => void (this.waitsForNewRun() && newRun()), SETTLE_MS, clock);
  }

  set<K extends SettingKey>(key: K, value: Config[K]): void {
    const { batchWanted, ...draft } = this.#store.getState().draft;
    const config = { ...draft.config, [key]: value };
    this.#change(key === 'batchSize' || batchWanted === undefined ? { ...draft, config } : { ...draft, config, batchWanted });
  }

  choosePreset(preset: PresetId): void {
    const { dataId } = this.#store.getState().draft;
    this.#change(this.#withChannels({ dataId, preset, config: PRESETS[preset] }));
  }

  /** Chooses a data set by its id. One in colour brings its channels; other classes of the same set change none. */
  chooseData(dataId: string): void {
    const { batchWanted, ...draft } = this.#store.getState().draft;
    const config = { ...draft.config, batchSize: batchWanted ?? draft.config.batchSize };
    const next = { ...draft, config, dataId };
    const same = parseDataId(dataId).set === parseDataId(draft.dataId).set;
    this.#change(same || isOwnId(dataId) ? next : this.#withChannels(next));
  }

  /** Gives the draft the channels that its data set has. */
  followChannels(): void {
    this.#change(this.#withChannels(this.#store.getState().draft));
  }

  /** Back to the settings that the run has. */
  discard(): void {
    const { applied, run } = this.#store.getState();
    if (applied && run) this.#store.setState({ draft: { ...applied, config: run.config } });
  }

  /** Gives settings that cannot be trained with the nearest value that can: a number its limit, a choice its preset's. */
  putRight(): void {
    const { draft, data } = this.#store.getState();
    const config: Config = { ...draft.config };
    for (const key of Object.keys(draftErrors({ draft, data })) as SettingKey[]) {
      Object.assign(config, { [key]: nearest(key, config[key], PRESETS[draft.preset][key]) });
    }
    if (data && data.id === draft.dataId && config.batchSize > data.total)
      config.batchSize = Math.max(SETTINGS.batchSize.min, data.total);
    this.#change({ ...draft, config });
  }

  /** Whether settings have changed that only a new run can have, while nothing would be lost by making one. */
  waitsForNewRun(): boolean {
    const state = this.#store.getState();
    const untouched = state.step === 0 && !state.starting && !isTraining(state);
    return state.run !== null && untouched && pendingChanges(state) > 0;
  }

  /** Sends the run those settings that may change mid-run, are valid and differ from what it has. */
  async configureLive(): Promise<void> {
    const state = this.#store.getState();
    const { run, draft } = state;
    if (!run) return;
    const wrong = draftErrors(state);
    const changed = LIVE_KEYS.filter((key) => !wrong[key] && draft.config[key] !== run.config[key]);
    if (changed.length === 0) return;
    const settings = Object.fromEntries(changed.map((key) => [key, draft.config[key]])) as Partial<LiveSettings>;
    await this.#dealings.forRun(async ({ id }) => {
      const config = await this.#dealings.client.request('configure', { run: id, settings });
      this.#store.setState((now) => (now.run?.id === id ? { run: { ...now.run, config } } : now));
    });
  }

  #change(draft: Draft): void {
    this.#store.setState({ draft });
    void this.configureLive();
    if (this.waitsForNewRun()) this.#settle();
  }

  #withChannels(draft: Draft): Draft {
    const channels = channelsFor(draft, this.#store.getState().builtIn);
    return { ...draft, config: { ...draft.config, channels } };
  }
}

/** The value of a setting that is nearest to one which is out of range; `usual` for what is wrong in another way. */
function nearest(key: SettingKey, value: unknown, usual: unknown): unknown {
  const setting: Setting = SETTINGS[key];
  const code = checkSetting(key, value)?.code;
  const outside = code === 'settingRange' || code === 'settingNotInteger';
  if (setting.kind !== 'number' || typeof value !== 'number' || !outside) return usual;
  const within = Math.min(setting.max, Math.max(setting.min, value));
  return setting.integer ? Math.round(within) : within;
}
