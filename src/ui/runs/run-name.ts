import type { KeptRun } from '../../core/kept-run';
import { nearestPreset } from '../../core/presets';
import type { Texts } from '../common/hooks';
import { dataName } from '../common/data-name';

/** What a kept run is called: by the person, else by what it learns and by which preset. */
export function runName({ name, dataId, config }: Pick<KeptRun, 'name' | 'dataId' | 'config'>, t: Texts['t']): string {
  return name || `${dataName(dataId, t)} · ${nearestPreset(config)}`;
}
