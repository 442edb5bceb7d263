import {
  HARDWARE_TUNING,
  chooseTile,
  eachPosition,
  launch,
  lines,
  overDepth,
  tileCount,
  type Tile,
  type Tuning,
} from './conv-launch';
import { convNarrowInputGradient } from './conv-narrow-input-gradient';
import { vectorOf, type Storage } from './elementwise';
import { convFlops, convLabel, type ConvGeometry } from './geometry';
import type { Program } from './program';

/**
 * Input gradient of a convolution: dx[n, i, j, c] = sum over output channels k and those taps (a, b) for which
 * u = (i + padTop - a) / stride and v = (j + padLeft - b) / stride are whole and inside the output, of
 *   dy[n, u, v, k] * weights[a, b, c, k].
 * Which taps are whole depends only on the phase (i mod stride, j mod stride). Every invocation keeps to one
 * phase and steps through that phase's taps alone, so none is visited in vain; the positions of its tile are
 * neighbours within the phase. It is also the forward pass of the transposed convolution, whose weights
 * [kernel, kernel, outChannels, inChannels] are the very same array.
 * Bindings: dy NHWC, weights [kernel, kernel, inChannels, outChannels], dx NHWC.
 */
export function convInputGradient(g: ConvGeometry, tuning: Tuning = HARDWARE_TUNING): Program[] {
  if (g.inChannels < 4) return convNarrowInputGradient(g);
  const input = vectorOf(g.outChannels);
  const output = vectorOf(g.inChannels);
  const depth = g.outChannels / input.width;
  const vectors = g.inChannels / output.width;
  const phaseHeight = Math.ceil(g.inHeight / g.stride);
  const phaseWidth = Math.ceil(g.inWidth / g.stride);
  const extent = { height: phaseHeight, width: phaseWidth, vectors, copies: g.batch * g.stride * g.stride };
  const tile = chooseTile(extent, tuning);
  const columns = vectors / tile.vectors;
  const across = Math.ceil(phaseWidth / tile.width);
  const down = Math.ceil(phaseHeight / tile.height);
  const storage: Storage[] = [
    { name: 'dy', access: 'read', type: `array<${input.type}>` },
    { name: 'weights', access: 'read', type: `array<${input.type}>` },
    { name: 'dx', access: 'read_write', type: `array<${output.type}>` },
  ];
  const body = `
  let column = index % ${columns}u * ${tile.vectors}u;
  let across = i32(index / ${columns}u % ${across}u) * ${tile.width};
  let down = i32(index / ${columns * across}u % ${down}u) * ${tile.height};
  let image = i32(index / ${columns * across * down}u % ${g.batch}u);
  let phase = i32(index / ${columns * across * down * g.batch}u);
  let phaseRow = phase / ${g.stride};
  let phaseColumn = phase % ${g.stride};
  let firstA = (phaseRow + ${g.padTop}) % ${g.stride};
  let firstB = (phaseColumn + ${g.padLeft}) % ${g.stride};
  let firstU = down + (phaseRow + ${g.padTop}) / ${g.stride};
  let firstV = across + (phaseColumn + ${g.padLeft}) / ${g.stride};
${eachPosition(tile, (p) => lines(tile.vectors, (v) => `  var sum${p}_${v} = ${output.type}();`))}
  for (var a = 0; firstA + a * ${g.stride} < ${g.kernel}; a++) {
    let u = firstU - a;
${lines(tile.height, (row) => `    let row${row} = u32(u + ${row}) < ${g.outHeight}u;`)}
    for (var b = 0; firstB + b * ${g.stride} < ${g.kernel}; b++) {
      let v = firstV - b;
${lines(tile.width, (n) => `      let column${n} = u32(v + ${n}) < ${g.outWidth}u;`)}
      let pixel = ((image * ${g.outHeight} + u) * ${g.outWidth} + v) * ${depth};
      let tap = u32((firstA + a * ${g.stride}) * ${g.kernel} + firstB + b * ${g.stride}) * ${g.inChannels}u;
      let filters = (tap + column * ${output.width}u) * ${depth}u;
${overDepth('k', { depth, width: input.width }, multiply(g, tile))}
    }
  }
${eachPosition(tile, (p, row, column) => {
  const i = `(down + ${row}) * ${g.stride} + phaseRow`;
  const j = `(across + ${column}) * ${g.stride} + phaseColumn`;
  return `  if (${i} < ${g.inHeight} && ${j} < ${g.inWidth}) {
    let first = u32(((image * ${g.inHeight} + ${i}) * ${g.inWidth} + ${j}) * ${vectors}) + column;
${lines(tile.vectors, (v) => `    dx[first + ${v}u] = sum${p}_${v};`)}
  }`;
})}`;
  return launch({
    label: `conv input gradient ${convLabel(g)}`,
    storage,
    invocations: tileCount(extent, tile),
    flops: convFlops(g),
    body,
  });
}

/**
 * WGSL: loads vector `k` of the output channels at every position, and the filters for it, and adds their
 * products.
 */
function multiply(g: ConvGeometry, tile: Tile): string {
  const { type, width } = vectorOf(g.outChannels);
  const output = vectorOf(g.inChannels);
  const depth = g.outChannels / width;
  const product = (p: number, c: number) => (width === 4 ? `dot(dy${p}, w${c})` : `dy${p} * w${c}`);
  const products = (p: number, v: number) =>
    Array.from({ length: output.width }, (_, q) => product(p, v * output.width + q)).join(', ');
  const filters = tile.vectors * output.width;
  return `
${lines(filters, (c) => `        let w${c} = weights[filters + ${c * depth}u + u32(k)];`)}
${eachPosition(tile, (p, row, column) => {
  const load = `dy[u32(pixel + ${(row * g.outWidth + column) * depth} + k)]`;
  return `        let dy${p} = select(${type}(), ${load}, row${row} && column${column});
${lines(tile.vectors, (v) => `        sum${p}_${v} += ${output.type}(${products(p, v)});`)}`;
})}`;
}
