import { CHANGE, CHANGE_SIZE } from '../../core/augmentation';
import { bindingsOf, declareStorage, forEachInvocation, gridFor, type Storage } from './elementwise';
import type { Program } from './program';

/** `count` square images, NHWC of `size` x `size` x `channels`. */
export interface AugmentShape {
  count: number;
  size: number;
  channels: number;
}

/** Invocations that add up one image together. */
const LANES = 64;

/** WGSL: the change of image `n`, and whether the pixel of the result at (row, column) is one of the hole's. */
const readChange = `
  let at = n * ${CHANGE_SIZE}u;
  let shift = vec2<i32>(i32(changes[at + ${CHANGE.shiftRow}u]), i32(changes[at + ${CHANGE.shiftColumn}u]));
  let first = vec2<i32>(i32(changes[at + ${CHANGE.top}u]), i32(changes[at + ${CHANGE.left}u]));
  let end = vec2<i32>(i32(changes[at + ${CHANGE.bottom}u]), i32(changes[at + ${CHANGE.right}u]));`;

/**
 * DiffAugment's changes, see `CHANGE`: y = cut(shift(contrast(saturation(x + brightness)))). Programs to run in order.
 * Bindings: changes [count, CHANGE_SIZE], x, sums [count], y.
 */
export function augment({ count, size, channels }: AugmentShape): Program[] {
  const values = size * size * channels;
  const sums = sumImages({ count, size, channels }, 'x', `total += x[n * ${values}u + i];`, '');
  const body = `
  let n = i / ${size * size}u;
  let place = vec2<i32>(i32(i / ${size}u % ${size}u), i32(i % ${size}u));${readChange}
  let source = place + shift;
  let inside = all(source >= vec2<i32>(0)) && all(source < vec2<i32>(${size}));
  let cut = all(place >= first) && all(place < end);
  if (!inside || cut) {
    for (var c = 0u; c < ${channels}u; c++) {
      y[i * ${channels}u + c] = 0.0;
    }
    return;
  }
  let brightness = changes[at + ${CHANGE.brightness}u];
  let saturation = changes[at + ${CHANGE.saturation}u];
  let contrast = changes[at + ${CHANGE.contrast}u];
  let base = n * ${values}u + u32(source.x * ${size} + source.y) * ${channels}u;
  // Saturation moves no pixel's mean, so the image's mean is that of x and the brightness.
  let mean = sums[n] / ${values}.0 + brightness;
  var grey = 0.0;
  for (var c = 0u; c < ${channels}u; c++) {
    grey += x[base + c] + brightness;
  }
  grey /= ${channels}.0;
  for (var c = 0u; c < ${channels}u; c++) {
    let saturated = (x[base + c] + brightness - grey) * saturation + grey;
    y[i * ${channels}u + c] = (saturated - mean) * contrast + mean;
  }`;
  return [sums, perPixel('augment', { count, size, channels }, 'x', 'y', body)];
}

/**
 * The gradient of `augment` by x, given that by y. Programs to run in order.
 * Bindings: changes [count, CHANGE_SIZE], dy, sums [count], dx.
 */
export function augmentGradient({ count, size, channels }: AugmentShape): Program[] {
  const values = size * size * channels;
  const shown = `
    let pixel = i32(i / ${channels}u);
    let place = vec2<i32>(pixel / ${size}, pixel % ${size});
    let source = place + shift;
    let inside = all(source >= vec2<i32>(0)) && all(source < vec2<i32>(${size}));
    let cut = all(place >= first) && all(place < end);
    total += select(0.0, dy[n * ${values}u + i], inside && !cut);`;
  const body = `
  let n = i / ${size * size}u;
  let source = vec2<i32>(i32(i / ${size}u % ${size}u), i32(i % ${size}u));${readChange}
  let place = source - shift;
  let inside = all(place >= vec2<i32>(0)) && all(place < vec2<i32>(${size}));
  let cut = all(place >= first) && all(place < end);
  let saturation = changes[at + ${CHANGE.saturation}u];
  let contrast = changes[at + ${CHANGE.contrast}u];
  let ofMean = (1.0 - contrast) * sums[n] / ${values}.0;
  if (!inside || cut) {
    for (var c = 0u; c < ${channels}u; c++) {
      dx[i * ${channels}u + c] = ofMean;
    }
    return;
  }
  let base = n * ${values}u + u32(place.x * ${size} + place.y) * ${channels}u;
  var grey = 0.0;
  for (var c = 0u; c < ${channels}u; c++) {
    grey += dy[base + c];
  }
  grey /= ${channels}.0;
  for (var c = 0u; c < ${channels}u; c++) {
    dx[i * ${channels}u + c] = contrast * (saturation * dy[base + c] + (1.0 - saturation) * grey) + ofMean;
  }`;
  return [
    sumImages({ count, size, channels }, 'dy', shown, readChange),
    perPixel('augment gradient', { count, size, channels }, 'dy', 'dx', body),
  ];
}

/** Adds up each image in a workgroup of its own: `add` adds value `i` of image `n` to `total`. */
function sumImages({ count, size, channels }: AugmentShape, input: string, add: string, before: string): Program {
  const values = size * size * channels;
  const storage: Storage[] = [
    { name: 'changes', access: 'read', type: 'array<f32>' },
    { name: input, access: 'read', type: 'array<f32>' },
    { name: 'sums', access: 'read_write', type: 'array<f32>' },
  ];
  const used = before === '' ? storage.slice(1) : storage;
  return {
    label: `sum of images ${size}x${size}x${channels}`,
    wgsl: `${declareStorage(used)}
var<workgroup> lanes: array<f32, ${LANES}>;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let n = group.x;${before}
  var total = 0.0;
  for (var i = lane; i < ${values}u; i += ${LANES}u) {
    ${add}
  }
  lanes[lane] = total;
  workgroupBarrier();
  // In a fixed order, so that the same images give the same sum.
  if (lane == 0u) {
    for (var other = 1u; other < ${LANES}u; other++) {
      total += lanes[other];
    }
    sums[n] = total;
  }
}
`,
    bindings: bindingsOf(used),
    workgroups: [count, 1, 1],
    flops: count * values,
  };
}

/** A program with an invocation for each pixel of all images. */
function perPixel(label: string, { count, size, channels }: AugmentShape, input: string, output: string, body: string): Program {
  const pixels = count * size * size;
  const storage: Storage[] = [
    { name: 'changes', access: 'read', type: 'array<f32>' },
    { name: input, access: 'read', type: 'array<f32>' },
    { name: 'sums', access: 'read', type: 'array<f32>' },
    { name: output, access: 'read_write', type: 'array<f32>' },
  ];
  return {
    label: `${label} ${size}x${size}x${channels}`,
    wgsl: declareStorage(storage) + forEachInvocation(pixels, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(pixels),
    flops: 6 * pixels * channels,
  };
}
