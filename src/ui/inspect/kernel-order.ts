import { orderBySimilarity, rankedByNorm } from '../../core/tile-order';
import type { InspectState } from '../../state/inspect';
import { squaredNorms } from './kernel-tiles';
import type { KernelTiles } from './kernel-tiles';
import { valuesOf } from './tiles';

/** Pictures of a kernel on one page: few enough to see each. */
export const PAGE = 256;
/** Pictures that are put in the order of similarity all at once; of more, those of each page are. */
const ORDERED_AT_ONCE = 512;

/** How a kernel's pictures are arranged: the order, the output map that they lead to or null for all, and the page. */
export interface Arrangement {
  order: InspectState['order'];
  channel: number | null;
  page: number;
}

/** One page of a kernel's pictures. */
export interface KernelPage {
  /** How many pictures there are on all pages. */
  count: number;
  /** The page, and the last one, from 0. */
  page: number;
  last: number;
  /** The page's pictures in their order. */
  shown: number[];
}

/** The page that an arrangement asks for, or the last one where there are not as many. */
export function pageOfKernels(tiles: KernelTiles, values: Float32Array, wanted: Arrangement): KernelPage {
  const { order, channel } = wanted;
  const own = channel === null || tiles.mapsOf(0).to === null ? null : tilesTo(tiles, channel);
  const count = own?.length ?? tiles.count;
  const last = Math.max(0, Math.ceil(count / PAGE) - 1);
  const page = Math.min(wanted.page, last);
  const [from, to] = [page * PAGE, Math.min((page + 1) * PAGE, count)];
  const range = (start: number, end: number) => Array.from({ length: end - start }, (_, n) => own?.[start + n] ?? start + n);
  const ranked = () => {
    const square = (tile: number) => weightsOf(tiles, values, tile).reduce((sum, value) => sum + value * value, 0);
    const norms = own ? Float64Array.from(own, square) : squaredNorms(tiles, values);
    return rankedByNorm(norms, from, to).map((n) => own?.[n] ?? n);
  };
  const arranged = () => {
    if (order === 'index') return range(from, to);
    if (order === 'norm') return ranked();
    if (count > ORDERED_AT_ONCE) return bySimilarity(tiles, values, ranked());
    return bySimilarity(tiles, values, range(0, count)).slice(from, to);
  };
  return { count, page, last, shown: arranged() };
}

/**
 * The most columns up to `columns` in which whole rows belong to an output map, or whole output maps to a row; `columns`
 * where that would leave more than half of the room empty.
 */
export function alignedColumns(columns: number, inputs: number): number {
  for (let aligned = columns; 2 * aligned >= columns && aligned > 0; aligned--)
    if (aligned % inputs === 0 || inputs % aligned === 0) return aligned;
  return columns;
}

/** The pictures that lead to one output map. */
function tilesTo(tiles: KernelTiles, channel: number): number[] {
  const own: number[] = [];
  for (let tile = 0; tile < tiles.count; tile++) if (tiles.mapsOf(tile).to === channel) own.push(tile);
  return own;
}

function bySimilarity(tiles: KernelTiles, values: Float32Array, given: readonly number[]): number[] {
  return orderBySimilarity(given.length, (n) => weightsOf(tiles, values, given[n]!)).map((n) => given[n]!);
}

function weightsOf(tiles: KernelTiles, values: Float32Array, tile: number): Float32Array {
  return valuesOf({ ...tiles, valueAt: (of, y, x, colour = 0) => values[tiles.index(of, y, x, colour)]! }, tile);
}
