import { useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { session } from '../../state/app';
import { modelInView } from '../../state/store';
import { useApp, useLatents, useTexts } from '../common/hooks';
import { TileButtons } from '../common/tile-buttons';
import styles from './choosable.module.css';

/** The images of the sample grid, as a canvas draws them. */
export const sampleImages = (value: typeof session.pictures.samples.value) => value?.images ?? null;

interface ChoosableProps {
  count: number;
  columns: number;
  /** Distance from one image to the next, and an image's side, in CSS pixels. */
  pitch: number;
  side: number;
  /** Makes the canvas from handlers for it and from what goes inside: buttons for keys and screen readers. */
  children: (handlers: object, buttons: ReactNode) => ReactNode;
}

/** Makes samples on a canvas choosable by pointer and by keys; the chosen one's z goes to the sliders. */
export function Choosable({ count, columns, pitch, side, children }: ChoosableProps) {
  const { t } = useTexts();
  const chosen = useLatents((state) => state.origin);
  const ready = useApp((state) => modelInView(state) !== null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const at = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.min(columns - 1, Math.floor((event.clientX - box.left) / pitch));
    const row = Math.floor((event.clientY - box.top) / pitch);
    const index = row * columns + column;
    return index >= 0 && index < count ? index : null;
  };
  const place = (index: number) => ({
    left: (index % columns) * pitch,
    top: Math.floor(index / columns) * pitch,
    width: side,
    height: side,
  });
  const handlers = {
    onClick: (event: MouseEvent) => {
      const index = at(event);
      if (index !== null && ready) session.pickSample(index);
    },
    onMouseMove: (event: MouseEvent) => setHovered(at(event)),
    onMouseLeave: () => setHovered(null),
  };
  const buttons = (
    <TileButtons
      label={t('samples.label')}
      count={count}
      columns={columns}
      nameOf={(index) => t('samples.one', { n: index + 1 })}
      stop={focused ?? (chosen !== null && chosen < count ? chosen : 0)}
      chosen={chosen}
      onChoose={(index) => session.pickSample(index)}
      onFocus={setFocused}
    />
  );
  return (
    <div className={styles.frame}>
      {children(handlers, buttons)}
      {hovered !== null && <span className={styles.hovered} style={place(hovered)} />}
      {chosen !== null && chosen < count && <span className={styles.chosen} style={place(chosen)} />}
      {focused !== null && <span className={styles.focused} style={place(focused)} />}
    </div>
  );
}
