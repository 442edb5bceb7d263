import { describe, expect, it } from 'vitest';
import { architecture } from '../../core/architecture';
import { DEFAULT_CONFIG } from '../../core/presets';
import { translate } from '../../i18n/text';
import type { TextKey, TextParams } from '../../i18n/text';
import type { InspectState } from '../../state/inspect';
import { switchWords } from './switch-words';

const both = architecture(DEFAULT_CONFIG);
const words = (factors: InspectState['factors']) =>
  switchWords({ t: (key: TextKey, params?: TextParams) => translate('en', key, params), language: 'en' }, both, factors, 'g2');

describe('what is switched in G', () => {
  it('is named by map, those that are off first, with the layer where it is another', () => {
    expect(words({ g2: { 4: 0 } })).toBe('without map 5');
    expect(words({ g2: { 1: 0.5, 4: 0, 6: 0 } })).toBe('without map 5, map 7 · map 2 ×0.5');
    expect(words({ g1: { 0: 0 } })).toBe('without map 1 of G1');
  });

  it('is counted beyond the first four', () => {
    expect(words({ g2: { 0: 0, 1: 0, 2: 0, 3: 2, 4: 0, 5: 0 } })).toBe('without map 1, map 2, map 3, map 5 · 2 more changed');
  });
});
