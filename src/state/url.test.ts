import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../core/config';
import { PRESETS, PRESET_IDS } from '../core/presets';
import { writeLink } from '../codecs/share-link';
import { LANGUAGES } from '../i18n/text';
import { RULES } from './lesson';
import type { Shared } from './shared';
import { VIEWS } from './store';
import type { Draft } from './store';
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
  const BASE = 'https://example.org/play/?backend=cpu#seed=9';
  const draft: Draft = { preset: 'class', dataId: 'mnist', config: PRESETS.class };
  const shared: Shared = { draft, language: 'en', view: 'train', layer: null, pins: [], lesson: null };
  const written = (changes: Partial<Shared> = {}) => shareUrl(BASE, { ...shared, ...changes })!;
  const linkOf = (value: unknown) => `#share=${writeLink(value)}`;

  it('comes back as it was', () => {
    const config = fc.record({
      zSize: fc.integer({ min: 1, max: 512 }),
      learningRateG: fc.double({ min: 1e-6, max: 0.1, noNaN: true }),
      batchNormD: fc.constantFrom('paper' as const, 'off' as const, 'everywhere' as const),
      hiddenLayer: fc.boolean(),
      channels: fc.constantFrom(1 as const, 3 as const),
      imageSize: fc.constantFrom(16 as const, 32 as const, 64 as const, 128 as const),
    });
    const rest = fc.record({
      language: fc.constantFrom(...LANGUAGES),
      view: fc.constantFrom(...VIEWS),
      layer: fc.option(fc.record({ network: fc.constant('generator' as const), name: fc.constantFrom('g1', 'g2') })),
      pins: fc.array(
        fc.record({ id: fc.constant(''), name: fc.string({ maxLength: 80 }), z: fc.float32Array({ minLength: 1, maxLength: 9, noNaN: true, min: -4, max: 4 }) }),
        { maxLength: 4 },
      ),
      lesson: fc.option(
        fc.record({
          title: fc.string(),
          text: fc.string(),
          steps: fc.array(fc.string()),
          rules: fc.dictionary(fc.constantFrom('view:lab', 'setting:seed', 'action:reset'), fc.constantFrom(...RULES)),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.constantFrom(...PRESET_IDS), config, rest, (preset, changes, { layer, lesson, ...others }) => {
        const made = { preset, dataId: 'mnist:1,7', config: { ...PRESETS[preset], ...changes } };
        // JSON has no minus zero.
        const pins = others.pins.map((pin) => ({ ...pin, z: Float32Array.from(pin.z, (value) => value + 0) }));
        const { href, complete } = shareUrl(BASE, { ...shared, ...others, pins, draft: made, layer, lesson })!;
        expect(complete).toBe(true);
        const back = readUrl(new URL(href));
        expect(back).toMatchObject({ draft: made, language: others.language, view: others.view, channelsGiven: true, problems: [] });
        expect(back.backend).toBeUndefined();
        expect(back.layer ?? null).toEqual(layer);
        expect(back.lesson ?? null).toEqual(lesson && { ...lesson, rules: { ...lesson.rules } });
        expect(back.pins!.map(({ name, z }) => [name, z])).toEqual(pins.map(({ name, z }) => [name, z]));
      }),
    );
  });

  it('is short without pins or a lesson', () => {
    expect(written().href.length).toBeLessThan(160);
  });

  it('leaves pins out that would make it too long, and says so', () => {
    const z = Float32Array.from({ length: 512 }, (_, n) => Math.sin(n * n));
    const pins = Array.from({ length: 200 }, (_, n) => ({ id: '', name: String(n), z: z.map((value) => value * n) }));
    const { href, complete } = written({ pins });
    expect(complete).toBe(false);
    expect(readUrl(new URL(href))).toMatchObject({ draft, pins: [], problems: [] });
    const text = Array.from(z, String).join(' ').repeat(40);
    expect(shareUrl(BASE, { ...shared, lesson: { title: '', text: `${text}${pins.map((pin) => pin.z.join()).join()}`, steps: [], rules: {} } })).toBeNull();
  });

  it('gives way to a plain key after the #, and goes before the query', () => {
    const { hash } = new URL(written({ draft: { ...draft, config: { ...draft.config, seed: 5 } } }).href);
    expect(read('?seed=2', hash).draft.config.seed).toBe(5);
    expect(read('?seed=2', `${hash}&seed=8`).draft.config.seed).toBe(8);
  });

  it('passes by what it does not know, and says which part it could not read', () => {
    const known = linkOf({ preset: 'tiny', set: { seed: 4, futureSetting: 1 }, future: [1, 2] });
    expect(read('', known)).toMatchObject({ draft: { preset: 'tiny', config: { seed: 4 } }, problems: [] });
    const odd = linkOf({ preset: 'tiny', view: 'cellar', pins: [1], layer: 'g1', lesson: 'none', set: 7 });
    const { problems, draft: rest } = read('', odd);
    expect(problems.map(({ code, params }) => `${code} ${String(params?.part)}`).toSorted()).toEqual(
      ['layer', 'lesson', 'pins', 'set', 'view'].map((part) => `linkPart ${part}`),
    );
    expect(rest.preset).toBe('tiny');
  });

  it.each([
    ['100 kB', `1.${'x'.repeat(100_000)}`, 'linkTooLong'],
    ['random bytes', '1.zGh3-_0ffKq91', 'linkDamaged'],
    ['a script', '<script>alert(1)</script>', 'linkDamaged'],
    ['a later version', '7.abc', 'linkVersion'],
  ])('of %s is refused with a message, and the page opens as usual', (_, text, code) => {
    expect(read('', `#share=${encodeURIComponent(text)}`)).toMatchObject({ draft, unreadable: true, problems: [{ code }] });
  });
});
