/** What is known of a table when its first row is to be judged. */
export interface FirstRow {
  cells: readonly string[];
  target: number;
  /** Whether the target holds quantities and not classes. */
  quantity: boolean;
  /** Of the other rows: how often each class occurs, and whether all of them are numbers. */
  others: ReadonlyMap<string, number>;
  othersNumeric: boolean;
  isNumber(cell: string): boolean;
}

/** Whether the first row is a header, and what people should know of the decision. */
export interface HeaderVerdict {
  header: boolean;
  note?: string;
}

/**
 * Whether cells number the columns 0, 1, 2 … or 1, 2, 3 …, those of `columns`, as pandas and R write names that nobody
 * has given.
 */
function numbered(cells: readonly string[], columns: readonly number[]): boolean {
  return [0, 1].some((first) =>
    columns.every(
      (column, index) => cells[column] === String(column + first) || cells[column] === String(index + first),
    ),
  );
}

/** Words that stand for a value that is missing, and are no name of a column. */
const missing = /^(?:n\/?a|nan|null|none|missing)$/i;
const isName = (cell: string): boolean => /\p{L}/u.test(cell) && !missing.test(cell);

const quoted = (cells: readonly string[]): string =>
  `${cells.slice(0, 6).join(', ').slice(0, 60)}${cells.length > 6 ? ' …' : ''}`;
const tookAsHeader = (cells: readonly string[]): HeaderVerdict => ({
  header: true,
  note: `The first row (${quoted(cells)}) was read as column names.`,
});

/**
 * Whether the first row is a header, when the target is given by an index. It is when no cell beside the target is a
 * number, or when the target's is not one and all others are, or when the cells number the columns and the target's
 * class occurs nowhere else. Where a row may be either it stays a sample, and the note says so.
 */
export function judgeFirstRow({ cells, target, quantity, others, othersNumeric, isNumber }: FirstRow): HeaderVerdict {
  const columns = cells.map((_, column) => column).filter((column) => column !== target);
  if (!columns.some((column) => isNumber(cells[column]))) return { header: true };
  const aim = cells[target];
  if (columns.every((column) => isNumber(cells[column])) && isName(aim) && othersNumeric) return tookAsHeader(cells);
  const columnNumbers = numbered(cells, columns);
  const whole =
    columnNumbers &&
    numbered(
      cells,
      cells.map((_, column) => column),
    );
  const ifNamed = 'if it contains column names, specify the target by name';
  if (quantity)
    return whole && cells.length > 2
      ? {
          header: false,
          note: `The first row (${quoted(cells)}) numbers the columns and was read as a sample: ${ifNamed}.`,
        }
      : { header: false };
  const known = others.has(aim);
  const alone = !known && others.size > 1 && [...others.values()].every((count) => count > 1);
  if (columnNumbers && !known && (isNumber(aim) ? alone : isName(aim))) return tookAsHeader(cells);
  if (alone)
    return {
      header: false,
      note: `The first row (${quoted(cells)}) was read as a sample, though its class "${aim.slice(0, 40)}" occurs nowhere else: ${ifNamed}.`,
    };
  if (whole && cells.length > 2)
    return {
      header: false,
      note: `The first row (${quoted(cells)}) numbers the columns and was read as a sample: ${ifNamed}.`,
    };
  return { header: false };
}
