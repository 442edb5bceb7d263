import type { LayerSpec, NetworkName } from '../../core/architecture';
import { paintedField, receptiveField } from '../../core/receptive-field';
import type { MapBox } from '../../core/receptive-field';

/**
 * What units of a layer see of D's input, or can reach in G's picture, in pixels: one for each row and column of
 * `places`, [n, 2]. They are those of the answer that the pictures and causes are from, not of an older search.
 */
export function unitFields(
  layers: readonly LayerSpec[],
  network: NetworkName,
  layer: string,
  places: ArrayLike<number>,
): MapBox[] {
  const fieldOf = network === 'generator' ? paintedField : receptiveField;
  return Array.from({ length: places.length / 2 }, (_, n) => fieldOf(layers, layer, places[2 * n]!, places[2 * n + 1]!));
}
