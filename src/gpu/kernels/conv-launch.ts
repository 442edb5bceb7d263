import { WORKGROUP_SIZE, bindingsOf, declareStorage, gridFor, type Storage } from './elementwise';
import type { Program } from './program';

/**
 * How far an invocation may widen its register tile. Wide tiles load less per multiply-add, but leave fewer
 * invocations to keep the device busy, and a tile that does not fit the registers spills.
 */
export interface Tuning {
  /** Most output positions of one invocation. */
  rows: number;
  /**
   * Most output channels of one invocation, in vectors of 4 (single channels where their number is no
   * multiple).
   */
  vectors: number;
  /** A tile is made smaller until there are this many invocations. */
  minInvocations: number;
}

/** 64 sums in registers, which GPUs can hold, and enough invocations for some thousand cores. */
export const HARDWARE_TUNING: Tuning = { rows: 8, vectors: 2, minInvocations: 8192 };

/** A GPU made of software has few lanes to fill. */
export const SOFTWARE_TUNING: Tuning = { rows: 8, vectors: 2, minInvocations: 256 };

/** The tuning for a device, by whether its adapter is a software one. */
export function tuningFor(software: boolean): Tuning {
  return software ? SOFTWARE_TUNING : HARDWARE_TUNING;
}

/**
 * Most multiplies and adds of one dispatch: 0.4 s on a GPU that does 20 GFLOP/s, well inside the 2 s that
 * the strictest driver watchdog allows.
 */
export const MAX_FLOPS_PER_DISPATCH = 8e9;

/**
 * What a kernel does with its linear invocation number `index`, and how many invocations its work needs.
 */
export interface Kernel {
  label: string;
  storage: readonly Storage[];
  invocations: number;
  flops: number;
  /** WGSL statements that may use `index: u32`, unique in [0, invocations). */
  body: string;
}

/**
 * One program, or several that each run a share of the invocations where one dispatch would run too long.
 */
export function launch(kernel: Kernel): Program[] {
  const { label, storage, invocations, flops, body } = kernel;
  const parts = Math.min(invocations, Math.ceil(flops / MAX_FLOPS_PER_DISPATCH));
  return Array.from({ length: parts }, (_, part) => {
    const first = Math.floor((invocations * part) / parts);
    const end = Math.floor((invocations * (part + 1)) / parts);
    const workgroups = gridFor(end - first);
    return {
      label: parts === 1 ? label : `${label} ${part + 1}/${parts}`,
      wgsl: `${declareStorage(storage)}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let index = ${first}u + id.y * ${workgroups[0] * WORKGROUP_SIZE}u + id.x;
  if (index >= ${end}u) {
    return;
  }
${body}
}
`,
      bindings: bindingsOf(storage),
      workgroups,
      flops: (flops * (end - first)) / invocations,
    };
  });
}

/**
 * The outputs of one invocation: `height` x `width` neighbouring positions by `vectors` vectors of
 * channels.
 */
export interface Tile {
  height: number;
  width: number;
  vectors: number;
}

/**
 * A map of output positions and the number of channel vectors at each; `copies` such maps are to be tiled.
 */
export interface Extent {
  height: number;
  width: number;
  vectors: number;
  copies: number;
}

/**
 * The largest tile that the tuning allows, made smaller until there are enough invocations. Height and
 * width are powers of two and may reach past the map's edge; `vectors` divides the number of vectors, so
 * that no channel is cut.
 */
export function chooseTile(extent: Extent, tuning: Tuning): Tile {
  const width = powerOfTwo(Math.min(extent.width, tuning.rows));
  const height = powerOfTwo(Math.min(extent.height, tuning.rows / width));
  const tile = { height, width, vectors: largestDivisor(extent.vectors, tuning.vectors) };
  while (tileCount(extent, tile) < tuning.minInvocations && tile.height * tile.width * tile.vectors > 1) {
    if (tile.vectors > tile.height * tile.width)
      tile.vectors = largestDivisor(extent.vectors, tile.vectors - 1);
    else if (tile.height > 1) tile.height /= 2;
    else tile.width /= 2;
  }
  return tile;
}

/** How many tiles cover all copies of a map. */
export function tileCount({ height, width, vectors, copies }: Extent, tile: Tile): number {
  return Math.ceil(height / tile.height) * Math.ceil(width / tile.width) * (vectors / tile.vectors) * copies;
}

/** The largest power of two that is at most `limit`. */
function powerOfTwo(limit: number): number {
  return 2 ** Math.floor(Math.log2(limit));
}

/** The largest divisor of `value` that is at most `limit`. */
export function largestDivisor(value: number, limit: number): number {
  let divisor = Math.max(1, Math.min(value, Math.floor(limit)));
  while (value % divisor !== 0) divisor--;
  return divisor;
}

/** WGSL lines, one for each index in [0, count); empty ones are left out. */
export function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i))
    .filter((text) => text !== '')
    .join('\n');
}

/** WGSL lines, one for each pair of indices in [0, rows) x [0, columns). */
export function grid(rows: number, columns: number, line: (row: number, column: number) => string): string {
  return lines(rows, (row) => lines(columns, (column) => line(row, column)));
}

/** WGSL lines, one for each position of a tile: its number, row and column. */
export function eachPosition(
  { height, width }: Pick<Tile, 'height' | 'width'>,
  line: (position: number, row: number, column: number) => string,
): string {
  return grid(height, width, (row, column) => line(row * width + column, row, column));
}

/**
 * A WGSL loop over the vectors `name` of one pixel's channels. An image's few channels are written out
 * instead: there the loop itself would cost more than what it repeats.
 */
export function overDepth(
  name: string,
  { depth, width }: { depth: number; width: 1 | 4 },
  body: string,
): string {
  const writtenOut = depth === 1 || (width === 1 && depth <= 3);
  if (!writtenOut) return `for (var ${name} = 0; ${name} < ${depth}; ${name}++) {\n${body}\n}`;
  return lines(depth, (i) => `{\nconst ${name} = ${i};\n${body}\n}`);
}
