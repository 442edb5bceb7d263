/**
 * One convolution of a single square map, small enough to be followed cell by cell. `strided` is a strided convolution,
 * which makes the map smaller; `fractional` a fractionally-strided (transposed) one, which makes it larger. Padding is
 * counted in cells on each side, of the larger map, as PyTorch counts it.
 */
export interface ConvDemo {
  kind: 'strided' | 'fractional';
  kernel: number;
  stride: number;
  padding: number;
  /** Side of the input map. */
  input: number;
}

/** What can be chosen in the demonstration; inputs are as small as shows what happens at the border and inside. */
export const DEMO_CHOICES = {
  kernel: [3, 4, 5],
  stride: [1, 2, 3],
  padding: [0, 1, 2],
  input: { strided: [5, 6, 7, 8], fractional: [2, 3, 4] },
} as const;

/** What the animation starts with: a halving, and a doubling. */
export const DEMO_STARTS = {
  strided: { kind: 'strided', kernel: 4, stride: 2, padding: 1, input: 8 },
  fractional: { kind: 'fractional', kernel: 4, stride: 2, padding: 1, input: 4 },
} as const satisfies Record<ConvDemo['kind'], ConvDemo>;

/** Along one axis: a place of a map and the row (or column) of the kernel that it meets. */
export interface DemoTap {
  place: number;
  kernel: number;
}

/**
 * Side of the output map (Dumoulin and Visin 2016): floor((n + 2p - k) / s) + 1 for a strided convolution, and for a
 * fractionally-strided one (n - 1) s - 2p + k. Less than 1 where the kernel does not fit.
 */
export function demoOutput({ kind, kernel, stride, padding, input }: ConvDemo): number {
  return kind === 'strided'
    ? Math.floor((input + 2 * padding - kernel) / stride) + 1
    : (input - 1) * stride - 2 * padding + kernel;
}

/** Whether the settings make a convolution: the kernel fits, and no input is padded away altogether. */
export function demoFits(demo: ConvDemo): boolean {
  return demoOutput(demo) >= 1 && demo.padding < demo.kernel;
}

/** What an output place along one axis is made from: the inputs that it meets and by which part of the kernel. */
export function gathered(demo: ConvDemo, output: number): DemoTap[] {
  const { kind, kernel, stride, padding, input } = demo;
  return range(kernel)
    .map((k) => ({ kernel: k, place: kind === 'strided' ? output * stride - padding + k : (output + padding - k) / stride }))
    .filter(({ place }) => Number.isInteger(place) && place >= 0 && place < input);
}

/** Where an input of a fractionally-strided convolution is written to along one axis: a stamp of the kernel's size. */
export function spread(demo: ConvDemo, place: number): DemoTap[] {
  const output = demoOutput(demo);
  return range(demo.kernel)
    .map((k) => ({ kernel: k, place: place * demo.stride - demo.padding + k }))
    .filter(({ place: at }) => at >= 0 && at < output);
}

/** The whole output map, each place gathered from the inputs that it meets. Maps and kernel are row-major. */
export function convolveDemo(demo: ConvDemo, input: readonly number[], kernel: readonly number[]): number[] {
  const size = demoOutput(demo);
  return range(size * size).map((i) => {
    const columns = gathered(demo, i % size);
    return gathered(demo, Math.floor(i / size))
      .flatMap((row) => columns.map((column) => product(demo, input, kernel, row, column)))
      .reduce((sum, value) => sum + value, 0);
  });
}

function product(demo: ConvDemo, input: readonly number[], kernel: readonly number[], row: DemoTap, column: DemoTap): number {
  return input[row.place * demo.input + column.place]! * kernel[row.kernel * demo.kernel + column.kernel]!;
}

/**
 * The output of a fractionally-strided convolution after its first `inputs` inputs, in rows, have each stamped the
 * kernel times their value onto it; with all inputs the same map as `convolveDemo` gives.
 */
export function stampDemo(demo: ConvDemo, input: readonly number[], kernel: readonly number[], inputs: number): number[] {
  const size = demoOutput(demo);
  const output = range(size * size).map(() => 0);
  for (let i = 0; i < inputs; i++)
    for (const row of spread(demo, Math.floor(i / demo.input)))
      for (const column of spread(demo, i % demo.input))
        output[row.place * size + column.place]! += input[i]! * kernel[row.kernel * demo.kernel + column.kernel]!;
  return output;
}

/** How many inputs reach each place of the output along one axis; uneven counts make checkerboards. */
export function coverage(demo: ConvDemo): number[] {
  return range(demoOutput(demo)).map((output) => gathered(demo, output).length);
}

/**
 * How often places away from the output's edges are reached at least and at most; counts of rows and columns multiply.
 * Along one axis k rows of the kernel fall on s places in turn, so that each is reached k / s times, rounded down or up:
 * evenly only where the stride divides the kernel (Odena, Dumoulin and Olah 2016).
 */
export function coverageInside({ kernel, stride }: Pick<ConvDemo, 'kernel' | 'stride'>): { least: number; most: number } {
  return { least: Math.floor(kernel / stride) ** 2, most: Math.ceil(kernel / stride) ** 2 };
}

/**
 * The padding along one axis, both sides together, with which a fractionally-strided convolution makes a map exactly as
 * many times larger as its stride; where it is odd, one side gets one more. Negative where a kernel is too small for that.
 */
export function exactPadding({ kernel, stride }: Pick<ConvDemo, 'kernel' | 'stride'>): number {
  return kernel - stride;
}

/**
 * A fractionally-strided convolution's input with s - 1 zeros between neighbours and k - 1 - p around: a convolution of
 * it at stride 1, by the kernel turned half round, gives the same output. Zeros that were put in are null.
 */
export function stretched({ kernel, stride, padding, input }: ConvDemo): { size: number; border: number; sources: (number | null)[] } {
  const border = kernel - 1 - padding;
  const size = (input - 1) * stride + 1 + 2 * border;
  const source = (at: number) => {
    const place = (at - border) / stride;
    return Number.isInteger(place) && place >= 0 && place < input ? place : null;
  };
  const sources = range(size * size).map((i) => {
    const [row, column] = [source(Math.floor(i / size)), source(i % size)];
    return row === null || column === null ? null : row * input + column;
  });
  return { size, border, sources };
}

/** The kernel turned half round, as the stretched view slides it. */
export function turned(kernel: readonly number[]): number[] {
  return kernel.toReversed();
}

function range(count: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, i) => i);
}
