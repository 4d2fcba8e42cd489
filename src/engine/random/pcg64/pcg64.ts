import { seedWords } from './seedSequence';

/** Words of a state: the 128-bit number, the 128-bit increment, whether half of a word is kept, and that half. */
const pcgWords = 10;

/** The multiplier 0x2360ed051fc65da44385df649fccf645 in parts of 16 bits, the lowest first. */
const [m0, m1, m2, m3, m4, m5, m6, m7] = [0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360];
const two16 = 65536;
const two32 = 4294967296;

/** 64 bits of a seed sequence, in two words with the low one first. */
const pair = (words: Uint32Array, at: number): [number, number] => [words[at], words[at + 1]];

/**
 * The generator PCG64 of NumPy: a 128-bit linear congruence whose halves are joined by XOR and rotated, XSL-RR 128/64
 * (O'Neill 2014; numpy/random/src/pcg64). Every product of 32 and 16 bits and the sums of them are exact in doubles.
 */
export class Pcg64 {
  /** The high and the low half of the word drawn last, 0 … 2³²−1. */
  high = 0;
  low = 0;
  /** The number, then the increment, each in four words with the lowest first. */
  private readonly words = new Uint32Array(8);
  private hasHalf = false;
  private half = 0;

  /** As `np.random.PCG64(seed)`; a seed is a whole number of any size, else a RangeError is thrown. */
  constructor(seed: number | bigint) {
    const state = seedWords(seed, 8);
    const [numberHigh, numberLow] = [pair(state, 0), pair(state, 2)];
    const { words } = this;
    // The increment is 2·n + 1, shifted from the lowest word up.
    const increment = [...pair(state, 6), ...pair(state, 4)];
    increment.forEach((word, i) => (words[4 + i] = (word << 1) | (i === 0 ? 1 : increment[i - 1] >>> 31)));
    this.step();
    let carry = 0;
    [...numberLow, ...numberHigh].forEach((word, i) => {
      const sum = words[i] + word + carry;
      words[i] = sum;
      carry = sum >= two32 ? 1 : 0;
    });
    this.step();
  }

  /** The next 64 bits, in `high` and `low`. */
  next64(): void {
    this.step();
    const { words } = this;
    const rotation = words[3] >>> 26;
    const odd = (rotation & 32) !== 0;
    const shift = rotation & 31;
    const one = words[3] ^ words[1];
    const other = words[2] ^ words[0];
    const high = odd ? other : one;
    const low = odd ? one : other;
    this.high = ((high >>> shift) | ((low << 1) << (31 - shift))) >>> 0;
    this.low = ((low >>> shift) | ((high << 1) << (31 - shift))) >>> 0;
  }

  /** The next 32 bits, 0 … 2³²−1: the low half of a word, then its high half. */
  next32(): number {
    if (this.hasHalf) {
      this.hasHalf = false;
      return this.half;
    }
    this.next64();
    this.hasHalf = true;
    this.half = this.high;
    return this.low;
  }

  /** Writes `pcgWords` words. */
  save(state: Int32Array): void {
    state.set(this.words);
    state[8] = this.hasHalf ? 1 : 0;
    state[9] = this.half;
  }

  /** Goes on from what `save` wrote. */
  load(state: Int32Array): void {
    this.words.set(state.subarray(0, 8));
    this.hasHalf = state[8] !== 0;
    this.half = state[9] >>> 0;
  }

  /** Goes on from where `draw` leaves the state, which it has as `save` writes it. */
  moved(draw: (state: Int32Array) => void): void {
    const state = new Int32Array(pcgWords);
    this.save(state);
    draw(state);
    this.load(state);
  }

  /** number · multiplier + increment, modulo 2¹²⁸. */
  private step(): void {
    const { words } = this;
    const a0 = words[0];
    const a1 = words[1];
    const a2 = words[2];
    const a3 = words[3];
    // Of each word: the products that start at its lower half, then those that start at its upper half.
    let upper = a0 * m1;
    let sum = a0 * m0 + words[4] + (upper & 0xffff) * two16;
    words[0] = sum;
    let carry = Math.floor(sum / two32) + Math.floor(upper / two16);
    upper = a0 * m3 + a1 * m1;
    sum = a0 * m2 + a1 * m0 + words[5] + carry + (upper & 0xffff) * two16;
    words[1] = sum;
    carry = Math.floor(sum / two32) + Math.floor(upper / two16);
    upper = a0 * m5 + a1 * m3 + a2 * m1;
    sum = a0 * m4 + a1 * m2 + a2 * m0 + words[6] + carry + (upper & 0xffff) * two16;
    words[2] = sum;
    carry = Math.floor(sum / two32) + Math.floor(upper / two16);
    upper = a0 * m7 + a1 * m5 + a2 * m3 + a3 * m1;
    words[3] = a0 * m6 + a1 * m4 + a2 * m2 + a3 * m0 + words[7] + carry + (upper & 0xffff) * two16;
  }
}
