import { CsvError, parse } from 'csv-parse/sync';
import { judgeFirstRow } from './csvHeader';
import { readCsvText } from './csvText';
import { classLimit, countText } from '../dataFile';
import { DatasetError } from '../datasetError';
import type { Room } from '../room';
import { RowStore } from './rowStore';

/** What a class is called in the file: its index in order of appearance, the first line that has it, and its rows. */
export interface ClassText {
  index: number;
  line: number;
  count: number;
}

/** A table whose cells beside the target are numbers. */
export interface CsvTable {
  header: string[] | undefined;
  /** Columns, and which of them is the target, from 0. */
  width: number;
  target: number;
  /** Count × (width − 1) features, and after them the quantity, or the index of the class's text. */
  rows: RowStore;
  /** Empty for quantities. */
  classes: ReadonlyMap<string, ClassText>;
  /** What people should know of how the table was read. */
  note?: string;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Bytes of a row at most: an open quote would take the rest of the file. */
const rowBytes = 16e6;

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

/** One record of the file, and the line on which it ends. */
interface Row {
  cells: string[];
  line: number;
}

/** Takes rows as they are parsed, so that no more than their numbers is kept. */
class TableReader {
  first: Row | undefined;
  target = -1;
  header: string[] | undefined;
  rows!: RowStore;
  readonly classes = new Map<string, ClassText>();
  /** Whether the first row waits for the others to tell whether it is a header. */
  private undecided = false;

  constructor(
    private readonly file: string,
    private readonly wanted: string | number,
    private readonly quantity: boolean,
    private readonly room: Room,
  ) {}

  add(row: Row): void {
    if (this.first === undefined) return this.begin(row);
    const width = this.first.cells.length;
    if (row.cells.length !== width) {
      throw new DatasetError(
        { file: this.file, row: row.line, value: `${row.cells.length}` },
        `${row.cells.length} cells, but the first row has ${width}.`,
      );
    }
    this.store(row, this.rows.add());
  }

  /** The table, once all rows are there. */
  finish(): CsvTable {
    const { file, first, target, rows, classes } = this;
    if (first === undefined) throw new DatasetError({ file }, 'the file has no rows.');
    const note = this.undecided ? this.decide(first) : undefined;
    if (rows.count === 0) throw new DatasetError({ file }, 'the file has a header but no rows.');
    return {
      header: this.header,
      width: first.cells.length,
      target,
      rows,
      classes,
      ...(note === undefined ? {} : { note }),
    };
  }

  private begin(row: Row): void {
    const { file, wanted } = this;
    const { cells } = row;
    if (cells.length < 2)
      throw new DatasetError(
        { file, row: row.line, value: cells[0] },
        'expected a target and at least one feature, got one column.',
      );
    this.first = row;
    this.target =
      typeof wanted === 'string'
        ? namedColumn(cells, wanted, file, row.line)
        : indexedColumn(cells.length, wanted, file);
    this.rows = new RowStore(cells.length, this.room, file);
    const titled =
      typeof wanted === 'string' || cells.every((cell, index) => index === this.target || numberOf(cell) === undefined);
    if (titled) this.header = cells;
    // Its place is kept, in case that it is a sample.
    else this.rows.add();
    this.undecided = !titled;
  }

  /** Makes the first row the header or the first sample. */
  private decide(first: Row): string | undefined {
    const { target, quantity, classes, rows } = this;
    const others = new Map([...classes].map(([text, { count }]) => [text, count]));
    const othersNumeric = quantity || [...others.keys()].every((text) => numberOf(text) !== undefined);
    const enough = rows.count > 1;
    const isNumber = (cell: string): boolean => numberOf(cell) !== undefined;
    const { header, note } = enough
      ? judgeFirstRow({ cells: first.cells, target, quantity, others, othersNumeric, isNumber })
      : { header: false, note: undefined };
    if (header) {
      this.header = first.cells;
      rows.dropFirst();
    } else {
      this.store(first, 0);
    }
    return note;
  }

