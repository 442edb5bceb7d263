import { describe, expect, it } from 'vitest';
import { MESSAGE_CODES } from '../core/messages';
import { SETTINGS, SETTING_KEYS } from '../core/settings';
import { en } from './en';
import { ko } from './ko';
import { chooseParticles } from './particles';
import { DICTIONARIES, formatBytes, formatCompact, formatDuration, formatFixed, formatMeasure, formatNumber, formatShare, isTextKey, messageText, translate } from './text';
import type { TextKey } from './text';

const keys = Object.keys(en) as TextKey[];
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe('the dictionaries', () => {
  it('have the same keys, no empty text, and the same placeholders in every text', () => {
    expect(Object.keys(ko).toSorted()).toEqual(keys.toSorted());
    for (const key of keys) {
      expect(en[key], key).not.toBe('');
      expect(ko[key], key).not.toBe('');
      expect(placeholders(ko[key]), key).toEqual(placeholders(en[key]));
      for (const text of [en[key], ko[key]])
        for (const [, name] of text.matchAll(/\{(\w+)\|/g)) expect(placeholders(text), key).toContain(`{${name}}`);
    }
  });

  it('have a sentence for every message and a label, a help and option words for every setting', () => {
    for (const code of MESSAGE_CODES) expect(isTextKey(`message.${code}`), code).toBe(true);
    for (const key of SETTING_KEYS) {
      expect(isTextKey(`setting.${key}`), key).toBe(true);
      expect(en[`help.${key}`], key).toMatch(/Paper/);
      const setting = SETTINGS[key];
      if (setting.kind !== 'choice') continue;
      for (const option of setting.options as readonly (string | number)[])
        if (typeof option === 'string') expect(isTextKey(`option.${option}`), option).toBe(true);
    }
  });

  it('never says that a strided convolution enlarges or a fractionally-strided one shrinks', () => {
    expect(en['kind.strided']).toContain('smaller');
    expect(en['kind.transposed']).toContain('larger');
    expect(ko['kind.strided']).toContain('작아짐');
    expect(ko['kind.transposed']).toContain('커짐');
  });
});

describe('translate', () => {
  it('fills placeholders and groups thousands', () => {
    expect(translate('en', 'status.stepOf', { step: 1240, steps: 5000 })).toBe('step 1,240 of 5,000');
    expect(translate('ko', 'status.stepOf', { step: 1240, steps: 5000 })).toBe('5,000스텝 중 1,240스텝');
  });

  it('puts the word for one or for many beside a number', () => {
    expect(translate('en', 'forgetting.clear', { count: 1 })).toBe('Remove 1 box');
    expect(translate('en', 'forgetting.clear', { count: 4 })).toBe('Remove 4 boxes');
  });

  it('leaves a placeholder whose value is missing visible', () => {
    expect(translate('en', 'status.images')).toContain('{count}');
  });
});

describe('messageText', () => {
  it('calls a setting by the name of its field', () => {
    const message = { code: 'settingRange', params: { setting: 'zSize', value: '0', min: 1, max: 512 } } as const;
    expect(messageText('en', message)).toBe('Latent size has to be from 1 to 512; 0 is outside.');
    expect(messageText('ko', message)).toContain(DICTIONARIES.ko['setting.zSize']);
  });

  it('keeps an unknown setting as it was written', () => {
    expect(messageText('en', { code: 'settingUnknown', params: { setting: 'zzz' } })).toContain('“zzz”');
  });
});

describe('chooseParticles', () => {
  it('follows the final sound of syllables and digits', () => {
    expect(chooseParticles('책은(는) 나무은(는)')).toBe('책은 나무는');
    expect(chooseParticles('‘책’을(를) 3을(를) 2을(를)')).toBe('‘책’을 3을 2를');
    expect(chooseParticles('서울(으)로 부산(으)로 제주(으)로 8(으)로 6(으)로')).toBe('서울로 부산으로 제주로 8로 6으로');
  });

  it('reads capital letters by their names', () => {
    expect(chooseParticles('MNIST(으)로 WebGPU(으)로 HTML(으)로 RGB을(를) WASM(으)로')).toBe('MNIST로 WebGPU로 HTML로 RGB를 WASM으로');
    expect(chooseParticles('‘MNIST (3, 8)’(으)로 Sky을(를)')).toBe('‘MNIST (3, 8)’로 Sky을(를)');
  });

  it('keeps both forms after letters that it cannot read', () => {
    expect(chooseParticles('tanh은(는)')).toBe('tanh은(는)');
  });
});

describe('numbers', () => {
  it('are short and unambiguous', () => {
    expect(formatNumber('en', 0.000213456)).toBe('0.0002135');
    expect(formatNumber('en', 123456)).toBe('123,456');
    expect(formatCompact('en', 742)).toBe('742');
    expect(formatCompact('en', 26_880)).toBe('26.9K');
    expect(formatCompact('en', 3_576_704)).toBe('3.58M');
    expect(formatCompact('ko', 6580)).toBe('6,580');
    expect(formatCompact('ko', 26_880)).toBe('2.69만');
    expect(formatBytes('en', 742)).toBe('742 B');
    expect(formatBytes('ko', 26_880)).toBe('26.9 kB');
    expect(formatBytes('en', 3_576_704)).toBe('3.58 MB');
  });

  it('have a true minus sign, and none before a zero', () => {
    expect(formatNumber('en', -0.0003)).toBe('−0.0003');
    expect(formatNumber('ko', -0)).toBe('0');
    expect(formatFixed('en', -0.5, 2)).toBe('−0.50');
    expect(formatFixed('en', -0.001, 2)).toBe('0.00');
    expect(formatMeasure('en', -0.00034)).toBe('−0.0003');
  });

  it('are percentages written alike in every text', () => {
    expect(formatShare('en', 0.8543)).toBe('85.4%');
    expect(formatShare('ko', 0.42)).toBe('42%');
    for (const [language, texts] of Object.entries(DICTIONARIES))
      for (const [key, text] of Object.entries(texts)) expect(text, `${language} ${key}`).not.toMatch(/[\d}] %/);
  });

  it('give durations in the one unit that fits', () => {
    expect(formatDuration('en', 12)).toBe('1 s');
    expect(formatDuration('en', 89_000)).toBe('89 s');
    expect(formatDuration('en', 150_000)).toBe('3 min');
    expect(formatDuration('en', 2.26 * 3_600_000)).toBe('2.3 h');
    expect(formatDuration('ko', 150_000)).toBe('3분');
  });
});
