import type { MeasuredPoint } from '../../state/measure';
import { formatMeasure } from '../../i18n/text';
import { useSize, useTexts } from '../common/hooks';
import { chartScale } from './chart-scale';
import styles from './measure.module.css';

/** One line of a chart. */
export interface ChartLine {
  read: (point: MeasuredPoint) => number | null;
  tone: 'generator' | 'discriminator' | 'real';
  dashed: boolean;
}

const HEIGHT = 148;
const LEFT = 48;
const BOTTOM = 20;
const TOP = 8;
const RIGHT = 12;

interface PointChartProps {
  points: readonly MeasuredPoint[];
  lines: readonly ChartLine[];
  /** The step that is marked. */
  marked: number | null;
  label: string;
}

/** A few measurements over the steps, each a dot that tells its number when pointed at. */
export function PointChart({ points, lines, marked, label }: PointChartProps) {
  const { t, language } = useTexts();
  const [follow, size] = useSize();
  const width = Math.max(200, Math.floor(size?.width ?? 480));
  const read = lines.map(({ read: of }) => points.flatMap((point) => {
    const value = of(point);
    return value === null ? [] : [{ step: point.step, value }];
  }));
  const { low, high, ticks } = chartScale(read.flat().map(({ value }) => value));
  const last = Math.max(points.at(-1)?.step ?? 1, 1);
  const x = (step: number) => LEFT + ((width - LEFT - RIGHT) * step) / last;
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low));
  return (
    <div ref={follow} className={styles.chart}>
      <svg width={width} height={HEIGHT} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className={styles.grid} />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
              {formatMeasure(language, tick)}
            </text>
          </g>
        ))}
        <text x={LEFT} y={HEIGHT - 4}>
          0
        </text>
        <text x={width - RIGHT} y={HEIGHT - 4} textAnchor="end">
          {t('measure.curves.step', { step: last })}
        </text>
        {marked !== null && <line x1={x(marked)} x2={x(marked)} y1={TOP} y2={HEIGHT - BOTTOM} className={styles.marked} />}
        {read.map((dots, n) => {
          const { tone, dashed } = lines[n]!;
          return (
            <g key={`${tone}/${dashed}`} data-tone={tone}>
              <polyline
                points={dots.map(({ step, value }) => `${x(step)},${y(value)}`).join(' ')}
                strokeDasharray={dashed ? '2 3' : undefined}
              />
              {!dashed &&
                dots.map(({ step, value }) => (
                  <circle key={step} cx={x(step)} cy={y(value)} r={step === marked ? 4.5 : 2.5}>
                    <title>{`${t('measure.curves.step', { step })}: ${formatMeasure(language, value)}`}</title>
                  </circle>
                ))}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
