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

/**
 * The text with its `{placeholders}` filled; numbers are written as the language does. `{count|map|maps}` stands for the
 * word that goes with the number, of one or of any other.
 */
export function translate(language: Language, key: TextKey, params: TextParams = {}): string {
  const text = DICTIONARIES[language][key].replaceAll(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (placeholder, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (value === undefined) return placeholder;
    if (one !== undefined && many !== undefined) return value === 1 ? one : many;
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

/** A number as the language writes it: a true minus sign, and none before a zero. */
function format(language: Language, value: number, options: Intl.NumberFormatOptions): string {
  const key = `${language}/${JSON.stringify(options)}`;
  let known = NUMBER_FORMATS.get(key);
  if (!known) {
    known = new Intl.NumberFormat(language, { ...options, signDisplay: 'negative' });
    NUMBER_FORMATS.set(key, known);
  }
  return known.format(value).replace('-', '−');
}

/** A number with at most `digits` significant digits (all digits of whole numbers are kept), grouped by thousands. */
export function formatNumber(language: Language, value: number, digits = 4): string {
  return format(language, value, Number.isInteger(value) ? {} : { maximumSignificantDigits: digits });
}

/** A number with exactly so many digits behind the point, for what changes in place. */
export function formatFixed(language: Language, value: number, digits: number): string {
  return format(language, value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share from 0 to 1 as a percentage with at most one digit behind the point. */
export function formatShare(language: Language, share: number): string {
  return format(language, share, { style: 'percent', maximumFractionDigits: 1 });
}

/** A measure in three digits, whole numbers too, and at most four behind the point: more would mean nothing. */
export function formatMeasure(language: Language, value: number): string {
  return formatNumber(language, Number(Number(value.toPrecision(3)).toFixed(4)), 3);
}

/** A large count in few characters, in the units that the language counts in: 6,580, 26.9K, 3.58M; 2.69만, 358만. */
export function formatCompact(language: Language, value: number): string {
  return format(language, value, value < 10_000 ? {} : { notation: 'compact', maximumSignificantDigits: 3 });
}

/** An amount of memory in few characters: 742 B, 26.9 kB, 3.58 MB. */
export function formatBytes(language: Language, bytes: number): string {
  const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${formatNumber(language, bytes / 1000 ** power, 3)} ${['B', 'kB', 'MB', 'GB'][power]}`;
}

/** A duration in milliseconds in the one unit that fits: seconds, minutes or hours. */
export function formatDuration(language: Language, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return translate(language, 'time.seconds', { n: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return translate(language, 'time.minutes', { n: minutes });
  return translate(language, 'time.hours', { n: Math.round(minutes / 6) / 10 });
}
