import { describe, expect, it } from 'vitest';
import { architecture } from '../../core/architecture';
import { DEFAULT_CONFIG } from '../../core/presets';
import { translate } from '../../i18n/text';
import type { TextKey, TextParams } from '../../i18n/text';
import { makesColours, mapName, readsColours } from './map-name';

const ko = (key: TextKey, params?: TextParams) => translate('ko', key, params);

describe('names of maps', () => {
  it('are colours where a network makes or reads a picture in colour, and nowhere else', () => {
    for (const channels of [1, 3] as const) {
      const both = architecture({ ...DEFAULT_CONFIG, channels });
      const layers = [...both.generator, ...both.discriminator];
      const named = (is: typeof makesColours) => layers.filter((layer) => is(both, layer)).map(({ name }) => name);
      expect(named(makesColours)).toEqual(channels === 3 ? [both.generator.at(-1)!.name] : []);
      expect(named(readsColours)).toEqual(channels === 3 ? [both.discriminator[0]!.name] : []);
    }
  });

  it('count from one, or are red, green and blue in this order', () => {
    expect([0, 1, 2].map((map) => mapName(ko, map, false))).toEqual(['맵 1', '맵 2', '맵 3']);
    expect([0, 1, 2].map((map) => mapName(ko, map, true))).toEqual(['빨강', '초록', '파랑']);
  });
});
