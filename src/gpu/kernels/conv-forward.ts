import {
  HARDWARE_TUNING,
  chooseTile,
  eachPosition,
  grid,
  launch,
  lines,
  overDepth,
  tileCount,
  type Tile,
  type Tuning,
} from './conv-launch';
import { vectorOf, type Storage } from './elementwise';
import { convFlops, convLabel, type ConvGeometry } from './geometry';
import type { Program } from './program';

/**
 * Convolution: y[n, i, j, k] = sum over taps (a, b) and input channels c of
 *   x[n, i * stride - padTop + a, j * stride - padLeft + b, c] * weights[a, b, c, k].
 * It is a matrix product, output positions by output channels, whose left factor is gathered from x. Each
 * invocation keeps the sums of a tile of neighbouring positions by channels in registers, so that every value
 * it loads is used as often as the tile is wide. It is also the input gradient of the transposed convolution
 * with the same weights. Bindings: x NHWC, weights [kernel, kernel, inChannels, outChannels], y NHWC.
 */
export function convForward(g: ConvGeometry, tuning: Tuning = HARDWARE_TUNING): Program[] {
  const input = vectorOf(g.inChannels);
  const output = vectorOf(g.outChannels);
  const depth = g.inChannels / input.width;
  const vectors = g.outChannels / output.width;
  const extent = { height: g.outHeight, width: g.outWidth, vectors, copies: g.batch };
  const tile = chooseTile(extent, tuning);
  const columns = vectors / tile.vectors;
  const across = Math.ceil(g.outWidth / tile.width);
  const down = Math.ceil(g.outHeight / tile.height);
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${input.type}>` },
    { name: 'weights', access: 'read', type: `array<${output.type}>` },
    { name: 'y', access: 'read_write', type: `array<${output.type}>` },
  ];
  const body = `
  let column = index % ${columns}u * ${tile.vectors}u;
  let across = i32(index / ${columns}u % ${across}u) * ${tile.width};
  let down = i32(index / ${columns * across}u % ${down}u) * ${tile.height};
  let image = i32(index / ${columns * across * down}u);
${eachPosition(tile, (p) => lines(tile.vectors, (v) => `  var sum${p}_${v} = ${output.type}();`))}
  for (var a = 0; a < ${g.kernel}; a++) {
    let i = down * ${g.stride} - ${g.padTop} + a;
${lines(tile.height, (row) => `    let row${row} = u32(i + ${row * g.stride}) < ${g.inHeight}u;`)}
    for (var b = 0; b < ${g.kernel}; b++) {
      let j = across * ${g.stride} - ${g.padLeft} + b;
${lines(tile.width, (n) => `      let column${n} = u32(j + ${n * g.stride}) < ${g.inWidth}u;`)}
      let pixel = ((image * ${g.inHeight} + i) * ${g.inWidth} + j) * ${depth};
      let tap = u32(a * ${g.kernel} + b) * ${g.inChannels * vectors}u + column;
${overDepth('c', { depth, width: input.width }, multiply(g, tile))}
    }
  }
${eachPosition(tile, (p, row, column) => {
  const pixel = `(image * ${g.outHeight} + down + ${row}) * ${g.outWidth} + across + ${column}`;
  return `  if (down + ${row} < ${g.outHeight} && across + ${column} < ${g.outWidth}) {
    let first = u32((${pixel}) * ${vectors}) + column;
${lines(tile.vectors, (v) => `    y[first + ${v}u] = sum${p}_${v};`)}
  }`;
})}`;
  return launch({
    label: `conv forward ${convLabel(g)}`,
    storage,
    invocations: tileCount(extent, tile),
    flops: convFlops(g),
    body,
  });
}

/**
 * WGSL: loads vector `c` of the input channels at every position, and the filters for it, and adds their
 * products.
 */
function multiply(g: ConvGeometry, tile: Tile): string {
  const { type, width } = vectorOf(g.inChannels);
  const depth = g.inChannels / width;
  const vectors = g.outChannels / vectorOf(g.outChannels).width;
  const channel = (q: number) => (width === 1 ? '' : `[${q}]`);
  const products = (p: number, v: number) =>
    Array.from({ length: width }, (_, q) => `x${p}${channel(q)} * w${q}_${v}`).join(' + ');
  return `
        let filters = tap + u32(c) * ${width * vectors}u;
${grid(width, tile.vectors, (q, v) => `        let w${q}_${v} = weights[filters + ${q * vectors + v}u];`)}
${eachPosition(tile, (p, row, column) => {
  const offset = (row * g.inWidth + column) * g.stride * depth;
  const load = `x[u32(pixel + ${offset} + c)]`;
  return `        let x${p} = select(${type}(), ${load}, row${row} && column${column});
${lines(tile.vectors, (v) => `        sum${p}_${v} += ${products(p, v)};`)}`;
})}`;
}
