import { convolveDemo, demoFits, demoOutput, gathered, stampDemo, stretched, turned } from '../../core/conv-demo';
import type { ConvDemo } from '../../core/conv-demo';
import { RandomStream } from '../../core/random';

/** How the animation shows a convolution: its window over the input, over the input with zeros put in, or as stamps. */
export type ConvView = 'window' | 'zeros' | 'overlap';

/** What the animation is set to; `position` counts outputs, or inputs where they are stamped. */
export interface ConvState {
  demo: ConvDemo;
  /** How a fractionally-strided convolution is seen. */
  fractionalView: 'zeros' | 'overlap';
  position: number;
}

/** A cell of a drawn map: a value, a zero that was put in or padded, or nothing yet. */
export type Cell = { kind: 'value'; value: number } | { kind: 'zero' } | { kind: 'empty' };

/** A square part of a map, in cells; it may lie over the edge. */
export interface CellWindow {
  row: number;
  column: number;
  size: number;
}

/** One moment of the animation, ready to be drawn. */
export interface ConvFrame {
  view: ConvView;
  positions: number;
  left: { size: number; cells: Cell[]; window: CellWindow };
  kernel: { size: number; cells: Cell[]; turned: boolean };
  right: { size: number; cells: Cell[]; window: CellWindow };
  /** The place that is spoken of: of the output, or of the input where it is stamped. */
  row: number;
  column: number;
  value: number;
  /** How many products are added up there; 0 where there is nothing but padding. */
  products: number;
}

/** Small whole numbers that stay the same for a size: what is followed is the window, not the numbers. */
function numbers(name: string, count: number, low: number, high: number): number[] {
  const stream = new RandomStream(1, `conv demo/${name}`);
  return Array.from({ length: count }, () => low + stream.integer(high - low + 1));
}

/** The animation at one position; null where the settings make no convolution. */
export function convFrame({ demo, fractionalView, position }: ConvState): ConvFrame | null {
  if (!demoFits(demo)) return null;
  const view = demo.kind === 'strided' ? 'window' : fractionalView;
  const input = numbers('input', demo.input ** 2, 0, 3);
  const kernel = numbers(`kernel/${demo.kernel}`, demo.kernel ** 2, -1, 2);
  const output = demoOutput(demo);
  const side = view === 'overlap' ? demo.input : output;
  const at = Math.min(position, side * side - 1);
  const [row, column] = [Math.floor(at / side), at % side];
  const whole = convolveDemo(demo, input, kernel);
  const values = view === 'overlap' ? stampDemo(demo, input, kernel, at + 1) : whole;
  const reached = view === 'overlap' ? stampDemo(demo, input.map(() => 1), kernel.map(() => 1), at + 1) : values.map((_, i) => Number(i <= at));
  const right = values.map((value, i): Cell => (reached[i]! > 0 ? { kind: 'value', value } : { kind: 'empty' }));
  const { stride, padding, kernel: k } = demo;
  const stamp = { row: row * stride - padding, column: column * stride - padding, size: k };
  const one = { row, column, size: 1 };
  const weights = view === 'zeros' ? turned(kernel) : kernel;
  return {
    view,
    positions: side * side,
    left: view === 'overlap' ? { size: demo.input, cells: filled(input), window: one } : slidOver(demo, view, input, row, column),
    kernel: { size: k, cells: filled(weights), turned: view === 'zeros' },
    right: { size: output, cells: right, window: view === 'overlap' ? stamp : one },
    row,
    column,
    value: view === 'overlap' ? input[at]! : whole[at]!,
    products: view === 'overlap' ? 1 : gathered(demo, row).length * gathered(demo, column).length,
  };
}

/** The position nearest to a cell of the left map that the window's middle is dragged to. */
export function positionAt({ demo }: ConvState, frame: ConvFrame, row: number, column: number): number {
  const side = Math.round(Math.sqrt(frame.positions));
  const middle = frame.view === 'overlap' ? 0 : (demo.kernel - 1) / 2;
  const step = frame.view === 'window' ? demo.stride : 1;
  const place = (cell: number) => Math.max(0, Math.min(side - 1, Math.round((cell - middle) / step)));
  return place(row) * side + place(column);
}

const filled = (values: readonly number[]): Cell[] => values.map((value) => ({ kind: 'value', value }));

function slidOver(demo: ConvDemo, view: ConvView, input: readonly number[], row: number, column: number) {
  if (view === 'zeros') {
    const { size, sources } = stretched(demo);
    const cells = sources.map((source): Cell => (source === null ? { kind: 'zero' } : { kind: 'value', value: input[source]! }));
    return { size, cells, window: { row, column, size: demo.kernel } };
  }
  const { padding, stride } = demo;
  const size = demo.input + 2 * padding;
  const inside = (at: number) => at >= padding && at < padding + demo.input;
  const cells = Array.from({ length: size * size }, (_, i): Cell => {
    const [y, x] = [Math.floor(i / size), i % size];
    return inside(y) && inside(x) ? { kind: 'value', value: input[(y - padding) * demo.input + x - padding]! } : { kind: 'zero' };
  });
  return { size, cells, window: { row: row * stride, column: column * stride, size: demo.kernel } };
}
