import { float64 } from '../elementType';
import { compiledDraws, type CompiledDraws } from './compiledDraws';
import { logarithmTable, preciseLog } from './logarithm';
import { Mt19937 } from './mt19937';
import type { GeneratorKind, RandomSource, TrainingStream } from './source';

/** Normals of which truncated ones are taken at a time. */
const blockNormals = 65_536;

/**
 * `np.random.RandomState`: the same numbers from the same seed, call for call.
 *
 * A seed is a whole number of 0 … 2³²−1, else a RangeError is thrown.
 */
export class NumpyRandom implements RandomSource, TrainingStream {
  readonly elementType = float64;
  readonly orthogonal = 'tall';
  readonly compiled = 'permutation';
  private readonly twister: Mt19937;
  /** The second number of the last polar pair, if still unused. */
  private spare: number | undefined;

  constructor(seed: number) {
    this.twister = new Mt19937(seed);
  }

  /** One stream for all tensors. */
  forTensor(): this {
    return this;
  }

  /** The state of the twister; a normal kept from a pair is dropped by `load`, and no training draws any. */
  save(words: Int32Array): void {
    this.twister.save(words);
  }

  load(words: Int32Array): void {
    this.twister.load(words);
    this.spare = undefined;
  }

  /** The next word of the twister, 0 … 2³²−1. */
  next32(): number {
    return this.twister.next32();
  }

  /** `RandomState.random_sample()`: U[0, 1) with 53 bits. */
  randomSample(): number {
    const high = this.twister.next32() >>> 5;
    const low = this.twister.next32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** `RandomState.randn()`: N(0, 1) by Marsaglia's polar method, whose pairs are kept across calls. */
  gauss(): number {
    if (this.spare !== undefined) {
      const kept = this.spare;
      this.spare = undefined;
      return kept;
    }
    let x1: number;
    let x2: number;
    let square: number;
    do {
      x1 = 2 * this.randomSample() - 1;
      x2 = 2 * this.randomSample() - 1;
      square = x1 * x1 + x2 * x2;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * preciseLog(square)) / square);
    this.spare = factor * x1;
    return factor * x2;
  }

  /** `RandomState.uniform`. */
  uniform(out: Float64Array, low: number, high: number): void {
    const range = high - low;
    const compiled = compiledDraws(out.length);
    if (compiled) return this.twister.moved((state) => compiled.numpyUniforms(state, out, low, range));
    for (let i = 0; i < out.length; i++) out[i] = low + range * this.randomSample();
  }

  /** `mean + stddev * RandomState.randn()`. */
  normal(out: Float64Array, mean: number, stddev: number): void {
    let at = 0;
    const compiled = compiledDraws(out.length);
    if (compiled) {
      // A number that is kept comes first, and one that is left over last.
      if (this.spare !== undefined) out[at++] = mean + stddev * this.gauss();
      const pairs = out.subarray(at, out.length - ((out.length - at) % 2));
      this.drawPairs(compiled, pairs, mean, stddev);
      at += pairs.length;
    }
    for (; at < out.length; at++) out[at] = mean + stddev * this.gauss();
  }

  /** Polar normals, those outside redrawn one by one. */
  truncatedNormal(out: Float64Array, mean: number, stddev: number): void {
    let at = 0;
    const take = (x: number): void => {
      if (Math.abs(x) <= 2) out[at++] = mean + stddev * x;
    };
    if (this.spare !== undefined && out.length > 0) take(this.gauss());
    // Whole blocks of normals, while as many numbers are still missing: none is drawn in vain.
    for (let compiled: CompiledDraws | undefined; (compiled = compiledDraws(out.length - at));) {
      const normals = new Float64Array(Math.min(blockNormals, (out.length - at) & ~1));
      this.drawPairs(compiled, normals, 0, 1);
      for (let i = 0; i < normals.length; i++) take(normals[i]);
    }
    while (at < out.length) take(this.gauss());
  }

  /** `RandomState.permutation(n)`. */
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

  /** `RandomState.shuffle` of a one-dimensional array, in place. */
  shuffle(values: Uint32Array): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i);
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }

  private drawPairs(compiled: CompiledDraws, out: Float64Array, mean: number, stddev: number): void {
    this.twister.moved((state) => compiled.numpyNormals(state, out, mean, stddev, logarithmTable()));
  }

  /** A whole number of 0 … `most` by masked rejection on 32-bit words; `most` is at least 1. */
  private below(most: number): number {
    const mask = 0xffffffff >>> Math.clz32(most);
    let value: number;
    do value = (this.twister.next32() & mask) >>> 0;
    while (value > most);
    return value;
  }
}

export const numpy: GeneratorKind = {
  create: (seed) => new NumpyRandom(seed),
  train: (seed) => new NumpyRandom(seed),
};
