import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BACKEND_NAMES, isBackendName, type BackendName } from '../../src/core/backend-name';
import { checkConfig, isSettingKey, parseSetting } from '../../src/core/config';
import type { Message } from '../../src/core/messages';
import { isPresetId, PRESET_IDS, PRESETS, type PresetId } from '../../src/core/presets';
import { parseDataId } from '../../src/core/data-id';
import { isOwnId } from '../../src/core/own-images';
import type { StepKind } from '../../src/core/run';
import { LIVE_KEYS, SETTING_KEYS, type Config, type LiveSettings, type SettingKey } from '../../src/core/settings';
import { DATASETS, findDataset, resolveDataId } from '../../src/data/registry';
import { messageText } from '../../src/i18n/text';

/** A sentence for the person at the command line, who gave something that cannot be used. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What `npm run train` was asked for. */
export interface TrainOptions {
  data?: string;
  preset?: PresetId;
  backend?: BackendName;
  step?: StepKind;
  /** Settings given one by one, over those of the preset. */
  settings: Partial<Config>;
  resume?: string;
  out?: string;
  sheet?: string;
  json: boolean;
}

/** How to call the trainer, in one line. */
export const TRAIN_USAGE =
  'npm run train -- --data ID|PATH --preset ID [--backend ID] [--step plan|tfjs] [--steps N] [--seed N] [--batch N] ' +
  '[--set KEY=VALUE]... [--resume FILE] [--out FILE] [--sheet FILE.png] [--json]';

const OPTIONS = {
  data: { type: 'string' },
  preset: { type: 'string' },
  backend: { type: 'string' },
  step: { type: 'string' },
  steps: { type: 'string' },
  seed: { type: 'string' },
  batch: { type: 'string' },
  set: { type: 'string', multiple: true },
  resume: { type: 'string' },
  out: { type: 'string' },
  sheet: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the command line; throws a UsageError whose message is one line. */
export function parseTrainOptions(args: string[]): TrainOptions {
  const values = readArguments(args);
  const { preset, backend, step, resume, out, sheet, json } = values;
  const data = values.data === undefined ? undefined : readData(values.data);
  if (preset !== undefined && !isPresetId(preset)) {
    return refuse({ code: 'presetUnknown', params: { preset, options: PRESET_IDS.join(', ') } });
  }
  if (backend !== undefined && !isBackendName(backend)) {
    return refuse({ code: 'backendUnknown', params: { backend, options: BACKEND_NAMES.join(', ') } });
  }
  if (step !== undefined && step !== 'plan' && step !== 'tfjs') {
    throw new UsageError(`There is no step “${step}”. Steps: plan, tfjs.`);
  }
  const settings = readSettings(values);
  return { data, preset, backend, step, settings, resume, out, sheet, json };
}

/** A built-in set's id, or a path that there is. */
function readData(text: string): string {
  const id = resolveDataId(text);
  if (id !== undefined || existsSync(text)) return id ?? text;
  const source = findDataset(text.split(':')[0]!);
  if (source) return refuse({ code: 'classUnknown', params: { id: text, options: source.classNames.join(', ') } });
  return refuse({ code: 'dataUnknown', params: { id: text, options: DATASETS.map(({ id: known }) => known).join(', ') } });
}

/**
 * The config of a new run: the preset's (`class` where none is named) with the settings that were given. A built-in set
 * in colour takes three channels where nothing else is said.
 */
export function newConfig({ preset = 'class', settings, data = '' }: TrainOptions): Config {
  const { channels } = PRESETS[preset];
  const source = findDataset(parseDataId(data).set);
  const config: Config = { ...PRESETS[preset], channels: source?.channels === 3 ? 3 : channels, ...settings };
  const [wrong] = Object.values(checkConfig(config));
  if (wrong) refuse(wrong);
  return config;
}

/** A preset describes the networks: its seed and batch size are only starting values, and its channels follow the data. */
const NOT_OF_THE_PRESET = { seed: undefined, batchSize: undefined, channels: undefined };

/**
 * Checks that a run read from a file is the one that the command line describes: a run goes on with its own data and
 * networks, so only what may change during a run may differ.
 */
export function checkResumed(
  options: TrainOptions,
  file: { dataId: string; config: Config; step: number },
): void {
  const { resume, data, preset, settings } = options;
  if (data === undefined && isOwnId(file.dataId)) {
    throw new UsageError(`${resume} was trained on images of your own: name them with --data.`);
  }
  if (data !== undefined && data !== file.dataId) {
    throw new UsageError(`${resume} was trained on ${file.dataId} and cannot go on with ${data}.`);
  }
  const described: Partial<Config> = { ...(preset && PRESETS[preset]), ...NOT_OF_THE_PRESET, ...settings };
  for (const key of SETTING_KEYS) {
    const wanted = described[key];
    if (wanted === undefined || wanted === file.config[key] || isLive(key)) continue;
    throw new UsageError(`${resume} has ${key} ${file.config[key]} and cannot go on with ${wanted}.`);
  }
  const steps = settings.steps ?? file.config.steps;
  if (steps <= file.step) throw new UsageError(`${resume} has made ${file.step} steps; --steps has to be more.`);
}

/** The settings given that may change while a run goes on. */
export function liveSettings({ settings }: TrainOptions): Partial<LiveSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => LIVE_KEYS.some((live) => live === key)));
}

/** The preset whose networks a config has, or `custom`. */
export function presetOf(config: Config): PresetId | 'custom' {
  const same = (preset: Config): boolean =>
    SETTING_KEYS.every(
      (key) => isLive(key) || key in NOT_OF_THE_PRESET || preset[key] === config[key],
    );
  return PRESET_IDS.find((id) => same(PRESETS[id])) ?? 'custom';
}

function isLive(key: SettingKey): boolean {
  return LIVE_KEYS.some((live) => live === key);
}

function readArguments(args: string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence] = error.message.split(/\.?(?: To specify|$)/);
    throw new UsageError(`${sentence?.trim()}. Usage: ${TRAIN_USAGE}`, { cause: error });
  }
}

function readSettings(values: { steps?: string; seed?: string; batch?: string; set?: string[] }): Partial<Config> {
  const pairs: [string, string][] = (values.set ?? []).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes KEY=VALUE, and “${pair}” is not of that form.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  const named = { steps: values.steps, seed: values.seed, batchSize: values.batch };
  for (const [key, text] of Object.entries(named)) if (text !== undefined) pairs.push([key, text]);
  return pairs.reduce<Partial<Config>>((settings, [key, text]) => {
    if (!isSettingKey(key)) throw new UsageError(`There is no setting “${key}”. Settings: ${SETTING_KEYS.join(', ')}.`);
    const parsed = parseSetting(key, text);
    return parsed.ok ? { ...settings, ...parsed.value } : refuse(parsed.message);
  }, {});
}

function refuse(message: Message): never {
  throw new UsageError(messageText('en', message));
}
