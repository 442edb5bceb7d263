import { HARDWARE_TUNING, grid, largestDivisor, launch, lines, type Tuning } from './conv-launch';
import { vectorOf, type Storage } from './elementwise';
import { convFlops, convLabel, convSizes, type ConvGeometry } from './geometry';
import type { Program } from './program';
import { sumSlices } from './reduce';

/**
 * Programs to run in order, and the floats that their binding `partial` needs; 0 where they have no such
 * binding.
 */
export interface FilterGradient {
  programs: Program[];
  scratchFloats: number;
}

/**
 * Fewest output positions that a slice is worth: each slice costs the second pass one more read of all
 * weights.
 */
const MIN_POSITIONS_PER_SLICE = 128;

/**
 * Filter gradient of a convolution: dWeights[a, b, c, k] = sum over images n and output positions (i, j) of
 *   x[n, i * stride - padTop + a, j * stride - padLeft + b, c] * dy[n, i, j, k].
 * It is a matrix product, rows (tap, input channel) by columns of output channels, summed over all positions.
 * Each invocation keeps a tile of it in registers while it walks the output lines of one slice of the batch.
 * Where the tiles alone are too few to fill a device, several slices are summed side by side into `partial`
 * [slices, ...dWeights], and a second pass adds these in a fixed order: the same input gives the same gradient.
 * It serves the transposed convolution too, with the gradient of its output as x and its input as dy.
 * Bindings: (x, dy, dWeights), or with slices (x, dy, partial) and then (partial, dWeights).
 */
