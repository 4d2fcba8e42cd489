import { described, FileProblem } from '../files/fileProblem';
import type { Dtype } from '../files/tensorFile';

/** Bytes of one number. */
export const dtypeBytes: Readonly<Record<Dtype, number>> = {
  f64: 8,
  f32: 4,
  f16: 2,
  bf16: 2,
  f8e4m3: 1,
  f8e5m2: 1,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  bool: 1,
};

/** Whether numbers of this type can be weights. */
export const isFloat = (dtype: Dtype): boolean => dtype[0] === 'f' || dtype === 'bf16';

/**
 * Half the distance of neighbouring numbers, relative to their size: what rounding does to a weight; 0 where it is far
 * too small to matter.
 */
export const roundingOf: Readonly<Partial<Record<Dtype, number>>> = {
  f16: 2 ** -11,
  bf16: 2 ** -8,
  f8e4m3: 2 ** -4,
  f8e5m2: 2 ** -3,
};

/** Dimensions of a tensor at most; NumPy allows 32, PyTorch 64. */
const mostDimensions = 64;

/**
 * The product of a shape. Throws a `FileProblem` for sides that are no whole numbers of 0 or more, and for a product
 * that is not exact or whose bytes are not.
 */
export function countOf(shape: readonly unknown[], dtype: Dtype, place: string): number {
  if (shape.length > mostDimensions)
    throw new FileProblem(`the shape of ${place}`, `at most ${mostDimensions} dimensions`, String(shape.length));
  let count = 1;
  let empty = false;
  for (const side of shape) {
    if (typeof side !== 'number' || !Number.isSafeInteger(side) || side < 0)
      throw new FileProblem(`the shape of ${place}`, 'a list of integers', described(side));
    if (side === 0) empty = true;
    else count *= side;
    if (count * dtypeBytes[dtype] > Number.MAX_SAFE_INTEGER)
      throw new FileProblem(`the shape of ${place}`, 'a product below 2⁵³', shape.slice(0, 8).join(' × '));
  }
  return empty ? 0 : count;
}
