const bins: i32 = 256;

/** Byte offsets of the figures that `distribution` writes, all float64; the counts of the bins come after. */
const Mean: usize = 0;
const Std: usize = 8;
const Least: usize = 16;
const Most: usize = 24;
const Zeros: usize = 32;
const Nan: usize = 40;
const Infinite: usize = 48;
const Lower: usize = 56;
const Upper: usize = 64;
const Counts: usize = 72;

/** Whether x is NaN or infinite. */
// @ts-ignore: decorator
@inline
function odd(x: f32): bool {
  return (reinterpret<u32>(x) & 0x7f800000) == 0x7f800000;
}

/**
 * Moments and histogram of `count` numbers, as `statisticsOf` and `histogramOf` of the diagnostics: moments in double and two
 * passes, 256 equal bins whose edges are those of `np.linspace`. Four running sums, so that one does not wait for another.
 */
export function distribution(values: usize, count: i32, out: usize): void {
  let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
  let least: f32 = Infinity;
  let most: f32 = -Infinity;
  let zeros = 0, nan = 0, infinite = 0;
  const end = values + (<usize>count << 2);
  for (let p = values; p < end; p += 4) {
    const x = load<f32>(p);
    if (odd(x)) {
      if (x != x) nan++;
      else infinite++;
      continue;
    }
    zeros += i32(x == 0);
    least = x < least ? x : least;
    most = x > most ? x : most;
    s3 += <f64>x;
    const rotated = s0;
    s0 = s1;
    s1 = s2;
    s2 = s3;
    s3 = rotated;
  }
  const finite = count - nan - infinite;
  const mean = finite == 0 ? NaN : (s0 + s1 + (s2 + s3)) / <f64>finite;
  s0 = s1 = s2 = s3 = 0;
  let lower = <f64>least;
  let upper = <f64>most;
  if (finite == 0) {
    lower = 0;
    upper = 1;
  } else if (lower == upper) {
    lower -= 0.5;
    upper += 0.5;
  }
  memory.fill(out + Counts, 0, <usize>bins << 2);
  const width = (upper - lower) / <f64>bins;
  const perUnit = <f64>bins / (upper - lower);
  for (let p = values; p < end; p += 4) {
    const x = load<f32>(p);
    if (odd(x)) continue;
    const d = <f64>x;
    const away = d - mean;
    s3 += away * away;
    const rotated = s0;
    s0 = s1;
    s1 = s2;
    s2 = s3;
    s3 = rotated;
    let bin = <i32>((d - lower) * perUnit);
    if (bin >= bins) bin = bins - 1;
    // The product may be rounded across an edge; the edges decide.
    if (d < <f64>bin * width + lower) bin--;
    else if (bin != bins - 1 && d >= <f64>(bin + 1) * width + lower) bin++;
    const at = out + Counts + (<usize>bin << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  store<f64>(out, mean, Mean);
  store<f64>(out, finite == 0 ? NaN : Math.sqrt((s0 + s1 + (s2 + s3)) / <f64>finite), Std);
  store<f64>(out, finite == 0 ? NaN : <f64>least, Least);
  store<f64>(out, finite == 0 ? NaN : <f64>most, Most);
  store<f64>(out, <f64>zeros, Zeros);
  store<f64>(out, <f64>nan, Nan);
  store<f64>(out, <f64>infinite, Infinite);
  store<f64>(out, lower, Lower);
  store<f64>(out, upper, Upper);
}
