import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../core/config';
import { PRESETS, PRESET_IDS } from '../core/presets';
import { LANGUAGES } from '../i18n/text';
import { readUrl, shareUrl } from './url';

const read = (search: string, hash = '') => readUrl({ search, hash });
const codes = (search: string, hash = '') => read(search, hash).problems.map(({ code }) => code);

describe('readUrl', () => {
  it('gives the default preset and data set for a bare address', () => {
    expect(read('')).toEqual({
      draft: { preset: 'class', dataId: 'mnist', config: PRESETS.class },
      automation: false,
      channelsGiven: false,
      problems: [],
    });
  });

  it('reads backend, step, automation, language, preset and settings', () => {
    const startup = read('?backend=wasm&step=tfjs&automation&lang=ko', '#preset=tiny&seed=7&hiddenLayer=on');
    expect(startup).toMatchObject({ backend: 'wasm', step: 'tfjs', automation: true, language: 'ko', problems: [] });
    expect(startup.draft.config).toEqual({ ...PRESETS.tiny, seed: 7, hiddenLayer: true });
  });

  it('lets what comes after the # win', () => {
    expect(read('?preset=tiny&seed=2', '#seed=3').draft.config.seed).toBe(3);
  });

  it('reports what is unknown or out of range and goes on without it', () => {
    expect(codes('?preset=huge&backend=cuda&step=fast&lang=xx&zSize=0&nonsense=1')).toEqual([
      'presetUnknown',
      'backendUnknown',
      'stepUnknown',
      'languageUnknown',
      'settingRange',
      'settingUnknown',
    ]);
    expect(read('?preset=huge&zSize=0').draft.config).toEqual(PRESETS.class);
  });

  it('puts back what contradicts another setting', () => {
    const { draft, problems } = read('?loss=hinge&labelSmoothing=0.1');
    expect(problems.map(({ code }) => code)).toEqual(['hingeSmoothing']);
    expect(draft.config).toEqual({ ...PRESETS.class, loss: 'hinge', labelSmoothing: 0 });
  });

  it('never throws, and always gives a config that can be trained', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (search, hash) => {
        expect(checkConfig(read(`?${search}`, `#${hash}`).draft.config)).toEqual({});
      }),
    );
  });
});

describe('shareUrl', () => {
  it('comes back as it was', () => {
    const config = fc.record({
      zSize: fc.integer({ min: 1, max: 512 }),
      learningRateG: fc.double({ min: 1e-6, max: 0.1, noNaN: true }),
      batchNormD: fc.constantFrom('paper' as const, 'off' as const, 'everywhere' as const),
      hiddenLayer: fc.boolean(),
      imageSize: fc.constantFrom(16 as const, 32 as const, 64 as const, 128 as const),
    });
    fc.assert(
      fc.property(fc.constantFrom(...PRESET_IDS), config, fc.constantFrom(...LANGUAGES), (preset, changes, language) => {
        const draft = { preset, dataId: 'mnist', config: { ...PRESETS[preset], ...changes } };
        const url = new URL(shareUrl('https://example.org/play/?backend=cpu#seed=9', draft, language));
        const back = readUrl(url);
        expect(back).toMatchObject({ draft, language, problems: [] });
        expect(back.backend).toBeUndefined();
      }),
    );
  });
});
