import type { Architecture } from '../../core/architecture';
import { formatNumber } from '../../i18n/text';
import type { Language } from '../../i18n/text';
import type { InspectState } from '../../state/inspect';
import type { Texts } from '../common/hooks';
import { makesColours, mapName } from './map-name';

/** Maps that are named; of more only the number is told. */
const NAMED = 4;

/**
 * What is switched off or scaled in G, in words: first the maps that are off, then those with another factor. A map of a
 * layer other than `inView` is called by its layer too.
 */
export function switchWords(
  { t, language }: { t: Texts['t']; language: Language },
  both: Architecture,
  factors: InspectState['factors'],
  inView: string,
): string {
  const changes = both.generator.flatMap((layer) =>
    Object.entries(factors[layer.name] ?? {}).map(([channel, factor]) => {
      const own = mapName(t, Number(channel), makesColours(both, layer));
      return { factor, map: layer.name === inView ? own : t('inspect.mapIn', { layer: layer.name.toUpperCase(), map: own }) };
    }),
  );
  const named = changes.toSorted((a, b) => Number(a.factor !== 0) - Number(b.factor !== 0)).slice(0, NAMED);
  const off = named.filter(({ factor }) => factor === 0).map(({ map }) => map);
  const scaled = named.filter(({ factor }) => factor !== 0);
  return [
    ...(off.length > 0 ? [t('inspect.without', { map: off.join(', ') })] : []),
    ...scaled.map(({ map, factor }) => `${map} ×${formatNumber(language, factor, 3)}`),
    ...(changes.length > NAMED ? [t('inspect.moreChanged', { count: changes.length - NAMED })] : []),
  ].join(' · ');
}
