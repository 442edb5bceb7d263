import type { PointerEvent } from 'react';
import styles from './function-plot.module.css';

/** A curve of a plot; its name stands in the legend. */
export interface PlottedCurve {
  name: string;
  f: (x: number) => number;
  colour: `var(--${string})`;
  dashed?: boolean;
}

interface FunctionPlotProps {
  label: string;
  curves: readonly PlottedCurve[];
  /** Where the marker stands. */
  x: number;
  onMove: (x: number) => void;
  range: { x: readonly [number, number]; y: readonly [number, number] };
  /** Beyond this distance from 0 the background is shaded. */
  shadeBeyond?: number;
}

const WIDTH = 480;
const HEIGHT = 260;
const POINTS = 160;
/** Height that the numbers below take, which the marker leaves free. */
const LABELS = 18;

const whole = (low: number, high: number) => Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i);
const written = (tick: number) => String(tick).replace('-', '−');

/** Functions over x, with a marker that is dragged along them. */
export function FunctionPlot({ label, curves, x, onMove, range, shadeBeyond }: FunctionPlotProps) {
  const [left, right] = range.x;
  const [bottom, top] = range.y;
  const px = (value: number) => ((value - left) / (right - left)) * WIDTH;
  const py = (value: number) => HEIGHT - ((value - bottom) / (top - bottom)) * HEIGHT;
  const path = ({ f }: PlottedCurve) =>
    Array.from({ length: POINTS + 1 }, (_, i) => {
      const at = left + ((right - left) * i) / POINTS;
      return `${i === 0 ? 'M' : 'L'}${px(at).toFixed(1)} ${py(f(at)).toFixed(1)}`;
    }).join('');
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    const at = left + ((event.clientX - box.left) / box.width) * (right - left);
    onMove(Math.round(Math.min(right, Math.max(left, at)) * 100) / 100);
  };
  return (
    <figure className={styles.figure}>
      <svg className={styles.plot} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} onPointerDown={drag} onPointerMove={drag}>
        {shadeBeyond !== undefined && (
          <>
            <rect className={styles.shade} width={px(-shadeBeyond)} height={HEIGHT} />
            <rect className={styles.shade} x={px(shadeBeyond)} width={WIDTH - px(shadeBeyond)} height={HEIGHT} />
          </>
        )}
        {whole(bottom, top).map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={0} x2={WIDTH} y1={py(tick)} y2={py(tick)} />
            <text className={styles.tick} x={4} y={py(tick) - 4}>
              {written(tick)}
            </text>
          </g>
        ))}
        {whole(left, right).filter((tick) => tick > left && tick < right && tick !== 0).map((tick) => (
          <text key={tick} className={styles.tick} x={px(tick)} y={HEIGHT - 4} textAnchor="middle">
            {written(tick)}
          </text>
        ))}
        <line className={styles.axis} x1={px(0)} x2={px(0)} y1={0} y2={HEIGHT} />
        {curves.map((curve) => (
          <path key={curve.name} className={styles.curve} d={path(curve)} stroke={curve.colour} strokeDasharray={curve.dashed ? '6 4' : undefined} />
        ))}
        <line className={styles.marker} x1={px(x)} x2={px(x)} y1={0} y2={HEIGHT - LABELS} />
        {curves.map(({ name, f, colour }) => (
          <circle key={name} cx={px(x)} cy={py(f(x))} r={4} fill={colour} />
        ))}
      </svg>
      <figcaption>
        <ul className={styles.legend}>
          {curves.map(({ name, colour, dashed }) => (
            <li key={name}>
              <svg width="20" height="8" aria-hidden>
                <line x1="0" x2="20" y1="4" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dashed ? '6 4' : undefined} />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
