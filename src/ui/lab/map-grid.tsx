import type { PointerEvent } from 'react';
import type { Cell, CellWindow } from './conv-state';
import styles from './map-grid.module.css';

/** Side of a cell in CSS pixels, where there is room. */
const CELL = 26;

interface MapGridProps {
  caption: string;
  size: number;
  cells: readonly Cell[];
  window?: CellWindow;
  network: 'generator' | 'discriminator';
  /** Called with the cell under the pointer while it is pressed; fractions of cells count. */
  onDrag?: (row: number, column: number) => void;
}

/** A map as a grid of numbers with a window on it. Zeros that were put in are dots; what is not there yet is blank. */
export function MapGrid({ caption, size, cells, window, network, onDrag }: MapGridProps) {
  const side = size * CELL;
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (!onDrag || event.buttons === 0) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    const at = (offset: number, length: number) => (offset / length) * size - 0.5;
    onDrag(at(event.clientY - box.top, box.height), at(event.clientX - box.left, box.width));
  };
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.map}
        data-network={network}
        data-draggable={onDrag && ''}
        viewBox={`-2 -2 ${side + 4} ${side + 4}`}
        style={{ width: side + 4 }}
        role="img"
        aria-label={caption}
        onPointerDown={drag}
        onPointerMove={drag}
      >
        {cells.map((cell, i) => {
          const [x, y] = [(i % size) * CELL, Math.floor(i / size) * CELL];
          return (
            <g key={i} transform={`translate(${x} ${y})`}>
              <rect width={CELL} height={CELL} className={styles[cell.kind]} />
              {cell.kind !== 'empty' && (
                <text x={CELL / 2} y={CELL / 2}>
                  {cell.kind === 'zero' ? '·' : String(cell.value).replace('-', '−')}
                </text>
              )}
            </g>
          );
        })}
        {window && (
          <rect
            className={styles.window}
            x={window.column * CELL}
            y={window.row * CELL}
            width={window.size * CELL}
            height={window.size * CELL}
          />
        )}
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
