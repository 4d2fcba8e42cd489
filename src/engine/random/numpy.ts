import { preciseLog } from './logarithm';
import { Mt19937, type TwisterState } from './mt19937';
import type { RandomSource } from './source';

/** Everything a `NumpyRandom` holds; `gauss` is the second number of the last polar pair, if still unused. */
export interface NumpyState {
  twister: TwisterState;
  gauss?: number;
}

/**
 * `np.random.RandomState`: the same numbers from the same seed, call for call.
 *
 * A seed is a whole number of 0 … 2³²−1, else a RangeError is thrown.
 */
export class NumpyRandom implements RandomSource {
  readonly generator = 'numpy';
  private readonly twister: Mt19937;
  private spare: number | undefined;

  constructor(seed: number | NumpyState) {
    const saved = typeof seed === 'number' ? undefined : seed;
    this.twister = new Mt19937(typeof seed === 'number' ? seed : seed.twister);
    this.spare = saved?.gauss;
  }

  /** A copy of the state; `new NumpyRandom(state)` goes on from it. */
  state(): NumpyState {
    return { twister: this.twister.state(), gauss: this.spare };
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

  uniform(out: Float64Array, low: number, high: number): void {
    const range = high - low;
    for (let i = 0; i < out.length; i++) out[i] = low + range * this.randomSample();
  }

  normal(out: Float64Array, mean: number, stddev: number): void {
    for (let i = 0; i < out.length; i++) out[i] = mean + stddev * this.gauss();
  }

  truncatedNormal(out: Float64Array, mean: number, stddev: number): void {
    for (let i = 0; i < out.length; i++) {
      let x = this.gauss();
      while (Math.abs(x) > 2) x = this.gauss();
      out[i] = mean + stddev * x;
    }
  }

  /** `RandomState.permutation(n)`. */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    this.shuffle(order);
    return order;
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

  /** A whole number of 0 … `most` by masked rejection on 32-bit words; `most` is at least 1. */
  private below(most: number): number {
    const mask = 0xffffffff >>> Math.clz32(most);
    let value: number;
    do value = (this.twister.next32() & mask) >>> 0;
    while (value > most);
    return value;
  }
}
