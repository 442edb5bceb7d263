import { bindingsOf, declareStorage, forEachInvocation, gridFor, vectorOf, type Storage } from './elementwise';
import type { Program } from './program';

/** The smaller of two maps NHWC that differ by a factor of 2 in height and width. */
export interface ResampleShape {
  batch: number;
  height: number;
  width: number;
  channels: number;
}

/** The four positions of the large map, as vectors, over the small map's vector `i`: row by row. */
function windowAt({ height, width, channels }: ResampleShape): string {
  const vectors = channels / vectorOf(channels).width;
  return `
  let lane = i % ${vectors}u;
  let column = i / ${vectors}u % ${width}u;
  let row = i / ${vectors * width}u % ${height}u;
  let image = i / ${vectors * width * height}u;
  let p00 = ((image * ${2 * height}u + 2u * row) * ${2 * width}u + 2u * column) * ${vectors}u + lane;
  let p01 = p00 + ${vectors}u;
  let p10 = p00 + ${2 * width * vectors}u;
  let p11 = p10 + ${vectors}u;`;
}

function program(label: string, shape: ResampleShape, names: readonly string[], body: string, flops: number): Program {
  const { width: lanes, type } = vectorOf(shape.channels);
  const total = (shape.batch * shape.height * shape.width * shape.channels) / lanes;
  const storage = names.map(
    (name, n): Storage => ({
      name,
      access: n === names.length - 1 ? 'read_write' : 'read',
      type: `array<${type}>`,
    }),
  );
  return {
    label,
    wgsl: declareStorage(storage) + forEachInvocation(total, windowAt(shape) + body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: flops * total * lanes,
  };
}

/** Nearest-neighbour upsampling by 2. Bindings: x (small), y (large). */
export function upsample(shape: ResampleShape): Program {
  const body = `
  let v = x[i];
  y[p00] = v;
  y[p01] = v;
  y[p10] = v;
  y[p11] = v;`;
  return program('upsample', shape, ['x', 'y'], body, 0);
}

/** Gradient of `upsample`: the sum over the four copies. Bindings: dy (large), dx (small). */
export function upsampleGradient(shape: ResampleShape): Program {
  const body = `
  dx[i] = (dy[p00] + dy[p01]) + (dy[p10] + dy[p11]);`;
  return program('upsample gradient', shape, ['dy', 'dx'], body, 3);
}

/** 2x2 max pooling with stride 2. Bindings: x (large), y (small). */
export function maxPool(shape: ResampleShape): Program {
  const body = `
  y[i] = max(max(x[p00], x[p01]), max(x[p10], x[p11]));`;
  return program('max pool', shape, ['x', 'y'], body, 3);
}

/**
 * Gradient of `maxPool`: to the first of the window's largest values, column by column. Bindings: x, dy, dx (large).
 */
export function maxPoolGradient(shape: ResampleShape): Program {
  const { type } = vectorOf(shape.channels);
  const body = `
  let a = x[p00];
  let b = x[p01];
  let c = x[p10];
  let d = x[p11];
  let g = dy[i];
  let none = ${type}(0.0);
  let inLeft = max(a, c) >= max(b, d);
  let left = select(none, g, inLeft);
  let right = select(g, none, inLeft);
  dx[p00] = select(none, left, a >= c);
  dx[p10] = select(left, none, a >= c);
  dx[p01] = select(none, right, b >= d);
  dx[p11] = select(right, none, b >= d);`;
  return program('max pool gradient', shape, ['x', 'dy', 'dx'], body, 4);
}
