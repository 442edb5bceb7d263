/**
 * The one table of everything that can be set. The form, the URL, the command line and the validation all read it.
 * `scope` says what a change needs: `model` a new model pair, `run` a new run of the same networks, `live` nothing.
 */
export type Scope = 'model' | 'run' | 'live';
export type Group = 'networks' | 'guidelines' | 'optimizer' | 'run';

interface Common {
  group: Group;
  scope: Scope;
}
export interface NumberSetting extends Common {
  kind: 'number';
  min: number;
  max: number;
  integer: boolean;
  /** Sliders and arrow keys move in equal ratios rather than equal differences. */
  logarithmic?: boolean;
  default: number;
}
export interface ChoiceSetting<V extends string | number = string | number> extends Common {
  kind: 'choice';
  options: readonly V[];
  default: V;
}
export interface SwitchSetting extends Common {
  kind: 'switch';
  default: boolean;
}
export type Setting = NumberSetting | ChoiceSetting | SwitchSetting;

const choice = <const O extends readonly (string | number)[]>(
  group: Group,
  scope: Scope,
  options: O,
  initial: O[number],
): ChoiceSetting<O[number]> => ({ kind: 'choice', group, scope, options, default: initial });

const number = (
  group: Group,
  scope: Scope,
  range: { min: number; max: number; integer?: boolean; logarithmic?: boolean },
  initial: number,
): NumberSetting => ({ kind: 'number', group, scope, integer: false, ...range, default: initial });

const toggle = (group: Group, scope: Scope, initial: boolean): SwitchSetting => ({
  kind: 'switch',
  group,
  scope,
  default: initial,
});

/** Every setting, in the order a form shows them; the defaults are the preset `class`. */
export const SETTINGS = {
  imageSize: choice('networks', 'model', [16, 32, 64, 128], 32),
  channels: choice('networks', 'model', [1, 3], 1),
  baseFilters: number('networks', 'model', { min: 1, max: 256, integer: true, logarithmic: true }, 32),
  zSize: number('networks', 'model', { min: 1, max: 512, integer: true, logarithmic: true }, 100),
  zDistribution: choice('networks', 'model', ['uniform', 'normal'], 'uniform'),
  kernel: choice('networks', 'model', [4, 5], 4),
  weightStd: number('networks', 'model', { min: 0.001, max: 1, logarithmic: true }, 0.02),
  resampling: choice('guidelines', 'model', ['strided', 'pooling'], 'strided'),
  batchNormG: choice('guidelines', 'model', ['paper', 'off', 'everywhere'], 'paper'),
  batchNormD: choice('guidelines', 'model', ['paper', 'off', 'everywhere'], 'paper'),
  hiddenLayer: toggle('guidelines', 'model', false),
  activationG: choice('guidelines', 'model', ['relu', 'leakyRelu', 'tanh'], 'relu'),
  outputG: choice('guidelines', 'model', ['tanh', 'sigmoid', 'linear'], 'tanh'),
  activationD: choice('guidelines', 'model', ['leakyRelu', 'relu', 'tanh'], 'leakyRelu'),
  loss: choice('optimizer', 'run', ['nonSaturating', 'leastSquares', 'hinge'], 'nonSaturating'),
  learningRateD: number('optimizer', 'live', { min: 1e-6, max: 0.1, logarithmic: true }, 2e-4),
  learningRateG: number('optimizer', 'live', { min: 1e-6, max: 0.1, logarithmic: true }, 2e-4),
  beta1: number('optimizer', 'run', { min: 0, max: 0.99 }, 0.5),
  batchSize: number('optimizer', 'run', { min: 2, max: 512, integer: true, logarithmic: true }, 64),
  dSteps: number('optimizer', 'live', { min: 1, max: 5, integer: true }, 1),
  labelSmoothing: number('optimizer', 'live', { min: 0, max: 0.4 }, 0),
  emaDecay: choice('optimizer', 'run', ['off', 0.9, 0.99, 0.999, 0.9999], 'off'),
  flip: toggle('optimizer', 'run', false),
  diffAugment: choice('optimizer', 'run', ['off', 'translation', 'colourTranslation', 'all'], 'off'),
  steps: number('run', 'live', { min: 1, max: 1_000_000, integer: true, logarithmic: true }, 5000),
  sampleEvery: number('run', 'live', { min: 1, max: 1000, integer: true, logarithmic: true }, 25),
  seed: number('run', 'run', { min: 0, max: 2 ** 31 - 1, integer: true }, 1),
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

type ValueOf<S> =
  S extends ChoiceSetting<infer V> ? V : S extends SwitchSetting ? boolean : S extends NumberSetting ? number : never;

/** A complete choice of settings: with a data set it determines a run. */
export type Config = { [K in SettingKey]: ValueOf<(typeof SETTINGS)[K]> };

/** The settings that may change while a run goes on. */
export type LiveKey = {
  [K in SettingKey]: (typeof SETTINGS)[K]['scope'] extends 'live' ? K : never;
}[SettingKey];
export type LiveSettings = Pick<Config, LiveKey>;
export const LIVE_KEYS = SETTING_KEYS.filter((key) => SETTINGS[key].scope === 'live') as LiveKey[];
