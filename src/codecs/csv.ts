import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';
import { METRICS } from '../core/metrics';

/** The columns of a run's history: a step's number, then its metrics. */
const COLUMNS = ['step', ...METRICS] as const;
const NUMBER = /^[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|Infinity)$/i;

/**
 * A history, row-major with one row per step (its number, then the values of METRICS), as CSV with a line of
 * column names. Every number is written so that it reads back exactly; what a step did not report (NaN) is an
 * empty field.
 */
export function writeHistory(history: Float64Array): string {
  const lines = [COLUMNS.join(',')];
  for (let at = 0; at < history.length; at += COLUMNS.length)
    lines.push(Array.from(history.subarray(at, at + COLUMNS.length), formatField).join(','));
  return `${lines.join('\n')}\n`;
}

/**
 * Reads what `writeHistory` wrote, also after a spreadsheet has moved the columns or changed the line ends; a
 * metric without a column is NaN throughout. `file` names the part in the message of a failure.
 */
export function readHistory(text: string, file: string): Result<Float64Array<ArrayBuffer>> {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const names = (lines.shift() ?? '').split(',');
  const targets = names.map((name) => COLUMNS.findIndex((column) => column === name));
  if (targets.includes(-1) || !names.includes('step') || new Set(names).size < names.length)
    return fail('fileDamaged', { file }, `columns ${names.join(', ').slice(0, 200)}`);
  const history = new Float64Array(lines.length * COLUMNS.length).fill(Number.NaN);
  for (const [row, line] of lines.entries()) {
    const fields = line.split(',');
    const values = fields.map(parseField);
    if (fields.length !== names.length || values.includes(null))
      return fail('fileDamaged', { file }, `line ${row + 2}: ${line.slice(0, 200)}`);
    values.forEach((value, column) => (history[row * COLUMNS.length + targets[column]!] = value!));
  }
  return succeed(history);
}

function formatField(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

/** A field's number, NaN for an empty one, null for anything that is no number. */
function parseField(field: string): number | null {
  if (field === '') return Number.NaN;
  return NUMBER.test(field) ? Number(field) : null;
}
