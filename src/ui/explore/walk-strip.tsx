import type { Rendered } from '../../state/explore-sheet';
import type { Slot } from '../../state/slot';
import { useSize, useTexts } from '../common/hooks';
import { IMAGE_GAP } from '../train/picture-layout';
import panel from '../common/panel.module.css';
import { useTile } from './hooks';
import { TileMark, Tiles } from './tiles';
import styles from './tools.module.css';

/** Side of a frame in CSS pixels, as whole multiples allow. */
const SIDE = 36;

interface WalkStripProps {
  slot: Slot<Rendered | null>;
  count: number;
  /** Frames from one stop to the next. */
  steps: number;
  now: number;
  onPick: (frame: number) => void;
}

/** All frames of a walk in rows, as in the paper's figure 4; where there is room, every row begins at a stop. */
export function WalkStrip({ slot, count, steps, now, onPick }: WalkStripProps) {
  const { t } = useTexts();
  const [follow, size] = useSize();
  const tile = useTile(SIDE);
  const pitch = tile.side + IMAGE_GAP;
  const fitting = Math.max(1, Math.floor(((size?.width ?? 0) + IMAGE_GAP) / pitch));
  const columns = Math.min(count, fitting < steps ? fitting : fitting - (fitting % steps));
  return (
    <figure className={panel.figure}>
      <div ref={follow} className={styles.frames}>
        <div className={styles.pointed}>
          <Tiles slot={slot} count={count} columns={columns} side={SIDE} onPick={onPick} label={t('walk.frames')} testId="walk-frames" />
          <TileMark tile={tile} columns={columns} index={now} />
        </div>
      </div>
      <figcaption>{t('walk.frames')}</figcaption>
    </figure>
  );
}
