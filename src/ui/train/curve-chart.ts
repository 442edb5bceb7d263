import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { MetricName } from '../../core/metrics';
import { decimate } from '../../state/decimate';
import type { Slot } from '../../state/slot';
import { onProcessor } from './canvas-place';
import { markPlaces } from './mark-places';

/** One curve of a chart. `colour` names a custom property of the theme, which has a twin for text. */
export interface CurveSpec<M extends string = MetricName> {
  metric: M;
  colour: '--generator' | '--discriminator' | '--real' | `--run-${'a' | 'b' | 'c' | 'd'}`;
  /** Written at the curve's end, so that colour is never alone; empty for a dashed twin of another. */
  mark: string;
  dashed?: boolean;
}

/** A level that a curve settles at when D knows nothing. */
export interface Level {
  value: number;
  colour: CurveSpec['colour'];
}

/** What a chart reads: curves that share their steps, ascending. */
export interface CurveSource<M extends string = MetricName> {
  readonly steps: Float64Array;
  column(metric: M): Float32Array;
}

export interface ChartSpec<M extends string = MetricName> {
  curves: readonly CurveSpec<M>[];
  levels: readonly Level[];
  /** A fixed range of y, or null to follow the data upward from 0. */
  range: readonly [number, number] | null;
  showSteps: boolean;
  height: number;
}

/** A part of the x axis, in steps. */
export interface Zoom {
  from: number;
  to: number;
}

/** Room at the right for the curves' marks, at the left for numbers and below for steps, in CSS pixels. */
const MARKS_WIDTH = 40;
const NUMBERS_WIDTH = 40;
const STEPS_HEIGHT = 22;
const FONT = 13;
/** Points that a curve of one CSS pixel's width can show on each pixel: its least and its greatest. */
const POINTS_PER_PIXEL = 2;
/** Share of the past in a smoothed curve: an average over about twenty steps. */
export const SMOOTHING = 0.95;
/** Opacity of the unsmoothed curve behind a smoothed one. */
const FAINT = 0.28;
/** Steps that an x axis shows at least, so that the first points do not jump about. */
const LEAST_STEPS = 20;

/** One chart of curves over steps, drawn with uPlot from a run's history whenever `draw` is called. */
export class CurveChart<M extends string = MetricName> {
  readonly #plot: uPlot;
  readonly #history: CurveSource<M>;
  readonly #zoom: Slot<Zoom | null>;
  readonly #spec: ChartSpec<M>;
  #smooth = true;
  #hovered = false;
  #cursor: number | null = null;

