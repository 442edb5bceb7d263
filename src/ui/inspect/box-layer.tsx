import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { Box } from '../../core/inspection';
import { inspect } from '../../state/app';
import { useTexts } from '../common/hooks';
import styles from './box-layer.module.css';
import { useInspect } from './hooks';
import { dragBox, moveBox, STEP } from './boxes';

interface BoxLayerProps {
  columns: number;
  count: number;
  /** Side of a sample and distance from one to the next, in CSS pixels. */
  side: number;
  pitch: number;
}

/**
 * Boxes on samples: drawn by dragging, or by Enter on a sample; arrow keys move a box, with Shift they change its size,
 * Delete takes it away.
 */
export function BoxLayer({ columns, count, side, pitch }: BoxLayerProps) {
  const { t } = useTexts();
  const boxes = useInspect((state) => state.boxes);
  const layer = useRef<HTMLFieldSetElement>(null);
  const [drag, setDrag] = useState<{ sample: number; from: [number, number]; to: [number, number] } | null>(null);
  const set = (next: readonly Box[]) => inspect.store.setState({ boxes: next });
  const corner = (sample: number): [number, number] => [(sample % columns) * pitch, Math.floor(sample / columns) * pitch];
  const within = (event: PointerEvent, sample: number): [number, number] => {
    const box = layer.current!.getBoundingClientRect();
    const [left, top] = corner(sample);
    return [(event.clientX - box.left - left) / side, (event.clientY - box.top - top) / side];
  };
  const drawn = drag && dragBox(drag.sample, drag.from, drag.to);
  const finish = () => {
    if (drawn) set([...boxes, drawn]);
    setDrag(null);
  };
  const edit = (event: KeyboardEvent, n: number) => {
    if (event.key === 'Delete' || event.key === 'Backspace') set(boxes.filter((_, i) => i !== n));
    else {
      const direction = ARROWS[event.key];
      if (!direction) return;
      const by = direction.map((part) => part * STEP) as [number, number];
      set(boxes.map((box, i) => (i === n ? moveBox(box, by, event.shiftKey) : box)));
    }
    event.preventDefault();
  };
  const place = ({ sample, left, top, right, bottom }: Box) => {
    const [x, y] = corner(sample);
    return { left: x + left * side, top: y + top * side, width: (right - left) * side, height: (bottom - top) * side };
  };
  return (
    <fieldset ref={layer} className={styles.layer} aria-label={t('forgetting.boxes')}>
      {Array.from({ length: count }, (_, sample) => (
        <button
          key={sample}
          type="button"
          className={styles.sample}
          style={{ left: corner(sample)[0], top: corner(sample)[1], width: side, height: side }}
          aria-label={t('forgetting.addBox', { n: sample + 1 })}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const at = within(event, sample);
            setDrag({ sample, from: at, to: at });
          }}
          onPointerMove={(event) => drag && setDrag({ ...drag, to: within(event, drag.sample) })}
          onPointerUp={finish}
          onPointerCancel={() => setDrag(null)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            set([...boxes, { sample, left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 }]);
          }}
        />
      ))}
      {boxes.map((box, n) => (
        <button
          key={n}
          type="button"
          className={styles.box}
          style={place(box)}
          aria-label={t('forgetting.box', { n: n + 1, sample: box.sample + 1 })}
          title={t('forgetting.boxKeys')}
          onKeyDown={(event) => edit(event, n)}
          onDoubleClick={() => set(boxes.filter((_, i) => i !== n))}
        />
      ))}
      {drawn && <span className={styles.box} style={place(drawn)} />}
    </fieldset>
  );
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
