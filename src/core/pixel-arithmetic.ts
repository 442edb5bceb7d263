import { paddingBefore } from './receptive-field';

/** A convolution as arithmetic: sizes are those of the maps' sides; padding is tfjs's `same`. */
export interface ConvGeometry {
  kind: 'conv' | 'transposedConv';
  kernel: number;
  stride: number;
  inputSize: number;
}

/** Along one axis: which input position meets which row (or column) of the kernel. */
export interface Tap {
  input: number;
  kernel: number;
}

/** The side of the output map: a strided convolution makes it smaller, a fractionally-strided one larger. */
export function outputSize({ kind, stride, inputSize }: ConvGeometry): number {
  return kind === 'conv' ? Math.ceil(inputSize / stride) : inputSize * stride;
}

/**
 * The products that make one position of the output, along one axis. A convolution at output o reads the inputs
 * o * stride - padding + k; a transposed one is written to from each input i whose i * stride - padding + k is o. Where
 * the kernel lies over the edge there is nothing to multiply.
 */
export function tapsOf(geometry: ConvGeometry, output: number): Tap[] {
  const { kind, kernel, stride, inputSize } = geometry;
  const size = outputSize(geometry);
  const padding = kind === 'conv' ? paddingBefore(inputSize, size, kernel, stride) : paddingBefore(size, inputSize, kernel, stride);
  const rows = Array.from({ length: kernel }, (_, k) => k);
  const taps =
    kind === 'conv'
      ? rows.map((k) => ({ input: output * stride - padding + k, kernel: k }))
      : rows.map((k) => ({ input: (output + padding - k) / stride, kernel: k }));
  return taps
    .filter(({ input }) => Number.isInteger(input) && input >= 0 && input < inputSize)
    .toSorted((a, b) => a.input - b.input);
}

/** Maps of one example, row-major [size, size, channels], and one output channel's kernel, row-major [k, k, channels]. */
export interface UnitData {
  input: ArrayLike<number>;
  kernel: ArrayLike<number>;
  channels: number;
}

/** What each input map adds to the output unit at (row, column) before norm and activation; their sum is its value. */
export function unitSums(
  geometry: ConvGeometry,
  { input, kernel, channels }: UnitData,
  row: number,
  column: number,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(channels);
  const columns = tapsOf(geometry, column);
  for (const vertical of tapsOf(geometry, row))
    for (const horizontal of columns) {
      const from = (vertical.input * geometry.inputSize + horizontal.input) * channels;
      const weight = (vertical.kernel * geometry.kernel + horizontal.kernel) * channels;
      for (let channel = 0; channel < channels; channel++)
        sums[channel]! += input[from + channel]! * kernel[weight + channel]!;
    }
  return sums;
}
