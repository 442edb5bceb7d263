import { useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { session } from '../../state/app';
import { modelInView } from '../../state/store';
import { useApp, useLatents, useTexts } from '../common/hooks';
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
  const group = useRef<HTMLFieldSetElement>(null);
  const at = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.min(columns - 1, Math.floor((event.clientX - box.left) / pitch));
    const row = Math.floor((event.clientY - box.top) / pitch);
    const index = row * columns + column;
    return index >= 0 && index < count ? index : null;
  };
  const move = (event: KeyboardEvent, index: number) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const next = index + (steps[event.key] ?? 0);
    if (!(event.key in steps) || next < 0 || next >= count) return;
    event.preventDefault();
    group.current?.querySelectorAll('button')[next]?.focus();
  };
  const place = (index: number) => ({
    left: (index % columns) * pitch,
    top: Math.floor(index / columns) * pitch,
    width: side,
    height: side,
  });
  const tabStop = focused ?? (chosen !== null && chosen < count ? chosen : 0);
  const handlers = {
    onClick: (event: MouseEvent) => {
      const index = at(event);
      if (index !== null && ready) session.pickSample(index);
    },
    onMouseMove: (event: MouseEvent) => setHovered(at(event)),
    onMouseLeave: () => setHovered(null),
  };
  const buttons = (
    <fieldset ref={group} aria-label={t('samples.label')}>
      {Array.from({ length: count }, (_, index) => (
        <button
          key={index}
          type="button"
          tabIndex={index === tabStop ? 0 : -1}
          aria-pressed={chosen === index}
          onFocus={() => setFocused(index)}
          onBlur={() => setFocused(null)}
          onKeyDown={(event) => move(event, index)}
          onClick={(event) => {
            event.stopPropagation();
            session.pickSample(index);
          }}
        >
          {t('samples.one', { n: index + 1 })}
        </button>
      ))}
    </fieldset>
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
