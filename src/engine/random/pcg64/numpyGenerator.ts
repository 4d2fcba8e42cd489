import { float32, float64, type ElementType } from '../../elementType';
import type { GeneratorKind, GeneratorSettings, RandomSource, TrainingStream } from '../source';
import { lemire, masked } from './bounded';
import { compiledDraws } from '../compiledDraws';
import { Pcg64 } from './pcg64';
import { normal32, normal64, uniform32, uniform64 } from './ziggurat';
import { doubleTables, floatTables } from './zigguratTables';

/**
 * `np.random.default_rng(seed)`, NumPy's `Generator` on PCG64: the same numbers from the same seed, call for call
 * (numpy/random/_generator.pyx). With `float32`, those of `dtype=np.float32`, and products rounded to it.
 *
 * A seed is a whole number of any size, else a RangeError is thrown.
 */
export class NumpyGenerator implements RandomSource, TrainingStream {
  readonly orthogonal = 'tall';
  private readonly bits: Pcg64;
  private readonly sample: (bits: Pcg64) => number;
  private readonly standardNormal: (bits: Pcg64) => number;

  constructor(
    seed: number | bigint,
    readonly elementType: ElementType = float64,
  ) {
    this.bits = new Pcg64(seed);
    [this.sample, this.standardNormal] = elementType === float64 ? [uniform64, normal64] : [uniform32, normal32];
  }

  /** One stream for all tensors. */
  forTensor(): this {
    return this;
  }

  save(words: Int32Array): void {
    this.bits.save(words);
  }

  load(words: Int32Array): void {
    this.bits.load(words);
  }

  /** `Generator.random()`: U[0, 1) with 53 bits, in float32 with 24. */
  randomSample(): number {
    return this.sample(this.bits);
  }

  /** `Generator.uniform`; in float32, `low + (high − low) * Generator.random`. */
  uniform(out: Float64Array, low: number, high: number): void {
    const { bits, sample, elementType } = this;
    const { round } = elementType;
    const compiled = compiledDraws(out.length);
    if (compiled) return this.bits.moved((state) => compiled.pcgUniforms(state, out, this.single, low, high - low));
    const start = round(low);
    const range = round(high - low);
    for (let i = 0; i < out.length; i++) out[i] = round(start + round(range * sample(bits)));
  }

  /**
   * `mean + stddev * Generator.standard_normal`, which in float64 is `Generator.normal`; without the sum where `mean`
   * is 0.
   */
  normal(out: Float64Array, mean: number, stddev: number): void {
    this.fillNormals(out, mean, stddev, Infinity);
  }

  /** Normals, those outside redrawn one by one: NumPy has no function for it. */
  truncatedNormal(out: Float64Array, mean: number, stddev: number): void {
    this.fillNormals(out, mean, stddev, 2);
  }

  /** `Generator.permutation(n)`, n up to 2³². */
  permutation(n: number): Uint32Array {
    const order = new Uint32Array(n);
    this.permute(order);
    return order;
  }

  /** The same into an array of n. */
  permute(order: Uint32Array): void {
    for (let i = 0; i < order.length; i++) order[i] = i;
    this.shuffle(order);
  }

  /** `Generator.shuffle` of the rows of an array with `width` numbers in each, in place. */
  shuffle(values: Uint32Array, width = 1): void {
    for (let i = values.length / width - 1; i > 0; i--) {
      const j = masked(this.bits, i);
      for (let column = 0; column < width; column++) {
        const kept = values[i * width + column];
        values[i * width + column] = values[j * width + column];
        values[j * width + column] = kept;
      }
    }
  }

  /** `Generator.integers(low, high, count)` of 64-bit integers, `high` left out; high − low is up to 2⁵³−1. */
  integers(low: number, high: number, count: number): number[] {
    return Array.from({ length: count }, () => low + lemire(this.bits, high - low - 1));
  }

  /** `Generator.choice(n, count, replace=False)`. */
  choice(n: number, count: number): number[] {
    if (n > 10000 && count > Math.floor(n / 50)) {
      const all = Array.from({ length: n }, (_, i) => i);
      this.swapDown(all, Math.max(n - count, 1));
      return all.slice(n - count);
    }
    // Floyd's way: a number drawn before gives way to the largest so far.
    const chosen = new Set<number>();
    for (let most = n - count; most < n; most++) {
      const drawn = lemire(this.bits, most);
      chosen.add(chosen.has(drawn) ? most : drawn);
    }
    const numbers = [...chosen];
    this.swapDown(numbers, 1);
    return numbers;
  }

  private get single(): boolean {
    return this.elementType === float32;
  }

  /** Normals of mean 0 and variance 1 within ± `most`, drawn again until they are, scaled and shifted. */
  private fillNormals(out: Float64Array, mean: number, stddev: number, most: number): void {
    const { bits, standardNormal, elementType } = this;
    const { round } = elementType;
    const compiled = compiledDraws(out.length);
    if (compiled)
      return this.bits.moved((state) =>
        compiled.pcgNormals(state, out, this.single, mean, stddev, most, this.single ? floatTables : doubleTables),
      );
    const shift = round(mean);
    const scale = round(stddev);
    for (let i = 0; i < out.length; i++) {
      let z = standardNormal(bits);
      while (Math.abs(z) > most) z = standardNormal(bits);
      out[i] = round(scale * z);
    }
    if (shift !== 0) for (let i = 0; i < out.length; i++) out[i] = round(out[i] + shift);
  }

  /** Shuffles from the end down to `first`, as `choice` does. */
  private swapDown(values: number[], first: number): void {
    for (let i = values.length - 1; i >= first; i--) {
      const j = lemire(this.bits, i);
      [values[i], values[j]] = [values[j], values[i]];
    }
  }
}

const create = (seed: number | bigint, { dtype }: GeneratorSettings = {}): NumpyGenerator =>
  new NumpyGenerator(seed, dtype === 'float32' ? float32 : float64);

export const numpyGenerator: GeneratorKind = {
  title: 'NumPy Generator',
  description: '`np.random.default_rng(seed)`, the same numbers as NumPy.',
  settings: ['dtype'],
  create,
  createLarge: create,
  train: (seed) => new NumpyGenerator(seed),
};
