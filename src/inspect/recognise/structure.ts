import { hadamardEntry } from '../../engine/initializers/matrices/zerO';
import { pieceSize } from '../values/layouts';
import type { Scan } from '../statistics/scan';
import type { Side } from '../statistics/sides';
import type { TensorFile } from '../files/tensorFile';

/** What a whole matrix shows that single numbers do not. */
export type Structure =
  | { kind: 'constant'; value: number }
  | { kind: 'identity'; gain: number }
  | { kind: 'hadamard' }
  | { kind: 'orthogonal'; gain: number }
  | { kind: 'sparse'; zeros: number; along: 'columns' | 'rows' };

/** Numbers of a tensor that are held at once to look at its rows against each other. */
const largestHeld = 2 ** 24;
/** Multiplications spent on products of rows. */
const mostWork = 2e8;

function spreadOf(squares: Float64Array): number {
  let [low, high] = [Infinity, 0];
  for (const square of squares) {
    low = Math.min(low, square);
    high = Math.max(high, square);
  }
  return high === 0 ? Infinity : (high - low) / high;
}

const allEqual = (values: Uint32Array): boolean => values.every((value) => value === values[0]);

/** All numbers of a tensor that is not too large. */
export async function wholeTensor(
  file: TensorFile,
  { entry }: Pick<Scan, 'entry'>,
): Promise<Float64Array | Float32Array> {
  if (entry.count <= pieceSize) for await (const { values } of file.read(entry)) return values;
  let all: Float64Array | Float32Array | undefined;
  for await (const { from, values } of file.read(entry)) {
    all ??= values instanceof Float32Array ? new Float32Array(entry.count) : new Float64Array(entry.count);
    all.set(values, from);
  }
  return all ?? new Float32Array(0);
}

/**
 * Whether the `n` vectors of `m` numbers, all of squared length `square`, are at right angles: all pairs, or as many as
 * there is time for.
 */
function atRightAngles(
  at: (vector: number, i: number) => number,
  n: number,
  m: number,
  square: number,
  tolerance: number,
): boolean {
  const isRight = (a: number, b: number): boolean => {
    let product = 0;
    for (let i = 0; i < m; i++) product += at(a, i) * at(b, i);
    return Math.abs(product) <= tolerance * square;
  };
  if ((n * n * m) / 2 <= mostWork) {
    for (let a = 1; a < n; a++) for (let b = 0; b < a; b++) if (!isRight(a, b)) return false;
    return true;
  }
  const pairs = Math.floor(mostWork / m);
  for (let k = 0; k < pairs; k++) {
    // Multiples of the golden ratio go through pairs without a pattern.
    const a = Math.floor(((k * 0.6180339887498949) % 1) * n);
    const b = Math.floor(((k * 0.7548776662466927) % 1) * n);
    if (a !== b && !isRight(a, b)) return false;
  }
  return true;
}

/** The gain of an orthogonal matrix by the lengths of its shorter side's vectors; undefined where they differ. */
function evenLength(side: Side, tolerance: number): number | undefined {
  const { squares } = side;
  if (spreadOf(squares) > 2 * tolerance) return undefined;
  let sum = 0;
  for (const square of squares) sum += square;
  return Math.sqrt(sum / squares.length);
}

const isSylvester = (i: number, j: number): number => {
  let bits = i & j;
  for (let shift = 16; shift > 0; shift >>= 1) bits ^= bits >>> shift;
  return bits & 1 ? -1 : 1;
};

/**
 * Numbers that are all of one size, with the signs of Sylvester's Hadamard matrix, as ZerO scales it for the longer or
 * the shorter side.
 */
function isHadamard(values: Float32Array | Float64Array, rows: number, columns: number, size: number): boolean {
  const near = (fanOut: number): boolean => Math.abs(size / hadamardEntry(fanOut) - 1) < 1e-2;
  if (!near(rows) && !near(columns)) return false;
  for (let k = 0; k < values.length; k++)
    if (Math.sign(values[k]) !== isSylvester(Math.floor(k / columns), k % columns)) return false;
  return true;
}

function isIdentity(values: Float32Array | Float64Array, rows: number, columns: number): boolean {
  const gain = values[0];
  for (let k = 0; k < values.length; k++)
    if (values[k] !== (Math.floor(k / columns) === k % columns ? gain : 0)) return false;
  return gain !== 0 && rows > 0;
}

/**
 * The structure of a tensor, in the order of the tests: constant, identity, Hadamard, orthogonal, equal zeros in every
 * column. What a scan does not decide is decided on the numbers, which are read again for the few tensors that may be
 * of such a form. `rounding` is that of the numbers' type.
 */
export async function structureOf(file: TensorFile, scan: Scan, rounding: number): Promise<Structure | undefined> {
  const { moments, sides } = scan;
  const { count, finite, zeros, min, max } = moments;
  if (finite === 0 || finite < count) return undefined;
  if (min === max) return { kind: 'constant', value: min };
  const { shape } = scan;
  if (!sides || shape.length < 2) return undefined;
  const [first, last] = [shape[0], shape[shape.length - 1]];
  const held = count <= largestHeld;
  const rows = shape.length === 2 ? first : 0;
  if (rows && held && zeros === count - Math.min(first, last) && isIdentity(await wholeTensor(file, scan), first, last))
    return { kind: 'identity', gain: max === 0 ? min : max };
  if (
    rows &&
    held &&
    zeros === 0 &&
    max === -min &&
    moments.m2 / finite > 0.98 * max * max - moments.mean ** 2 &&
    isHadamard(await wholeTensor(file, scan), first, last, max)
  )
    return { kind: 'hadamard' };
  const tolerance = 1e-4 + 4 * rounding;
  // PyTorch flattens a convolution behind its first axis, Keras before its last one.
  const views = [
    {
      side: sides.rows,
      n: first,
      m: count / first,
      at: (values: ArrayLike<number>) => (v: number, i: number) => values[v * (count / first) + i],
    },
    {
      side: sides.columns,
      n: last,
      m: count / last,
      at: (values: ArrayLike<number>) => (v: number, i: number) => values[i * last + v],
    },
  ].filter(({ n, m }) => n <= m);
  for (const { side, n, m, at } of views) {
    const gain = evenLength(side, tolerance);
    // A single row is at right angles to nothing, so that only a usual length tells.
    if (
      gain === undefined ||
      !held ||
      (n === 1 && ![1, Math.SQRT2, 5 / 3].some((usual) => Math.abs(gain / usual - 1) < tolerance))
    )
      continue;
    if (atRightAngles(at(await wholeTensor(file, scan)), n, m, gain * gain, tolerance))
      return { kind: 'orthogonal', gain };
  }
  if (shape.length === 2 && Math.min(first, last) > 1 && zeros > 0 && zeros < count) {
    // Rows of zeros alone give every column as many, and are something else.
    const wholly = (side: Side, length: number): boolean => side.zeros.some((own) => own === length);
    if (sides.columns.zeros[0] > 0 && allEqual(sides.columns.zeros) && !wholly(sides.rows, last))
      return { kind: 'sparse', zeros: sides.columns.zeros[0], along: 'columns' };
    if (sides.rows.zeros[0] > 0 && allEqual(sides.rows.zeros) && !wholly(sides.columns, first))
      return { kind: 'sparse', zeros: sides.rows.zeros[0], along: 'rows' };
  }
  return undefined;
}