  private store({ cells, line }: Row, row: number): void {
    let feature = 0;
    cells.forEach((cell, column) => {
      if (column === this.target) return;
      this.rows.set(row, feature++, this.number(cell, line, column));
    });
    const aim = cells[this.target];
    this.rows.set(row, feature, this.quantity ? this.number(aim, line, this.target) : this.classOf(aim, line));
  }

  private number(cell: string, line: number, column: number): number {
    const value = numberOf(cell);
    if (value !== undefined) return value;
    throw new DatasetError(
      { file: this.file, row: line, column: columnName(this, column), value: cell },
      cell === '' ? 'the cell is empty.' : `"${cell.slice(0, 80)}" is not a number.`,
    );
  }

  private classOf(cell: string, line: number): number {
    const { classes, file } = this;
    const known = classes.get(cell);
    if (known !== undefined) {
      known.count++;
      return known.index;
    }
    const place = { file, row: line, column: columnName(this, this.target), value: cell };
    if (cell === '') throw new DatasetError(place, 'the cell is empty.');
    if (classes.size === classLimit)
      throw new DatasetError(
        place,
        `more than ${countText(classLimit)} classes; a regression requires meanSquaredError with a linear output.`,
      );
    classes.set(cell, { index: classes.size, line, count: 1 });
    return classes.size - 1;
  }
}

/**
 * Reads comma, semicolon or tab separated text (UTF-8, or UTF-16 with a byte order mark; quotes, CRLF and Excel's
 * `sep=` line are understood, empty lines skipped). The first row is a header when the target is given by name, when
 * none of its cells beside the target is a number, or when `csvHeader.ts` finds it to be one. With `quantity` the
 * target's cells are numbers as well. Memory is taken from `room`. Throws `DatasetError` for what is no such text, an
 * empty file, rows of different lengths, a broken quote, a target that is not there, and a cell that is empty or no
 * number.
 */
export function readTable(
  source: Uint8Array | string,
  file: string,
  target: string | number,
  quantity: boolean,
  room: Room,
): CsvTable {
  const {
    bytes,
    delimiter: named,
    skipped,
  } = readCsvText(typeof source === 'string' ? new TextEncoder().encode(source) : source, file, room);
  const delimiter = named ?? delimiterOf(bytes);
  const reader = new TableReader(file, target, quantity, room);
  try {
    parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
      delimiter,
      // A tab is white space to the parser as well.
      trim: delimiter !== '\t',
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: rowBytes,
      on_record: (record: string[], context) => {
        reader.add({ cells: record.map((cell) => cell.trim()), line: context.lines + skipped });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error['lines'] === 'number' ? { row: error['lines'] + skipped } : {};
    const text =
      error.code === 'CSV_MAX_RECORD_SIZE'
        ? `a row of more than ${countText(rowBytes)} characters: a quote may not be closed.`
        : error.message.slice(0, 300);
    throw new DatasetError({ file, ...row }, text);
  }
  return reader.finish();
}

/** Bytes that the separator is looked for in at most. */
const lookedAt = 1 << 20;

/** The separator that the first line with text has most of, outside quotes. */
function delimiterOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, lookedAt));
  const line = (/[^\r\n]+/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

function namedColumn(header: string[], target: string, file: string, line: number): number {
  const column = header.indexOf(target);
  if (column < 0)
    throw new DatasetError(
      { file, row: line, value: target },
      `no column "${target}"; the first row has ${list(header)}.`,
    );
  if (header.indexOf(target, column + 1) >= 0)
    throw new DatasetError(
      { file, row: line, value: target },
      `there are several columns "${target}"; specify the index.`,
    );
  return column;
}

function list(header: string[]): string {
  const shown = header
    .slice(0, 12)
    .map((name) => `"${name.slice(0, 40)}"`)
    .join(', ');
  return header.length > 12 ? `${shown} and ${header.length - 12} more` : shown;
}

function indexedColumn(width: number, target: number, file: string): number {
  const column = target < 0 ? width + target : target;
  if (!(column >= 0 && column < width))
    throw new DatasetError(
      { file, value: `${target}` },
      `no column ${target}: the table has ${width}, 0 to ${width - 1} or −${width} to −1.`,
    );
  return column;
}
