import type { Message } from '../core/messages';
import { isSettingKey } from '../core/config';
import { en } from './en';
import { ko } from './ko';
import { chooseParticles } from './particles';

/** The languages of the page. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];
/** The name of a text; both dictionaries have one for each. */
export type TextKey = keyof typeof en;
export type TextParams = Record<string, string | number>;

/** Each language's texts. */
export const DICTIONARIES: Record<Language, Record<TextKey, string>> = { en, ko };
/** Each language's own name, as a person who reads it writes it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', ko: '한국어' };

/** Whether `value` names one of our languages. */
export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** Whether `key` names a text. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** The text with its `{placeholders}` filled; numbers are written as the language does. */
export function translate(language: Language, key: TextKey, params: TextParams = {}): string {
  const text = DICTIONARIES[language][key].replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? formatNumber(language, value) : value;
  });
  return language === 'ko' ? chooseParticles(text) : text;
}

/** The sentence of a message; a setting in its params is called by the name that its form field has. */
export function messageText(language: Language, { code, params = {} }: Message): string {
  const { setting } = params;
  const named =
    typeof setting === 'string' && isSettingKey(setting) ? translate(language, `setting.${setting}`) : setting;
  return translate(language, `message.${code}`, named === undefined ? params : { ...params, setting: named });
}

const NUMBER_FORMATS = new Map<string, Intl.NumberFormat>();

/** A number with at most `digits` significant digits (all digits of whole numbers are kept), grouped by thousands. */
export function formatNumber(language: Language, value: number, digits = 4): string {
  const whole = Number.isInteger(value);
  const key = `${language}/${whole ? 'whole' : digits}`;
  let format = NUMBER_FORMATS.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, whole ? {} : { maximumSignificantDigits: digits });
    NUMBER_FORMATS.set(key, format);
  }
  return format.format(value);
}

/** A duration in milliseconds in the one unit that fits: seconds, minutes or hours. */
export function formatDuration(language: Language, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return translate(language, 'time.seconds', { n: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return translate(language, 'time.minutes', { n: minutes });
  return translate(language, 'time.hours', { n: Math.round(minutes / 6) / 10 });
}

/** A large count in few characters: 742, 26.9 k, 3.58 M. */
export function formatCompact(value: number): string {
  if (value < 1000) return String(value);
  const [scaled, unit] = value < 1_000_000 ? [value / 1000, 'k'] : [value / 1_000_000, 'M'];
  return `${Number(scaled.toPrecision(3))} ${unit}`;
}
