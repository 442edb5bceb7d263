import type { Language } from '../../i18n/text';
import { formatNumber } from '../../i18n/text';

/** A share from 0 to 1 as a percentage of three digits, at most one behind the point. */
export function formatShare(language: Language, share: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** A measure in three digits, whole numbers too, and at most four behind the point: more would mean nothing. */
export function formatMeasure(language: Language, value: number): string {
  return formatNumber(language, Number(Number(value.toPrecision(3)).toFixed(4)), 3);
}
