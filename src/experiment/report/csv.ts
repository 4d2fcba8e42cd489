/** A cell: text, a number, or nothing (an empty cell: not known). */
export type CsvCell = string | number | undefined;

/**
 * A number as every reader of CSV takes it: a decimal point and no separators; NaN and infinities as the words that
 * NumPy and pandas read.
 */
export function csvNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  return value === -Infinity ? '-inf' : String(value);
}

function cellText(cell: CsvCell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return csvNumber(cell);
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * Rows as CSV by RFC 4180: commas, CRLF after every row, cells in quotes where they hold a comma, a quote or a line
 * break (or begin or end with a blank).
 */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}
