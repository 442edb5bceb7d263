import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoFits } from '../../core/conv-demo';
import { convFrame, positionAt } from './conv-state';
import type { Cell, ConvFrame } from './conv-state';

const states = fc
  .record({
    demo: fc.record({
      kind: fc.constantFrom('strided' as const, 'fractional' as const),
      kernel: fc.integer({ min: 3, max: 5 }),
      stride: fc.integer({ min: 1, max: 3 }),
      padding: fc.integer({ min: 0, max: 2 }),
      input: fc.integer({ min: 3, max: 7 }),
    }),
    fractionalView: fc.constantFrom('zeros' as const, 'overlap' as const),
    position: fc.nat(200),
  })
  .filter(({ demo }) => demoFits(demo));

const numberOf = (cell: Cell | undefined) => (cell?.kind === 'value' ? cell.value : 0);

/** The sum of what stands in the window times the kernel that is drawn beside it. */
function product({ left, kernel }: ConvFrame): number {
  let sum = 0;
  for (let y = 0; y < kernel.size; y++)
    for (let x = 0; x < kernel.size; x++)
      sum += numberOf(left.cells[(left.window.row + y) * left.size + left.window.column + x]) * numberOf(kernel.cells[y * kernel.size + x]);
  return sum;
}

describe('the animation', () => {
  it('shows in every window exactly what makes the number beside it', () => {
    fc.assert(
      fc.property(states, (state) => {
        const frame = convFrame(state)!;
        fc.pre(frame.view !== 'overlap');
        const { left, right, row, column } = frame;
        expect(left.window.row + left.window.size).toBeLessThanOrEqual(left.size);
        expect(product(frame)).toBeCloseTo(frame.value, 9);
        expect(right.cells[row * right.size + column]).toEqual({ kind: 'value', value: frame.value });
      }),
      { numRuns: 200 },
    );
  });

  it('ends with the same output, stamped or slid, and none of it is hidden', () => {
    fc.assert(
      fc.property(states, ({ demo }) => {
        fc.pre(demo.kind === 'fractional');
        const [stamped, slid] = (['overlap', 'zeros'] as const).map((fractionalView) => convFrame({ demo, fractionalView, position: 1e6 })!);
        expect(stamped!.right.cells.map(numberOf)).toEqual(slid!.right.cells.map(numberOf));
        expect(slid!.right.cells.every(({ kind }) => kind === 'value')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves blank what no stamp has reached yet', () => {
    fc.assert(
      fc.property(states, (state) => {
        const frame = convFrame({ ...state, fractionalView: 'overlap' })!;
        fc.pre(frame.view === 'overlap');
        const { right, row: last, column } = frame;
        const within = (cell: number, input: number) => {
          const at = cell - (input * state.demo.stride - state.demo.padding);
          return at >= 0 && at < state.demo.kernel;
        };
        const stamps = Array.from({ length: last * state.demo.input + column + 1 }, (_, i) => [Math.floor(i / state.demo.input), i % state.demo.input] as const);
        right.cells.forEach(({ kind }, i) => {
          const [y, x] = [Math.floor(i / right.size), i % right.size];
          expect(kind === 'value').toBe(stamps.some(([row, at]) => within(y, row) && within(x, at)));
        });
      }),
      { numRuns: 50 },
    );
  });

  it('goes where the window is dragged', () => {
    fc.assert(
      fc.property(states, (state) => {
        const frame = convFrame(state)!;
        const { row, column, size } = frame.left.window;
        const middle = (size - 1) / 2;
        const at = frame.row * Math.sqrt(frame.positions) + frame.column;
        expect(positionAt(state, frame, row + middle, column + middle)).toBe(at);
        expect(positionAt(state, frame, -9, -9)).toBe(0);
        expect(positionAt(state, frame, 99, 99)).toBe(frame.positions - 1);
      }),
    );
  });

  it('is not there for a kernel that does not fit', () => {
    expect(convFrame({ demo: { kind: 'strided', kernel: 5, stride: 1, padding: 0, input: 3 }, fractionalView: 'zeros', position: 0 })).toBeNull();
  });
});
