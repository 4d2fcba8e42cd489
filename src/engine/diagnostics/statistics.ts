import type { Floats } from '../elementType';
import type { Statistics } from './summary';

/**
 * Count of all values, and mean, population std, min and max of the finite ones, in doubles and two passes, as
 * `np.mean` and `np.std` of the float64 array; `zeros` counts exact zeros of either sign.
 */
export function statisticsOf(values: Floats): Statistics {
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  let zeros = 0;
  let nan = 0;
  let infinite = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (x - x !== 0) {
      if (x !== x) nan += 1;
      else infinite += 1;
      continue;
    }
    sum += x;
    if (x === 0) zeros += 1;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  const count = values.length;
  const finite = count - nan - infinite;
  if (finite === 0) return { count, mean: NaN, std: NaN, min: NaN, max: NaN, zeros, nan, infinite };
  const mean = sum / finite;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const away = values[i] - mean;
    if (away - away !== 0) continue;
    squares += away * away;
  }
  return { count, mean, std: Math.sqrt(squares / finite), min, max, zeros, nan, infinite };
}
