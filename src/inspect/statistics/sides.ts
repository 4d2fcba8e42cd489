/**
 * What is known of the rows (first axis) and columns (last axis) of a tensor: sums of squares, zeros, and a mark that
 * is equal for equal numbers.
 */
export interface Side {
  squares: Float64Array;
  zeros: Uint32Array;
  marks: Int32Array;
}

export interface Sides {
  rows: Side;
  columns: Side;
}

/** Sides longer than this are not followed one by one. */
const longestSide = 2 ** 21;

const newSide = (length: number): Side => ({
  squares: new Float64Array(length),
  zeros: new Uint32Array(length),
  marks: new Int32Array(length),
});

/** Nothing known yet of a tensor with this shape; undefined where a side is too long. */
export function newSides(shape: readonly number[]): Sides | undefined {
  const rows = shape.length > 1 ? shape[0] : 1;
  const columns = shape.at(-1) ?? 1;
  return rows > longestSide || columns > longestSide ? undefined : { rows: newSide(rows), columns: newSide(columns) };
}

/** One number more in a mark. A plain product would leave the low bits of round numbers untouched. */
function mix(mark: number, bits: number): number {
  const product = Math.imul(mark ^ bits, 0x9e3779b1);
  return product ^ (product >>> 15);
}

/** Adds the numbers from the one numbered `from` on; `rowSize` numbers make a row. */
export function addToSides(
  { rows, columns }: Sides,
  values: Float32Array | Float64Array,
  from: number,
  rowSize: number,
): void {
  const single = values instanceof Float32Array;
  const words = new Int32Array(values.buffer, values.byteOffset, values.byteLength >> 2);
  const last = columns.squares.length;
  let row = Math.floor(from / rowSize);
  let left = rowSize - (from % rowSize);
  let column = from % last;
  for (let start = 0; start < values.length;) {
    const end = Math.min(values.length, start + left);
    let squares = 0;
    let zeros = 0;
    let mark = rows.marks[row];
    for (let i = start; i < end; i++) {
      const x = values[i];
      const square = x * x;
      // −0 and 0 are one number.
      const bits = x === 0 ? 0 : single ? words[i] : words[2 * i] ^ Math.imul(words[2 * i + 1], 0x85ebca6b);
      squares += square;
      columns.squares[column] += square;
      if (x === 0) {
        zeros++;
        columns.zeros[column]++;
      }
      mark = mix(mark, bits);
      columns.marks[column] = mix(columns.marks[column], bits);
      if (++column === last) column = 0;
    }
    rows.squares[row] += squares;
    rows.zeros[row] += zeros;
    rows.marks[row] = mark;
    left -= end - start;
    if (left === 0) {
      row++;
      left = rowSize;
    }
    start = end;
  }
}

/** How many of a side are all zeros, and how many of the others equal an earlier one. */
export function countDuplicates({ squares, marks }: Side): { zero: number; duplicates: number } {
  const seen = new Set<string>();
  let zero = 0;
  let duplicates = 0;
  for (let i = 0; i < squares.length; i++) {
    if (squares[i] === 0) {
      zero++;
      continue;
    }
    const key = `${marks[i]} ${squares[i]}`;
    if (seen.has(key)) duplicates++;
    else seen.add(key);
  }
  return { zero, duplicates };
}

/** A text that is the same for tensors of the same shape and numbers. */
export function fingerprintOf({ rows, columns }: Sides, shape: readonly number[]): string {
  let mark = 0;
  for (const own of rows.marks) mark = mix(mark, own);
  let other = 0;
  for (const own of columns.marks) other = mix(other, own);
  return [shape.join('x'), (mark >>> 0).toString(16), (other >>> 0).toString(16)].join(' ');
}