  constructor(parent: HTMLElement, spec: ChartSpec<M>, history: CurveSource<M>, zoom: Slot<Zoom | null>) {
    this.#spec = spec;
    this.#history = history;
    this.#zoom = zoom;
    this.#plot = onProcessor(() => new uPlot(this.#options(), emptyData(spec), parent));
    this.#plot.over.addEventListener('mouseenter', () => (this.#hovered = true));
    this.#plot.over.addEventListener('mouseleave', () => {
      this.#hovered = false;
      this.draw();
    });
  }

  /** Whether an average is drawn over the faint curve itself, from the next `draw` on. */
  set smooth(smooth: boolean) {
    this.#smooth = smooth;
  }

  /** The step to mark by a line across the chart from the next `draw` on. */
  set cursor(step: number | null) {
    this.#cursor = step;
  }

  /** Draws what is there already at another width; the next `draw` has points for it. */
  resize(width: number): void {
    if (width !== this.#plot.width) this.#plot.setSize({ width, height: this.#spec.height });
  }

  destroy(): void {
    this.#plot.destroy();
  }

  /** Reads the history anew. The axes stay as they are while the pointer is over the chart. */
  draw(): void {
    const { steps } = this.#history;
    const zoom = this.#zoom.value;
    const last = steps[steps.length - 1] ?? 0;
    const from = zoom?.from ?? 0;
    const to = zoom?.to ?? Math.max(last, LEAST_STEPS);
    const columns = this.#spec.curves.map(({ metric }) => this.#history.column(metric));
    const points = Math.max(50, Math.round(this.#plot.over.clientWidth * POINTS_PER_PIXEL));
    const raw = decimate(steps, columns, { from, to, points, smoothing: 0 });
    const smooth = decimate(steps, columns, { from, to, points, smoothing: this.#smooth ? SMOOTHING : 0 });
    const behind = this.#smooth ? raw.ys : raw.ys.map((ys) => ys.map(() => null));
    this.#plot.batch(() => {
      this.#plot.setData([raw.xs, ...behind, ...smooth.ys], false);
      if (!this.#hovered || this.#plot.scales['x']?.min === undefined) {
        this.#plot.setScale('x', { min: from, max: to });
        this.#plot.setScale('y', this.#range(raw.ys));
      } else this.#plot.redraw(true, false);
    });
  }

  #range(ys: (number | null)[][]): { min: number; max: number } {
    const { range, levels } = this.#spec;
    if (range) return { min: range[0], max: range[1] };
    let [min, max] = [0, Math.max(0, ...levels.map(({ value }) => value))];
    for (const curve of ys) {
      for (const y of curve) {
        if (y === null) continue;
        max = Math.max(max, y);
        min = Math.min(min, y);
      }
    }
    // Before there is anything to show, the axis runs to 1.
    return { min: min * 1.05, max: max > 0 ? max * 1.05 : 1 };
  }

  #options(): uPlot.Options {
    const { curves, showSteps, height } = this.#spec;
    const series = (faint: boolean) =>
      curves.map(({ colour, dashed }) => ({
        stroke: () => themed(colour),
        alpha: faint ? FAINT : 1,
        width: faint ? 1 : 1.5,
        dash: dashed ? [5, 3] : undefined,
        points: { show: false },
        spanGaps: true,
      }));
    const axis: uPlot.Axis = {
      stroke: () => themed('--ink-2'),
      font: `${FONT}px ${getComputedStyle(document.body).fontFamily}`,
      ticks: { show: false },
      gap: 6,
    };
    return {
      width: 240,
      height,
      padding: [8, MARKS_WIDTH, showSteps ? 0 : 8, 0],
      legend: { show: false },
      cursor: {
        sync: { key: 'curves' },
        drag: { x: true, y: false, setScale: false },
        points: { show: false },
        y: false,
        bind: { dblclick: () => () => (this.#zoom.set(null), null) },
      },
      scales: { x: { time: false }, y: {} },
      axes: [
        { ...axis, show: showSteps, size: STEPS_HEIGHT, space: 64, grid: { show: false } },
        {
          ...axis,
          size: NUMBERS_WIDTH,
          space: 28,
          grid: { stroke: () => themed('--line'), width: 1 },
          values: (_, splits) => splits.map((value) => axisNumber(value)),
        },
      ],
      series: [{}, ...series(true), ...series(false)],
      hooks: {
        drawAxes: [(plot) => this.#drawLevels(plot), (plot) => this.#drawCursor(plot)],
        draw: [(plot) => this.#drawMarks(plot)],
        setSelect: [(plot) => this.#zoomTo(plot)],
      },
    };
  }

  #zoomTo(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width <= 0) return;
    const from = Math.floor(plot.posToVal(left, 'x'));
    const to = Math.ceil(plot.posToVal(left + width, 'x'));
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#hovered = false;
    if (to > from) this.#zoom.set({ from, to });
  }

  #drawLevels(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    for (const { value, colour } of this.#spec.levels) {
      const y = Math.round(plot.valToPos(value, 'y', true));
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.save();
      ctx.strokeStyle = themed(colour);
      ctx.lineWidth = ratio;
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.restore();
    }
  }

  #drawCursor(plot: uPlot): void {
    if (this.#cursor === null) return;
    const { ctx, bbox } = plot;
    const x = Math.round(plot.valToPos(this.#cursor, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    ctx.save();
    ctx.fillStyle = themed('--ink');
    ctx.fillRect(x, bbox.top, Math.max(1, Math.round(devicePixelRatio)), bbox.height);
    ctx.restore();
  }

  /** Writes each curve's mark beside its newest point, pushed apart where they would overlap. */
  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    const marks = this.#spec.curves.flatMap(({ mark, colour }, n) => {
      const values = plot.data[1 + this.#spec.curves.length + n] ?? [];
      const value = lastNumber(values);
      return mark === '' || value === null ? [] : [{ mark, colour, y: plot.valToPos(value, 'y', true) }];
    });
    marks.sort((a, b) => a.y - b.y);
    const places = markPlaces(marks.map(({ y }) => y), bbox.top, bbox.top + bbox.height, FONT * ratio);
    for (const [n, { mark, colour }] of marks.entries())
      this.#write(ctx, mark, bbox.left + bbox.width + 6 * ratio, places[n]! + FONT * 0.35 * ratio, themed(textColour(colour)));
  }

  #write(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string): void {
    ctx.save();
    ctx.font = `600 ${FONT * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.fillStyle = colour;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.fillText(text, x, y);
    ctx.restore();
  }
}

function emptyData({ curves }: { curves: readonly unknown[] }): uPlot.AlignedData {
  return [[], ...curves.flatMap(() => [[], []])] as unknown as uPlot.AlignedData;
}

function lastNumber(values: ArrayLike<number | null | undefined>): number | null {
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i];
    if (typeof value === 'number') return value;
  }
  return null;
}

function textColour(colour: CurveSpec['colour']): string {
  return `${colour}-text`;
}

/** A custom property's value in the theme of the moment. */
function themed(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property);
}

function axisNumber(value: number): string {
  // A run on its way to infinity: the axis has room for few characters.
  if (Math.abs(value) >= 1e6) return Number(value.toPrecision(2)).toExponential().replace('e+', 'e');
  if (Math.abs(value) >= 1000) return `${value / 1000}k`;
  return String(Number(value.toPrecision(3)));
}
