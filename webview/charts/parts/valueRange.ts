/** A range of values to show, and what it leaves out. */
export interface ValueRange {
  min: number;
  max: number;
  /** The largest value, when it lies above `max`. */
  cut?: number;
}

/** At most this many values of a line are looked at. */
const looked = 400;

function sample(values: readonly number[], positive: boolean): number[] {
  const stride = Math.max(1, Math.ceil(values.length / looked));
  const out: number[] = [];
  for (let i = 0; i < values.length; i += stride)
    if (Number.isFinite(values[i]) && (!positive || values[i] > 0)) out.push(values[i]);
  return out.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.round(share * (sorted.length - 1))];

/**
 * A range that stays useful when one line explodes. Its top is the largest 90 % quantile of a line, lines whose
 * quantile is over four times the median line's left out; the real maximum takes its place when it is no more than half
 * as far again. The bottom is the least value. On a log scale distances are those of logarithms and only positive
 * values count. `full` shows all. Undefined without a value.
 */
export function valueRange(lines: readonly (readonly number[])[], log: boolean, full: boolean): ValueRange | undefined {
  const sorted = lines.map((line) => sample(line, log)).filter((line) => line.length > 0);
  if (sorted.length === 0) return undefined;
  const min = Math.min(...sorted.map((line) => line[0]));
  const largest = Math.max(...sorted.map((line) => line[line.length - 1]));
  const tops = sorted.map((line) => quantile(line, 0.9)).sort((a, b) => a - b);
  const middle = tops[(tops.length - 1) >> 1];
  const usual = Math.max(...tops.filter((top) => top <= middle + 3 * Math.abs(middle)));
  const starts = sorted.map((line) => line[line.length - 1]).filter((top) => top <= 2 * usual);
  const top = Math.max(usual, ...starts);
  const near = log
    ? Math.log(largest / top) <= 0.5 * Math.max(Math.log(top / min), 0.7)
    : largest - top <= 0.5 * (top - min);
  const max = full || near ? largest : top;
  const range = log ? padLog(min, max) : padLinear(min, max);
  return largest > range.max ? { ...range, cut: largest } : range;
}

function padLinear(min: number, max: number): ValueRange {
  const low = min >= 0 && min < 0.6 * max ? 0 : min;
  const pad = max > low ? (max - low) * 0.06 : Math.max(Math.abs(max) * 0.1, 1e-12);
  return { min: low === 0 ? 0 : low - pad, max: max + pad };
}

function padLog(min: number, max: number): ValueRange {
  // Hugely different costs would need more room than a double's exponent has digits.
  const factor = Math.max((max / min) ** 0.06, 1.05);
  return { min: Math.max(min / factor, 1e-300), max: Math.min(max * factor, 1e300) };
}

/**
 * Ticks of a log axis: decades, and 2, 3, 5 (0.7 too) between them where there is room for about `count`; evenly spaced
 * ones in a narrow range.
 */
export function logTicks(min: number, max: number, count = 7): number[] {
  const low = Math.log10(min);
  const high = Math.log10(max);
  for (const mantissas of [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const ticks: number[] = [];
    for (let decade = Math.floor(low); decade <= high; decade++) {
      for (const mantissa of mantissas) {
        const tick = Number(`${mantissa}e${decade}`);
        if (tick >= min * 0.9999 && tick <= max * 1.0001) ticks.push(tick);
      }
    }
    if (ticks.length < 3) return niceTicks(min, max, count);
    if (ticks.length <= count) return ticks;
  }
  const stride = Math.ceil((high - low) / count);
  const ticks: number[] = [];
  for (let decade = Math.ceil(low / stride) * stride; decade <= high; decade += stride)
    ticks.push(Number(`1e${decade}`));
  return ticks;
}

/** Evenly spaced round ticks within [min, max], at most `count`. */
export function niceTicks(min: number, max: number, count: number): number[] {
  const spacing = niceSpacing(max - min, count);
  if (!(spacing > 0)) return [min];
  const first = Math.ceil(min / spacing - 1e-9);
  const last = Math.floor(max / spacing + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * spacing).toPrecision(12)));
}

/** The least of 1, 2, 2.5, 5 × a power of ten that cuts `span` into at most `count` parts with ends. */
export function niceSpacing(span: number, count: number): number {
  if (!(span > 0) || !Number.isFinite(span)) return NaN;
  const rough = span / Math.max(1, count - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const mantissa = [1, 2, 2.5, 5, 10].find((value) => value * power >= rough * 0.9999) ?? 10;
  return Number((mantissa * power).toPrecision(12));
}
