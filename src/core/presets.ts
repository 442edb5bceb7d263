import { SETTINGS, SETTING_KEYS } from './settings';
import type { Config } from './settings';

/** The preset `class`: every setting at its default. */
export const DEFAULT_CONFIG = Object.fromEntries(
  SETTING_KEYS.map((key) => [key, SETTINGS[key].default]),
) as unknown as Config;

/**
 * Ready-made configs. `pytorch64` is the layout of the PyTorch example and dcgan.torch, `paper64` that of the paper
 * (arXiv 1511.06434, section 4); `tiny` is for tests and software GPUs.
 */
export const PRESETS = {
  tiny: { ...DEFAULT_CONFIG, imageSize: 16, baseFilters: 8, zSize: 16, batchSize: 8 },
  class: DEFAULT_CONFIG,
  pytorch64: {
    ...DEFAULT_CONFIG,
    imageSize: 64,
    channels: 3,
    baseFilters: 64,
    zDistribution: 'normal',
  },
  paper64: { ...DEFAULT_CONFIG, imageSize: 64, channels: 3, baseFilters: 128, kernel: 5, batchSize: 128 },
} as const satisfies Record<string, Config>;

export type PresetId = keyof typeof PRESETS;
export const PRESET_IDS = Object.keys(PRESETS) as PresetId[];

/** The preset that differs from a config in the fewest settings, the first of several. */
export function nearestPreset(config: Config): PresetId {
  const differences = (id: PresetId) => SETTING_KEYS.filter((key) => PRESETS[id][key] !== config[key]).length;
  return PRESET_IDS.reduce((best, id) => (differences(id) < differences(best) ? id : best));
}

/** Whether `text` names a preset. */
export function isPresetId(text: string): text is PresetId {
  return Object.hasOwn(PRESETS, text);
}
