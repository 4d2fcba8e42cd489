import { float32, type Floats } from '../../elementType';
import { cosSin32, log32 } from './cephes';
import { compiledDraws } from '../compiledDraws';
import { fma32 } from '../fusedFloats';
import { Mt19937 } from '../mt19937';
import { NumpyRandom } from '../numpy';
import type { GeneratorKind, RandomSource } from '../source';

const { fround } = Math;
/** Numbers that Box–Muller makes together. */
const blockSize = 16;
const twoPi = fround(2 * Math.PI);

/**
 * PyTorch's CPU generator after `torch.manual_seed(seed)`, for float32 tensors: every number is a float32 value. Its
 * functions are those of version 2.12 and later.
 *
 * A seed is a whole number of 0 … 2³²−1, else a RangeError is thrown.
 */
export class TorchRandom implements RandomSource {
  readonly elementType = float32;
  readonly orthogonal = 'asKernel';
  private readonly twister: Mt19937;
  private readonly pair = new Float32Array(2);
  /** The second number of the last double Box–Muller pair, if still unused. */
  private spare: number | undefined;

  constructor(seed: number) {
    this.twister = new Mt19937(seed);
  }

  /** One stream for all tensors. */
  forTensor(): this {
    return this;
  }

  /** `torch.rand`: U[0, 1) with 24 bits. */
  rand(): number {
    return (this.twister.next32() & 0xffffff) / 16777216;
  }

  /** As many `torch.rand` as `out` has numbers. */
  rands(out: Floats): void {
    const compiled = compiledDraws(out.length);
    if (compiled) this.twister.moved((state) => compiled.torchRands(state, out));
    else for (let i = 0; i < out.length; i++) out[i] = this.rand();
  }

  uniform(out: Floats, low: number, high: number): void {
    const from = fround(low);
    const range = fround(fround(high) - from);
    this.rands(out);
    for (let i = 0; i < out.length; i++) out[i] = fround(out[i] * range + from);
  }

  /** As `normal_`: 16 numbers or more by float32 Box–Muller in blocks of 16, fewer one by one in doubles. */
  normal(out: Floats, mean: number, stddev: number): void {
    if (out.length < blockSize) {
      for (let i = 0; i < out.length; i++) out[i] = fround(this.doubleNormal() * stddev + mean);
      return;
    }
    const rest = out.length % blockSize;
    this.normalBlocks(out.subarray(0, out.length - rest), mean, stddev);
    if (rest > 0) this.lastBlock(out.subarray(-blockSize), rest, mean, stddev);
  }

  /** The normals of whole blocks of 16: the next numbers of a longer tensor. */
  normalBlocks(out: Floats, mean: number, stddev: number): void {
    const float32Mean = fround(mean);
    const float32Stddev = fround(stddev);
    const compiled = compiledDraws(out.length);
    if (compiled) {
      this.twister.moved((state) => compiled.torchNormals(state, out, float32Mean, float32Stddev));
      return;
    }
    this.rands(out);
    for (let i = 0; i < out.length; i += blockSize) this.transform(out, i, float32Mean, float32Stddev);
  }

  /**
   * The last 16 numbers of a tensor that `rest` of them are no whole block of: the uniforms of the rest are passed, and
   * all 16 are drawn anew.
   */
  lastBlock(out: Floats, rest: number, mean: number, stddev: number): void {
    for (let i = 0; i < rest; i++) this.rand();
    this.normalBlocks(out, mean, stddev);
  }

  /**
   * As `torch.nn.init.trunc_normal_(mean, stddev, mean − 2·stddev, mean + 2·stddev)` since 2.12: normals; while any
   * lies outside, as many are drawn anew and take the places of those outside.
   */
  truncatedNormal(out: Floats, mean: number, stddev: number): void {
    const low = fround(mean - 2 * stddev);
    const high = fround(mean + 2 * stddev);
    const isOutside = (x: number): boolean => x < low || x > high;
    this.normal(out, mean, stddev);
    for (let again: Float64Array | undefined; out.some(isOutside);) {
      again ??= new Float64Array(out.length);
      this.normal(again, mean, stddev);
      for (let i = 0; i < out.length; i++) if (isOutside(out[i])) out[i] = again[i];
    }
  }

  /** As `torch.randperm(n)` for n below 2³² / 20: the remainder of a 32-bit word chooses each swap. */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const j = i + (this.twister.next32() % (n - i));
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  /** Box–Muller on the 16 uniforms from `start`: the first 8 make the radii, the last 8 the angles. */
  private transform(out: Floats, start: number, mean: number, stddev: number): void {
    for (let j = start; j < start + 8; j++) {
      const radius = fround(Math.sqrt(-2 * log32(1 - out[j])));
      cosSin32(fround(twoPi * out[j + 8]), this.pair);
      out[j] = fma32(fround(radius * this.pair[0]), stddev, mean);
      out[j + 8] = fma32(fround(radius * this.pair[1]), stddev, mean);
    }
  }

  /** N(0, 1) of `at::normal_distribution<double>`, whose pairs are kept across calls. */
  private doubleNormal(): number {
    if (this.spare !== undefined) {
      const kept = this.spare;
      this.spare = undefined;
      return kept;
    }
    const u1 = this.doubleUniform();
    const u2 = this.doubleUniform();
    const radius = Math.sqrt(-2 * Math.log1p(-u2));
    const theta = 2 * Math.PI * u1;
    this.spare = radius * Math.sin(theta);
    return radius * Math.cos(theta);
  }

  /** U[0, 1) with 53 bits: the low 21 bits of one word above all 32 of the next. */
  private doubleUniform(): number {
    const high = this.twister.next32() & 0x1fffff;
    const low = this.twister.next32();
    return (high * 4294967296 + low) / 9007199254740992;
  }
}

export const torch: GeneratorKind = {
  create: (seed) => new TorchRandom(seed),
  // Rows have always come in NumPy's order, and runs that are kept are to come out the same.
  train: (seed) => new NumpyRandom(seed),
};
