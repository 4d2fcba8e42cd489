/** Values kept of a tensor. */
const sampleSize = 2 ** 16;

/** A place within 0 … 1 for each stretch, without a pattern that a matrix could share. */
function jitter(i: number): number {
  let x = Math.imul(i + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}

/**
 * Keeps the finite ones of all values of a small tensor, of a large one one value from each of `size` equal stretches,
 * the same at every reading.
 */
export class Sampler {
  private readonly kept: Float64Array;
  private length = 0;
  private next = 0;
  private nextAt = 0;

  constructor(
    private readonly count: number,
    private readonly size = sampleSize,
  ) {
    this.kept = new Float64Array(Math.min(count, size));
    this.nextAt = this.placeOf(0);
  }

  add(values: Float32Array | Float64Array, from: number): void {
    if (this.count <= this.size) {
      for (let i = 0; i < values.length; i++) if (values[i] - values[i] === 0) this.kept[this.length++] = values[i];
      return;
    }
    const end = from + values.length;
    while (this.nextAt < end) {
      const x = values[this.nextAt - from];
      if (x - x === 0) this.kept[this.length++] = x;
      this.nextAt = this.placeOf(++this.next);
    }
  }

  /** The kept values in the order in which they came. */
  values(): Float64Array {
    return this.kept.subarray(0, this.length);
  }

  /** The kept values from small to large. */
  sorted(): Float64Array {
    return this.values().slice().sort();
  }

  private placeOf(i: number): number {
    if (i >= this.size) return Infinity;
    const start = Math.floor((i * this.count) / this.size);
    const end = Math.floor(((i + 1) * this.count) / this.size);
    return start + Math.floor(jitter(i) * (end - start));
  }
}
