import { grid, launch, lines } from './conv-launch';
import { vectorOf, type Storage } from './elementwise';
import { convFlops, convLabel, type ConvGeometry } from './geometry';
import type { Program } from './program';

/** Positions of each phase, down and across, that one invocation computes. */
const SIDE = 2;

/**
 * One term of an output's sum along one axis: the tap, and where its dy lies relative to the invocation's
 * first.
 */
interface Term {
  tap: number;
  shift: number;
}

/**
 * Input gradient of a convolution (see conv-input-gradient.ts) for images, whose few channels leave too
 * little to share in a tile of channels. Here an invocation computes one channel of a block of neighbouring
 * pixels, all phases together: at stride 2 a block of 4 x 4. Each dy vector is then loaded once for all the
 * pixels it reaches, and each filter tap once for the whole block. Bindings: dy NHWC, weights, dx NHWC.
 */
export function convNarrowInputGradient(g: ConvGeometry): Program[] {
  const { type, width } = vectorOf(g.outChannels);
  const depth = g.outChannels / width;
  const block = SIDE * g.stride;
  const across = Math.ceil(g.inWidth / block);
  const down = Math.ceil(g.inHeight / block);
  const rows = Array.from({ length: block }, (_, i) => termsOf(i, g.padTop, g));
  const columns = Array.from({ length: block }, (_, j) => termsOf(j, g.padLeft, g));
  const rowShifts = shiftsOf(rows);
  const columnShifts = shiftsOf(columns);
  const product = (tap: string) => (width === 4 ? `dot(value, ${tap})` : `value * ${tap}`);
  const storage: Storage[] = [
    { name: 'dy', access: 'read', type: `array<${type}>` },
    { name: 'weights', access: 'read', type: `array<${type}>` },
    { name: 'dx', access: 'read_write', type: 'array<f32>' },
  ];
  const body = `
  let channel = i32(index % ${g.inChannels}u);
  let across = i32(index / ${g.inChannels}u % ${across}u) * ${SIDE};
  let down = i32(index / ${g.inChannels * across}u % ${down}u) * ${SIDE};
  let image = i32(index / ${g.inChannels * across * down}u);
${rowShifts.map((s, n) => `  let row${n} = u32(down + ${s}) < ${g.outHeight}u;`).join('\n')}
${columnShifts.map((s, n) => `  let column${n} = u32(across + ${s}) < ${g.outWidth}u;`).join('\n')}
  let pixel = ((image * ${g.outHeight} + down) * ${g.outWidth} + across) * ${depth};
${grid(block, block, (i, j) => `  var sum${i}_${j} = 0.0;`)}
  for (var k = 0; k < ${depth}; k++) {
    let filters = channel * ${depth} + k;
${grid(g.kernel, g.kernel, (a, b) => {
  return `    let w${a}_${b} = weights[filters + ${(a * g.kernel + b) * g.inChannels * depth}];`;
})}
${grid(rowShifts.length, columnShifts.length, (r, c) => {
  const [rowShift, columnShift] = [rowShifts[r]!, columnShifts[c]!];
  const offset = (rowShift * g.outWidth + columnShift) * depth;
  return `    {
      let value = select(${type}(), dy[u32(pixel + ${offset} + k)], row${r} && column${c});
${addProducts(rows, columns, [rowShift, columnShift], product)}
    }`;
})}
  }
${storeBlock(g, block)}`;
  return launch({
    label: `conv input gradient ${convLabel(g)}`,
    storage,
    invocations: g.batch * down * across * g.inChannels,
    flops: convFlops(g),
    body,
  });
}

/** WGSL: adds to the sums of the block what the dy vector `value` at the given shifts contributes. */
function addProducts(
  rows: readonly Term[][],
  columns: readonly Term[][],
  [rowShift, columnShift]: readonly [number, number],
  product: (tap: string) => string,
): string {
  return grid(rows.length, columns.length, (i, j) => {
    const a = rows[i]!.find(({ shift }) => shift === rowShift);
    const b = columns[j]!.find(({ shift }) => shift === columnShift);
    return a === undefined || b === undefined
      ? ''
      : `      sum${i}_${j} += ${product(`w${a.tap}_${b.tap}`)};`;
  });
}

/** WGSL: stores the sums of a block that lie inside the image. */
function storeBlock(g: ConvGeometry, block: number): string {
  const row = (i: number) => `  if (down * ${g.stride} + ${i} < ${g.inHeight}) {
${lines(block, (j) => {
  const offset = (i * g.inWidth + j) * g.inChannels;
  return `    if (across * ${g.stride} + ${j} < ${g.inWidth}) {
      dx[first + ${offset}] = sum${i}_${j};
    }`;
})}
  }`;
  return `  let corner = (image * ${g.inHeight} + down * ${g.stride}) * ${g.inWidth} + across * ${g.stride};
  let first = corner * ${g.inChannels} + channel;
${lines(block, row)}`;
}

/**
 * The taps that reach input line `line` of the block: those of its phase, each from one output line further
 * back.
 */
function termsOf(line: number, pad: number, { stride, kernel }: ConvGeometry): Term[] {
  const first = (line + pad) % stride;
  const taps = Math.max(0, Math.ceil((kernel - first) / stride));
  return Array.from({ length: taps }, (_, t) => ({
    tap: first + t * stride,
    shift: Math.floor((line + pad) / stride) - t,
  }));
}

/** All shifts that occur, each once, ascending. */
function shiftsOf(lineTerms: readonly Term[][]): number[] {
  return [...new Set(lineTerms.flat().map(({ shift }) => shift))].sort((a, b) => a - b);
}
