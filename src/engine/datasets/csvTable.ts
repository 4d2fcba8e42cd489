import { CsvError, parse } from 'csv-parse/sync';
import { DatasetError } from './datasetError';

/** A table as text: all rows of one length, `lines` the line of the file (from 1) on which each row ends. */
export interface CsvTable {
  header: string[] | undefined;
  rows: string[][];
  lines: number[];
  /** Of the target column, from 0. */
  target: number;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a cell writes in decimal, else undefined; hexadecimal, NaN and infinities are no numbers here. */
export function numberOf(cell: string): number | undefined {
  if (!decimal.test(cell)) return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** How a message calls a column: its name, else its index. */
export function columnName(table: Pick<CsvTable, 'header'>, column: number): string {
  return table.header === undefined ? `${column}` : `"${table.header[column]}"`;
}

/**
 * Reads comma, semicolon or tab separated text (quotes, CRLF and a byte order mark are understood, empty lines skipped).
 * The first row is a header when the target is given by name, or when none of its cells beside the target is a number.
 * Throws `DatasetError` for an empty file, rows of different lengths, a broken quote, and a target that is not there.
 */
export function readTable(source: Uint8Array | string, file: string, target: string | number): CsvTable {
  const { rows, lines } = records(source, file);
  if (rows.length === 0) throw new DatasetError({ file }, 'the file has no rows.');
  const width = rows[0].length;
  rows.forEach((row, index) => {
    if (row.length !== width) {
      throw new DatasetError({ file, row: lines[index], value: `${row.length}` }, `${row.length} cells, where the first row has ${width}.`);
    }
  });
  if (width < 2) throw new DatasetError({ file, row: lines[0], value: rows[0][0] }, 'one column only: a target and at least one feature are needed.');
  const column = typeof target === 'string' ? namedColumn(rows[0], target, file) : indexedColumn(width, target, file);
  const titled = typeof target === 'string' || rows[0].every((cell, index) => index === column || numberOf(cell) === undefined);
  const header = titled ? rows.shift() : undefined;
  if (titled) lines.shift();
  if (rows.length === 0) throw new DatasetError({ file }, 'the file has a header and no rows.');
  return { header, rows, lines, target: column };
}

function records(source: Uint8Array | string, file: string): { rows: string[][]; lines: number[] } {
  const text = (typeof source === 'string' ? source : new TextDecoder().decode(source)).replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(text);
  const rows: string[][] = [];
  const lines: number[] = [];
  try {
    parse(text, {
      delimiter,
      // A tab is white space to the parser as well.
      trim: delimiter !== '\t',
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (record: string[], context) => {
        rows.push(record.map((cell) => cell.trim()));
        lines.push(context.lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error['lines'] === 'number' ? { row: error['lines'] } : {};
    throw new DatasetError({ file, ...row }, error.message);
  }
  return { rows, lines };
}

/** The separator that the first line with text has most of, outside quotes. */
function delimiterOf(text: string): string {
  const line = (/[^\r\n]+/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

function namedColumn(header: string[], target: string, file: string): number {
  const column = header.indexOf(target);
  if (column < 0) throw new DatasetError({ file, row: 1, value: target }, `no column "${target}"; the first row has ${list(header)}.`);
  if (header.indexOf(target, column + 1) >= 0) throw new DatasetError({ file, row: 1, value: target }, `several columns "${target}"; give its index.`);
  return column;
}

function list(header: string[]): string {
  const shown = header.slice(0, 12).map((name) => `"${name}"`).join(', ');
  return header.length > 12 ? `${shown} and ${header.length - 12} more` : shown;
}

function indexedColumn(width: number, target: number, file: string): number {
  const column = target < 0 ? width + target : target;
  if (!(column >= 0 && column < width)) throw new DatasetError({ file, value: `${target}` }, `no column ${target}: the table has ${width}, 0 to ${width - 1} or −${width} to −1.`);
  return column;
}
