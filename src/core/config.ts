import type { Message, Result } from './messages';
import { fail, succeed } from './messages';
import { SETTINGS, SETTING_KEYS } from './settings';
import type { Config, SettingKey } from './settings';

/** The smallest feature map of either network, height and width: the paper projects z to 4x4. */
export const SMALLEST_MAP = 4;
/** The stride of every strided and fractionally-strided convolution. */
export const STRIDE = 2;

/** Whether `text` names a setting. */
export function isSettingKey(text: string): text is SettingKey {
  return Object.hasOwn(SETTINGS, text);
}

/** Checks one value against its setting's kind and range; gives the message that belongs beside the field, or null. */
export function checkSetting(key: SettingKey, value: unknown): Message | null {
  const setting = SETTINGS[key];
  const refuse = (code: Message['code'], params: Message['params'] = {}): Message => ({
    code,
    params: { setting: key, value: String(value), ...params },
  });
  switch (setting.kind) {
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('settingNotNumber');
      if (setting.integer && !Number.isInteger(value)) return refuse('settingNotInteger');
      if (value < setting.min || value > setting.max)
        return refuse('settingRange', { min: setting.min, max: setting.max });
      return null;
    case 'choice':
      if (key === 'imageSize' && !reachableByDoubling(value)) return refuse('sizeNotDoubling');
      if (key === 'kernel' && typeof value === 'number' && value < STRIDE)
        return refuse('kernelBelowStride', { stride: STRIDE });
      if (!(setting.options as readonly unknown[]).includes(value))
        return refuse('settingChoice', { options: setting.options.join(', ') });
      return null;
    case 'switch':
      return typeof value === 'boolean' ? null : refuse('settingSwitch');
    default:
      return setting satisfies never;
  }
}

function reachableByDoubling(size: unknown): boolean {
  return typeof size === 'number' && size >= SMALLEST_MAP * 2 && Number.isInteger(Math.log2(size / SMALLEST_MAP));
}

/** All that is wrong with a config, by the setting it belongs beside; empty when it can be trained. */
export function checkConfig(config: Config): Partial<Record<SettingKey, Message>> {
  const wrong: Partial<Record<SettingKey, Message>> = {};
  for (const key of SETTING_KEYS) {
    const message = checkSetting(key, config[key]);
    if (message) wrong[key] = message;
  }
  if (config.loss === 'hinge' && config.labelSmoothing > 0)
    wrong.labelSmoothing ??= { code: 'hingeSmoothing', params: { setting: 'labelSmoothing' } };
  return wrong;
}

/**
 * Reads one setting from text (a URL or the command line): numbers in any form JavaScript reads, switches as
 * true/false/on/off/1/0.
 */
export function parseSetting(key: string, text: string): Result<Partial<Config>> {
  if (!isSettingKey(key)) return fail('settingUnknown', { setting: key, options: SETTING_KEYS.join(', ') });
  const value = parseValue(key, text.trim());
  const message = checkSetting(key, value);
  return message ? { ok: false, message } : succeed({ [key]: value });
}

function parseValue(key: SettingKey, text: string): unknown {
  const setting = SETTINGS[key];
  if (setting.kind === 'switch') {
    if (['true', 'on', '1'].includes(text)) return true;
    if (['false', 'off', '0'].includes(text)) return false;
    return text;
  }
  const numeric = setting.kind === 'number' || setting.options.some((option) => typeof option === 'number');
  return numeric && text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}
