import { HARDWARE_TUNING, chooseTile, grid, launch, lines, type Tuning } from './conv-launch';
import { vectorOf, type Storage } from './elementwise';
import { convFlops, convLabel, type ConvGeometry } from './geometry';
import type { Program } from './program';

/**
 * Input gradient of a convolution: dx[n, i, j, c] = sum over k and those taps (a, b) for which
 * u = (i + padTop - a) / stride and v = (j + padLeft - b) / stride are whole and inside the output, of
 * dy[n, u, v, k] * weights[a, b, c, k].
 * Which taps are whole depends only on the phase (i mod stride, j mod stride). Every tile of positions keeps to one
 * phase and steps through that phase's taps alone, so none is visited in vain.
 * It is also the forward pass of the transposed convolution, whose weights [kernel, kernel, outChannels, inChannels]
 * are the very same array. Bindings: dy NHWC, weights [kernel, kernel, inChannels, outChannels], dx NHWC.
 */
export function convInputGradient(g: ConvGeometry, tuning: Tuning = HARDWARE_TUNING): Program[] {
  const input = vectorOf(g.outChannels);
  const output = vectorOf(g.inChannels);
  const phases = g.stride * g.stride;
  const phaseHeight = Math.ceil(g.inHeight / g.stride);
  const phaseWidth = Math.ceil(g.inWidth / g.stride);
  const positions = g.batch * phaseHeight * phaseWidth;
  const vectors = g.inChannels / output.width;
  const tile = chooseTile({ rows: positions, vectors, copies: phases }, tuning);
  const columns = vectors / tile.vectors;
  const tiles = Math.ceil(positions / tile.rows);
  const depth = g.outChannels / input.width;
  const storage: Storage[] = [
    { name: 'dy', access: 'read', type: `array<${input.type}>` },
    { name: 'weights', access: 'read', type: `array<${input.type}>` },
    { name: 'dx', access: 'read_write', type: `array<${output.type}>` },
  ];
  const body = `
  let column = (index % ${columns}u) * ${tile.vectors}u;
  let phase = index / ${columns}u / ${tiles}u;
  let position = index / ${columns}u % ${tiles}u * ${tile.rows}u;
  let phaseRow = i32(phase / ${g.stride}u);
  let phaseColumn = i32(phase % ${g.stride}u);
  let firstA = (phaseRow + ${g.padTop}) % ${g.stride};
  let firstB = (phaseColumn + ${g.padLeft}) % ${g.stride};
  let rowShift = (phaseRow + ${g.padTop}) / ${g.stride};
  let columnShift = (phaseColumn + ${g.padLeft}) / ${g.stride};
${lines(
  tile.rows,
  (r) => `  let p${r} = min(position + ${r}u, ${positions - 1}u);
  let image${r} = i32(p${r} / ${phaseHeight * phaseWidth}u);
  let i${r} = i32(p${r} / ${phaseWidth}u % ${phaseHeight}u);
  let j${r} = i32(p${r} % ${phaseWidth}u);`,
)}
${grid(tile.rows, tile.vectors, (r, v) => `  var sum${r}_${v} = ${output.type}();`)}
  for (var a = 0; firstA + a * ${g.stride} < ${g.kernel}; a++) {
    for (var b = 0; firstB + b * ${g.stride} < ${g.kernel}; b++) {
${lines(tile.rows, (r) => tapOf(g, r, depth))}
      let tap = u32((firstA + a * ${g.stride}) * ${g.kernel} + firstB + b * ${g.stride}) * ${g.inChannels}u;
      let filters = (tap + column * ${output.width}u) * ${depth}u;
      for (var k = 0u; k < ${depth}u; k++) {
${lines(
  tile.vectors * output.width,
  (c) => `        let w${c} = weights[filters + ${c * depth}u + k];`,
)}
${lines(
  tile.rows,
  (r) => `        let dy${r} = select(${input.type}(), dy[base${r} + k], inside${r});
${lines(tile.vectors, (v) => `        sum${r}_${v} += ${products(r, v, input.width, output)};`)}`,
)}
      }
    }
  }
${lines(tile.rows, (r) => {
  const row = `i${r} * ${g.stride} + phaseRow`;
  const across = `j${r} * ${g.stride} + phaseColumn`;
  return `  if (position + ${r}u < ${positions}u && ${row} < ${g.inHeight} && ${across} < ${g.inWidth}) {
    let pixel = u32((image${r} * ${g.inHeight} + ${row}) * ${g.inWidth} + ${across});
${lines(tile.vectors, (v) => `    dx[pixel * ${vectors}u + column + ${v}u] = sum${r}_${v};`)}
  }`;
})}`;
  return launch({
    label: `conv input gradient ${convLabel(g)}`,
    storage,
    invocations: phases * tiles * columns,
    flops: convFlops(g),
    body,
  });
}

/** WGSL: whether the output position that tap (a, b) of row `r` came from exists, and where its channels begin. */
function tapOf(g: ConvGeometry, r: number, depth: number): string {
  return `      let u${r} = i${r} + rowShift - a;
      let v${r} = j${r} + columnShift - b;
      let inside${r} = u${r} >= 0 && u${r} < ${g.outHeight} && v${r} >= 0 && v${r} < ${g.outWidth};
      let base${r} = select(0u, u32((image${r} * ${g.outHeight} + u${r}) * ${g.outWidth} + v${r}) * ${depth}u, inside${r});`;
}

/** WGSL: what the loaded channels of dy row `r` add to the sums of vector `v` of input channels. */
function products(r: number, v: number, depthWidth: 1 | 4, output: { width: 1 | 4; type: string }): string {
  const each = Array.from({ length: output.width }, (_, q) => {
    const w = `w${v * output.width + q}`;
    return depthWidth === 4 ? `dot(dy${r}, ${w})` : `dy${r} * ${w}`;
  });
  return `${output.type}(${each.join(', ')})`;
}
