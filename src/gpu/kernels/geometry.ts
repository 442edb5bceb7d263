/**
 * Where a convolution reads: input NHWC [batch, inHeight, inWidth, inChannels], filter [kernel, kernel,
 * inChannels, outChannels], output NHWC [batch, outHeight, outWidth, outChannels]. Output position (i, j)
 * is the window whose first row is i * stride - padTop and first column j * stride - padLeft; what lies
 * outside the input counts as zero.
 */
export interface ConvGeometry {
  batch: number;
  inHeight: number;
  inWidth: number;
  inChannels: number;
  outHeight: number;
  outWidth: number;
  outChannels: number;
  kernel: number;
  stride: number;
  padTop: number;
  padLeft: number;
}

/** What `convGeometry` needs to know; sizes in pixels and channels, all whole and positive. */
export interface ConvShape {
  batch: number;
  inHeight: number;
  inWidth: number;
  inChannels: number;
  outChannels: number;
  kernel: number;
  stride: number;
}

/**
 * Geometry of a convolution with 'same' padding as TensorFlow defines it: the output has ceil(size /
 * stride) positions, and of the zeros needed the smaller half comes first (kernel 4, stride 2: one on each
 * side; kernel 5: 1 and 2). For a transposed convolution give its output as `in` and its input as `out`: it
 * is the input gradient of that.
 */
export function convGeometry(shape: ConvShape): ConvGeometry {
  const { inHeight, inWidth, kernel, stride } = shape;
  for (const [name, value] of Object.entries(shape)) {
    if (!Number.isInteger(value) || value < 1) throw new Error(`Convolution with ${name} = ${value}.`);
  }
  const outHeight = Math.ceil(inHeight / stride);
  const outWidth = Math.ceil(inWidth / stride);
  const padBefore = (size: number, positions: number) =>
    Math.floor(Math.max(0, (positions - 1) * stride + kernel - size) / 2);
  return {
    ...shape,
    outHeight,
    outWidth,
    padTop: padBefore(inHeight, outHeight),
    padLeft: padBefore(inWidth, outWidth),
  };
}

/** Floats in the input, the filter and the output. */
export function convSizes(g: ConvGeometry): { input: number; filter: number; output: number } {
  return {
    input: g.batch * g.inHeight * g.inWidth * g.inChannels,
    filter: g.kernel * g.kernel * g.inChannels * g.outChannels,
    output: g.batch * g.outHeight * g.outWidth * g.outChannels,
  };
}

/**
 * Multiplies and adds of the convolution, and of each of its gradients: 2 for every pair of an output
 * position and a tap that lies inside the input, times both channel counts.
 */
export function convFlops(g: ConvGeometry): number {
  const taps = (size: number, positions: number, pad: number) => {
    let count = 0;
    for (let position = 0; position < positions; position++) {
      const start = position * g.stride - pad;
      count += Math.min(start + g.kernel, size) - Math.max(start, 0);
    }
    return count;
  };
  const windows = taps(g.inHeight, g.outHeight, g.padTop) * taps(g.inWidth, g.outWidth, g.padLeft);
  return 2 * g.batch * windows * g.inChannels * g.outChannels;
}

/** Short text that names a geometry in labels, e.g. `16x16x32 -> 8x8x64 k4 s2 n16`. */
export function convLabel(g: ConvGeometry): string {
  const input = `${g.inHeight}x${g.inWidth}x${g.inChannels}`;
  const output = `${g.outHeight}x${g.outWidth}x${g.outChannels}`;
  return `${input} -> ${output} k${g.kernel} s${g.stride} n${g.batch}`;
}
