import { HARDWARE_TUNING, chooseTile, grid, launch, lines, type Tuning } from './conv-launch';
import { vectorOf, type Storage } from './elementwise';
import { convFlops, convLabel, type ConvGeometry } from './geometry';
import type { Program } from './program';

/**
 * Convolution: y[n, i, j, k] = sum over taps (a, b) and c of
 * x[n, i * stride - padTop + a, j * stride - padLeft + b, c] * weights[a, b, c, k].
 * It is a matrix product, output positions by output channels, whose left factor is gathered from x. Each invocation
 * keeps the sums of a tile of positions by channels in registers, so that every value it loads is used as often as
 * the tile is wide. It is also the input gradient of the transposed convolution with the same weights.
 * Bindings: x NHWC, weights [kernel, kernel, inChannels, outChannels], y NHWC.
 */
export function convForward(g: ConvGeometry, tuning: Tuning = HARDWARE_TUNING): Program[] {
  const input = vectorOf(g.inChannels);
  const output = vectorOf(g.outChannels);
  const positions = g.batch * g.outHeight * g.outWidth;
  const vectors = g.outChannels / output.width;
  const tile = chooseTile({ rows: positions, vectors, copies: 1 }, tuning);
  const columns = vectors / tile.vectors;
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${input.type}>` },
    { name: 'weights', access: 'read', type: `array<${output.type}>` },
    { name: 'y', access: 'read_write', type: `array<${output.type}>` },
  ];
  const component = (q: number) => (input.width === 1 ? '' : `[${q}]`);
  const body = `
  let column = (index % ${columns}u) * ${tile.vectors}u;
  let position = (index / ${columns}u) * ${tile.rows}u;
${lines(tile.rows, (r) => windowOf(g, r, positions))}
${grid(tile.rows, tile.vectors, (r, v) => `  var sum${r}_${v} = ${output.type}();`)}
  for (var a = 0; a < ${g.kernel}; a++) {
    for (var b = 0; b < ${g.kernel}; b++) {
${lines(tile.rows, (r) => tapOf(g, r, g.inChannels / input.width))}
      let tap = u32(a * ${g.kernel} + b) * ${g.inChannels * vectors}u + column;
      for (var c = 0u; c < ${g.inChannels / input.width}u; c++) {
${lines(tile.rows, (r) => `        let x${r} = select(${input.type}(), x[base${r} + c], inside${r});`)}
${lines(
  input.width,
  (q) => `        {
          let row = tap + (c * ${input.width}u + ${q}u) * ${vectors}u;
${lines(tile.vectors, (v) => `          let w${v} = weights[row + ${v}u];`)}
${grid(tile.rows, tile.vectors, (r, v) => `          sum${r}_${v} += x${r}${component(q)} * w${v};`)}
        }`,
)}
      }
    }
  }
${lines(
  tile.rows,
  (r) => `  if (position + ${r}u < ${positions}u) {
${lines(tile.vectors, (v) => `    y[(position + ${r}u) * ${vectors}u + column + ${v}u] = sum${r}_${v};`)}
  }`,
)}`;
  return launch({
    label: `conv forward ${convLabel(g)}`,
    storage,
    invocations: Math.ceil(positions / tile.rows) * columns,
    flops: convFlops(g),
    body,
  });
}

/** WGSL: image and top left corner of the window of the tile's row `r`; rows past the end repeat the last. */
function windowOf(g: ConvGeometry, r: number, positions: number): string {
  return `  let p${r} = min(position + ${r}u, ${positions - 1}u);
  let image${r} = i32(p${r} / ${g.outHeight * g.outWidth}u) * ${g.inHeight};
  let top${r} = i32(p${r} / ${g.outWidth}u % ${g.outHeight}u) * ${g.stride} - ${g.padTop};
  let left${r} = i32(p${r} % ${g.outWidth}u) * ${g.stride} - ${g.padLeft};`;
}

/** WGSL: whether tap (a, b) of row `r` lies inside the image, and where its channels begin. */
function tapOf(g: ConvGeometry, r: number, vectors: number): string {
  return `      let i${r} = top${r} + a;
      let j${r} = left${r} + b;
      let inside${r} = i${r} >= 0 && i${r} < ${g.inHeight} && j${r} >= 0 && j${r} < ${g.inWidth};
      let base${r} = select(0u, u32((image${r} + i${r}) * ${g.inWidth} + j${r}) * ${vectors}u, inside${r});`;
}
