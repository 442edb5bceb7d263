import type { MessageCode } from '../core/messages';
import type { MetricName, StepPart } from '../core/metrics';
import type { SkipReason } from '../core/own-images';
import type { PresetId } from '../core/presets';
import type { Phase } from '../core/run';
import type { ChoiceSetting, SETTINGS, SettingKey } from '../core/settings';

/** The values of a choice setting that are words and so need a text; numbers speak for themselves. */
type OptionWord = {
  [K in SettingKey]: (typeof SETTINGS)[K] extends ChoiceSetting<infer V> ? Extract<V, string> : never;
}[SettingKey];

/** The texts that data elsewhere calls for: a dictionary that lacks one of them does not compile. */
export type RequiredKey =
  | `message.${MessageCode}`
  | `setting.${SettingKey}`
  | `help.${SettingKey}`
  | `option.${OptionWord}`
  | `preset.${PresetId}`
  | `phase.${Phase}`
  | `metric.${MetricName}`
  | `skip.${SkipReason}`
  | `part.${StepPart}`;
