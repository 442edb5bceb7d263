import { formatDuration, translate } from '../../i18n/text';
import type { Language } from '../../i18n/text';

/** How long ago a moment was, in words; both in milliseconds since 1970. */
export function timeAgo(language: Language, then: number, now: number): string {
  const ms = now - then;
  if (ms < 60_000) return translate(language, 'time.justNow');
  if (ms < 36 * 3_600_000) return translate(language, 'time.ago', { time: formatDuration(language, ms) });
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(then);
}
