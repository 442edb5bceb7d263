import { useTexts } from '../common/hooks';
import { formatFixed } from '../../i18n/text';
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
  const digits = digitsBehindPoint(rows.flat(), greatest);
  const text = (value: number) => formatFixed(language, value, digits).replace('-', '−');
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
                {value === 0 ? '0' : text(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** As many for all numbers of a table, so that they line up: two significant digits of the greatest, more above 1. */
function digitsBehindPoint(values: readonly number[], greatest: number): number {
  if (values.every(Number.isInteger)) return 0;
  const exponent = Math.floor(Math.log10(greatest));
  return Math.min(20, Math.max(0, exponent < 0 ? 1 - exponent : 2 - exponent));
}
