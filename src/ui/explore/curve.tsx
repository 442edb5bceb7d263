import { formatFixed } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import styles from './tools.module.css';

const WIDTH = 480;
const HEIGHT = 72;

interface CurveProps {
  /** From 0 up; drawn from the first to the last. */
  values: ArrayLike<number>;
  label: string;
  /** Values to be marked, by index. */
  marks?: readonly number[];
  /** A hairline at every so many values. */
  every?: number;
  /** Where a line shows the present place. */
  now?: number;
  /** What the scale goes to, where that is not the greatest of the values. */
  top?: number;
  /** What the first and the last value belong to, in words. */
  ends?: readonly [string, string];
}

/** A small curve on a scale from zero, whose ends stand beside it. */
export function Curve({ values, label, marks = [], every, now, top, ends }: CurveProps) {
  const { language } = useTexts();
  const list = Array.from(values);
  const most = top ?? Math.max(...list, 1e-6);
  const x = (index: number) => (list.length > 1 ? (index / (list.length - 1)) * WIDTH : 0);
  const y = (value: number) => HEIGHT - (value / most) * HEIGHT;
  const path = list.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
  const lines = every ? list.flatMap((_, index) => (index % every === 0 ? [index] : [])) : [];
  return (
    <div className={styles.measured}>
      <span className={styles.ends} style={{ height: HEIGHT }} aria-hidden>
        <span>{formatFixed(language, most, 3)}</span>
        <span>0</span>
      </span>
      <svg
        className={styles.curve}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        height={HEIGHT}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <line x1={0} y1={HEIGHT} x2={WIDTH} y2={HEIGHT} />
        {lines.map((index) => (
          <line key={index} x1={x(index)} y1={0} x2={x(index)} y2={HEIGHT} />
        ))}
        <path d={path.join('')} />
        {marks.map((index) => (
          <circle key={index} cx={x(index)} cy={y(list[index]!)} r={3} />
        ))}
        {now !== undefined && now < list.length && (
          <line className={styles.now} x1={x(now)} y1={0} x2={x(now)} y2={HEIGHT} />
        )}
      </svg>
      {ends && (
        <span className={styles.along} aria-hidden>
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </span>
      )}
    </div>
  );
}
