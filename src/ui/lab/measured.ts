import { formatFixed, formatNumber } from '../../i18n/text';
import type { Language } from '../../i18n/text';

/** From this size on a number is written as a power of ten. */
const HUGE = 1e6;

/** A measured number as it is written here: three digits, a true minus, a dash where there is none. */
export function measured(language: Language, value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) < HUGE) return formatNumber(language, value, 3);
  const [mantissa, exponent] = value.toExponential(2).split('e+') as [string, string];
  return `${formatNumber(language, Number(mantissa), 3)}\u00a0×\u00a010${exponent.replaceAll(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!)}`;
}

/** A score, a loss, or what else is compared by eye or changes in place: always so many digits behind the point. */
export function steady(language: Language, value: number, digits = 3): string {
  return Number.isFinite(value) && Math.abs(value) < HUGE ? formatFixed(language, value, digits) : measured(language, value);
}
