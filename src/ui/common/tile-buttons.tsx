import { useRef } from 'react';
import type { KeyboardEvent } from 'react';

interface TileButtonsProps {
  /** What the tiles are together. */
  label: string;
  count: number;
  columns: number;
  nameOf: (n: number) => string;
  /** The tile that Tab goes to. */
  stop: number;
  chosen?: number | null;
  onChoose: (n: number) => void;
  onFocus: (n: number | null) => void;
  /** Takes a key that the buttons do not know; true when it was of use. */
  onKey?: (key: string, n: number) => boolean;
}

/** Buttons for keys and screen readers inside a canvas of tiles, one a tile; arrow keys go from one to the next. */
export function TileButtons(props: TileButtonsProps) {
  const { label, count, columns, nameOf, stop, chosen, onChoose, onFocus, onKey } = props;
  const group = useRef<HTMLFieldSetElement>(null);
  const press = (event: KeyboardEvent, n: number) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const step = steps[event.key];
    if (step !== undefined) group.current?.querySelectorAll('button')[n + step]?.focus();
    else if (!onKey?.(event.key, n)) return;
    event.preventDefault();
  };
  return (
    <fieldset ref={group} aria-label={label}>
      {Array.from({ length: count }, (_, n) => (
        <button
          key={n}
          type="button"
          tabIndex={n === stop ? 0 : -1}
          aria-pressed={chosen === undefined ? undefined : n === chosen}
          onFocus={() => onFocus(n)}
          onBlur={() => onFocus(null)}
          onKeyDown={(event) => press(event, n)}
          onClick={(event) => {
            event.stopPropagation();
            onChoose(n);
          }}
        >
          {nameOf(n)}
        </button>
      ))}
    </fieldset>
  );
}
