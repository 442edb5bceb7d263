import { bindingsOf, declareStorage, forEachInvocation, gridFor, type Storage } from './elementwise';
import type { Program } from './program';

/** How many images of how many values each, and the interval that the bytes 0 to 255 are spread over. */
export interface GatherShape {
  batch: number;
  valuesPerImage: number;
  range: { low: number; high: number };
}

/**
 * A batch of images by their indices: byte v becomes low + v / 255 (high - low). `valuesPerImage` is a multiple of 4.
 * Bindings: images (uint8 NHWC, four to a word, lowest byte first), indices [batch], y [batch, valuesPerImage].
 */
export function gatherImages({ batch, valuesPerImage, range }: GatherShape): Program {
  const words = valuesPerImage / 4;
  const total = batch * words;
  const storage: Storage[] = [
    { name: 'images', access: 'read', type: 'array<u32>' },
    { name: 'indices', access: 'read', type: 'array<u32>' },
    { name: 'y', access: 'read_write', type: 'array<vec4<f32>>' },
  ];
  const body = `
  let word = images[indices[i / ${words}u] * ${words}u + i % ${words}u];
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
