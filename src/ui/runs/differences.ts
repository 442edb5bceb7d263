import { SETTING_KEYS } from '../../core/settings';
import type { Config, SettingKey } from '../../core/settings';
import type { KeptRun } from '../../core/kept-run';

/** In what a run differs from another: its settings, and `data` for the data set. */
export type Difference = SettingKey | 'data';

/** What differs between two runs; how many steps they are to make does not count. */
export function differences(
  a: Pick<KeptRun, 'dataId' | 'config'>,
  b: { dataId: string; config: Config },
): Difference[] {
  const settings = SETTING_KEYS.filter((key) => key !== 'steps' && a.config[key] !== b.config[key]);
  return [...(a.dataId === b.dataId ? [] : ['data' as const]), ...settings];
}
