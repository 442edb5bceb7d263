import type { EXPERIMENTS, ExperimentId } from '../core/experiments';
import type { TermId } from '../core/glossary';
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

/** The texts that the Lab's experiments call for: of each its question, what to look at, the claim, and its runs by number. */
export type LabKey = {
  [K in ExperimentId]:
    | `lab.exp.${K}.${'title' | 'question' | 'look' | 'paper'}`
    | `lab.exp.${K}.${Extract<keyof (typeof EXPERIMENTS)[K]['variants'], `${number}`>}`;
}[ExperimentId];

/** The texts of the glossary's terms. */
export type GlossaryKey = `term.${TermId}` | `term.${TermId}.text`;

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
