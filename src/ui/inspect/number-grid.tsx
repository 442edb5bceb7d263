import { useTexts } from '../common/hooks';
import { formatNumber } from '../../i18n/text';
import type { Language } from '../../i18n/text';
import { divergingColour } from './colour-scale';
import styles from './number-grid.module.css';
import { useDrawnTheme } from './use-drawn-theme';

/** How strongly a cell is tinted at most: its number has to stay readable. */
const TINT = 0.4;

interface NumberGridProps {
  caption: string;
  rows: readonly (readonly number[])[];
  rowNames?: readonly string[];
  columnNames?: readonly string[];
  /** Whether the numbers are short. */
  compact?: boolean;
}

/** A table of numbers, each tinted by its share of the greatest: blue negative, orange positive. */
export function NumberGrid({ caption, rows, rowNames, columnNames, compact = false }: NumberGridProps) {
  const { language } = useTexts();
  const theme = useDrawnTheme();
  const greatest = Math.max(...rows.flat().map(Math.abs), 1e-12);
  const colour = (value: number) => `rgb(${divergingColour((TINT * value) / greatest, theme).join(' ')})`;
  return (
    <table className={styles.grid} data-compact={compact || undefined}>
      <caption>{caption}</caption>
      {columnNames && (
        <thead>
          <tr>
            {rowNames && <td aria-hidden />}
            {columnNames.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((row, y) => (
          <tr key={y}>
            {rowNames && <th scope="row">{rowNames[y]}</th>}
            {row.map((value, x) => (
              <td key={x} style={{ background: colour(value) }}>
                {shortNumber(language, value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Below this a number is told by its power of ten, which is shorter. */
const SMALL = 1e-3;

function shortNumber(language: Language, value: number): string {
  if (value === 0) return '0'; // a product with zero may be a negative one
  const text = Math.abs(value) < SMALL ? value.toExponential(0) : formatNumber(language, value, 2);
  return text.replaceAll('-', '−');
}
