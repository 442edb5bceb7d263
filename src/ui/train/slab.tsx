import type { MapShape, NetworkName } from '../../core/architecture';
import styles from './slab.module.css';

const HEIGHT = 60;
const WIDTH = 64;
/** Side of the smallest drawn face and what each doubling of the map adds, in CSS pixels. */
const LEAST_SIDE = 8;
const SIDE_PER_DOUBLING = 6;
/** Depth of the thinnest slab and what each doubling of the channels adds. */
const LEAST_DEPTH = 2;
const DEPTH_PER_DOUBLING = 2.8;
/** A slab's depth runs to the right and up at this slope, as in an oblique projection. */
const SLOPE = 0.45;

interface SlabProps {
  shape: MapShape;
  network: NetworkName;
}

/** A map as a slab whose face follows height and width and whose depth follows the channels, both by doublings. */
export function Slab({ shape: [height, width, channels], network }: SlabProps) {
  const vector = height === 1 && width === 1;
  const side = vector ? LEAST_SIDE : LEAST_SIDE + SIDE_PER_DOUBLING * Math.log2(height);
  const depth = LEAST_DEPTH + DEPTH_PER_DOUBLING * Math.log2(channels);
  const rise = depth * SLOPE;
  const left = (WIDTH - side - depth) / 2;
  const top = (HEIGHT - side - rise) / 2 + rise;
  const [right, bottom] = [left + side, top + side];
  const points = (...list: [number, number][]) => list.map(([x, y]) => `${x},${y}`).join(' ');
  return (
    <svg className={styles.slab} data-network={network} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden>
      <polygon
        className={styles.top}
        points={points([left, top], [left + depth, top - rise], [right + depth, top - rise], [right, top])}
      />
      <polygon
        className={styles.sideFace}
        points={points([right, top], [right + depth, top - rise], [right + depth, bottom - rise], [right, bottom])}
      />
      <rect className={styles.face} x={left} y={top} width={side} height={side} />
    </svg>
  );
}