export function convFilterGradient(g: ConvGeometry, tuning: Tuning = HARDWARE_TUNING): FilterGradient {
  const input = vectorOf(g.inChannels);
  const output = vectorOf(g.outChannels);
  const weights = convSizes(g).filter;
  const vectors = g.outChannels / output.width;
  const rows = g.kernel * g.kernel * g.inChannels;
  const tile = {
    rows:
      input.width *
      largestDivisor(
        input.width === 4 ? g.inChannels / 4 : g.kernel * g.inChannels,
        tuning.rows / input.width,
      ),
    vectors: largestDivisor(vectors, tuning.vectors),
  };
  const columns = vectors / tile.vectors;
  const tiles = (rows / tile.rows) * columns;
  const outLines = g.batch * g.outHeight;
  const linesPerSlice = Math.ceil(outLines / sliceLimit(g, tiles, tuning));
  const slices = Math.ceil(outLines / linesPerSlice);
  const sums = slices === 1 ? 'dWeights' : 'partial';
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${input.type}>` },
    { name: 'dy', access: 'read', type: `array<${output.type}>` },
    { name: sums, access: 'read_write', type: `array<${output.type}>` },
  ];
  const body = `
  let column = (index % ${columns}u) * ${tile.vectors}u;
  let row = (index / ${columns}u % ${rows / tile.rows}u) * ${tile.rows}u;
  let slice = index / ${tiles}u;
  let endLine = min((slice + 1u) * ${linesPerSlice}u, ${outLines}u);
${grid(tile.rows, tile.vectors, (r, v) => `  var sum${r}_${v} = ${output.type}();`)}
${input.width === 4 ? walkChannels(g, tile, linesPerSlice) : walkTaps(g, tile, linesPerSlice)}
  let first = (slice * ${rows}u + row) * ${vectors}u + column;
${grid(tile.rows, tile.vectors, (r, v) => `  ${sums}[first + ${r * vectors + v}u] = sum${r}_${v};`)}`;
  const label = `conv filter gradient ${convLabel(g)}`;
  const programs = launch({ label, storage, invocations: slices * tiles, flops: convFlops(g), body });
  if (slices === 1) return { programs, scratchFloats: 0 };
  programs.push(
    sumInto('dWeights', sumSlices({ slices, length: weights, label: `${label}, sum of slices` })),
  );
  return { programs, scratchFloats: slices * weights };
}

/** How many slices give enough invocations, of those that the number of output positions is worth. */
function sliceLimit(g: ConvGeometry, tiles: number, tuning: Tuning): number {
  const positions = g.batch * g.outHeight * g.outWidth;
  const worth = Math.max(1, Math.floor(positions / MIN_POSITIONS_PER_SLICE));
  return Math.min(worth, Math.ceil(tuning.minInvocations / tiles));
}

/** A sum of slices whose output binding has the name that the caller knows it by. */
function sumInto(name: string, program: Program): Program {
  const bindings = program.bindings.map((binding) =>
    binding.name === 'total' ? { ...binding, name } : binding,
  );
  return { ...program, bindings };
}

/**
 * WGSL of the walk where input channels come in vectors of 4: all rows of a tile belong to one tap, and
 * each line is walked only from the first to the last position whose tap lies inside the image.
 */
function walkChannels(
  g: ConvGeometry,
  tile: { rows: number; vectors: number },
  linesPerSlice: number,
): string {
  const depth = g.inChannels / 4;
  const vectors = g.outChannels / vectorOf(g.outChannels).width;
  return `  let tap = i32(row / ${g.inChannels}u);
  let channel = row % ${g.inChannels}u / 4u;
  let below = tap / ${g.kernel} - ${g.padTop};
  let right = tap % ${g.kernel} - ${g.padLeft};
  let firstJ = max(0, (${g.stride - 1} - right) / ${g.stride});
  let endJ = min(${g.outWidth}, (${g.inWidth - 1 + g.stride} - right) / ${g.stride});
  for (var line = slice * ${linesPerSlice}u; line < endLine; line++) {
    let i = i32(line % ${g.outHeight}u) * ${g.stride} + below;
    if (i >= 0 && i < ${g.inHeight}) {
      let start = (i32(line / ${g.outHeight}u) * ${g.inHeight} + i) * ${g.inWidth} + right;
      for (var j = firstJ; j < endJ; j++) {
        let at = (line * ${g.outWidth}u + u32(j)) * ${vectors}u + column;
        let source = u32(start + j * ${g.stride}) * ${depth}u + channel;
${lines(tile.vectors, (v) => `        let dy${v} = dy[at + ${v}u];`)}
${lines(
  tile.rows / 4,
  (c) => `        let x${c} = x[source + ${c}u];
${grid(4, tile.vectors, (q, v) => `        sum${4 * c + q}_${v} += x${c}[${q}] * dy${v};`)}`,
)}
      }
    }
  }`;
}

/**
 * WGSL of the walk for other numbers of input channels: the rows of a tile share a line of taps, whose
 * values lie side by side in memory.
 */
function walkTaps(g: ConvGeometry, tile: { rows: number; vectors: number }, linesPerSlice: number): string {
  const vectors = g.outChannels / vectorOf(g.outChannels).width;
  const tapLine = g.kernel * g.inChannels;
  return `  let below = i32(row / ${tapLine}u) - ${g.padTop};
  let right = i32(row % ${tapLine}u) - ${g.padLeft * g.inChannels};
  for (var line = slice * ${linesPerSlice}u; line < endLine; line++) {
    let i = i32(line % ${g.outHeight}u) * ${g.stride} + below;
    if (i >= 0 && i < ${g.inHeight}) {
      let start = (i32(line / ${g.outHeight}u) * ${g.inHeight} + i) * ${g.inWidth * g.inChannels};
      for (var j = 0; j < ${g.outWidth}; j++) {
        let at = (line * ${g.outWidth}u + u32(j)) * ${vectors}u + column;
        let offset = j * ${g.stride * g.inChannels} + right;
${lines(tile.vectors, (v) => `        let dy${v} = dy[at + ${v}u];`)}
${lines(
  tile.rows,
  (r) => `        let inside${r} = u32(offset + ${r}) < ${g.inWidth * g.inChannels}u;
        let x${r} = select(0.0, x[u32(start + offset + ${r})], inside${r});
${lines(tile.vectors, (v) => `        sum${r}_${v} += x${r} * dy${v};`)}`,
)}
      }
    }
  }`;
}
