import { bindingsOf, declareStorage, forEachInvocation, gridFor, type Storage } from './elementwise';
import type { Program } from './program';

/** How many images of how many values each, and the interval that the bytes 0 to 255 are spread over. */
export interface GatherShape {
  batch: number;
  valuesPerImage: number;
  range: { low: number; high: number };
  /** Width in pixels and channels, where images may be mirrored left to right. */
  flip?: { size: number; channels: number };
}

/**
 * A batch of images by their indices: byte v becomes low + v / 255 (high - low). `valuesPerImage` is a multiple of 4.
 * Bindings: images (uint8 NHWC, four to a word, lowest byte first), indices [batch], with `flip` flips [batch], 1 for an
 * image to be mirrored, then y [batch, valuesPerImage].
 */
export function gatherImages({ batch, valuesPerImage, range, flip }: GatherShape): Program {
  const words = valuesPerImage / 4;
  const total = batch * words;
  const storage: Storage[] = [
    { name: 'images', access: 'read', type: 'array<u32>' },
    { name: 'indices', access: 'read', type: 'array<u32>' },
    ...(flip ? [{ name: 'flips', access: 'read', type: 'array<u32>' } as const] : []),
    { name: 'y', access: 'read_write', type: 'array<vec4<f32>>' },
  ];
  const body = `
  let first = indices[i / ${words}u] * ${words}u;
  var word = images[first + i % ${words}u];${flip ? mirrored(flip, words) : ''}
  let bytes = (vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(255u);
  // A division may be off by a few units in the last place, which would leave the range at its end.
  let value = ${range.low} + vec4<f32>(bytes) / 255.0 * ${range.high - range.low};
  y[i] = clamp(value, vec4<f32>(${range.low}), vec4<f32>(${range.high}));`;
  return {
    label: 'gather images',
    wgsl: declareStorage(storage) + forEachInvocation(total, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 2 * batch * valuesPerImage,
  };
}

/** WGSL: the word of a mirrored image, put together from the four bytes that come to stand there. */
function mirrored({ size, channels }: { size: number; channels: number }, words: number): string {
  return `
  if (flips[i / ${words}u] == 1u) {
    word = 0u;
    for (var b = 0u; b < 4u; b++) {
      let value = i % ${words}u * 4u + b;
      let pixel = value / ${channels}u;
      let column = pixel % ${size}u;
      let taken = (pixel - column + ${size - 1}u - column) * ${channels}u + value % ${channels}u;
      word |= ((images[first + taken / 4u] >> (taken % 4u * 8u)) & 255u) << (b * 8u);
    }
  }`;
}
