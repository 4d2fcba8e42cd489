import { checkSeed } from './seed';

/** Words of the state of a Mersenne Twister. */
export const twisterWords = 624;
const shift = 397;

/**
 * The 32-bit Mersenne Twister MT19937 (Matsumoto & Nishimura 1998), seeded by `init_genrand` as NumPy and PyTorch do.
 */
export class Mt19937 {
  private readonly words = new Uint32Array(twisterWords);
  /** Of the next word; `twisterWords` when all are used. */
  private position = twisterWords;

  /** `seed` is a whole number of 0 … 2³²−1; anything else throws a RangeError. */
  constructor(seed: number) {
    checkSeed(seed);
    this.words[0] = seed;
    for (let i = 1; i < twisterWords; i++) {
      const previous = this.words[i - 1] ^ (this.words[i - 1] >>> 30);
      this.words[i] = Math.imul(1812433253, previous) + i;
    }
  }

  /**
   * One seeded by `init_by_array` with 624 words at most, as Python seeds `random`; a word that is no whole number of
   * 0 … 2³²−1 throws a RangeError.
   */
  static fromWords(key: readonly number[]): Mt19937 {
    key.forEach(checkSeed);
    const twister = new Mt19937(19650218);
    const { words } = twister;
    let i = 0;
    // The first word is the last one's copy whenever the index wraps around.
    const step = (factor: number, added: number, sign: 1 | -1): void => {
      i++;
      words[i] = (words[i] ^ Math.imul(words[i - 1] ^ (words[i - 1] >>> 30), factor)) + sign * added;
      if (i < twisterWords - 1) return;
      words[0] = words[i];
      i = 0;
    };
    for (let k = 0; k < twisterWords; k++) step(1664525, key[k % key.length] + (k % key.length), 1);
    for (let k = 1; k < twisterWords; k++) step(1566083941, i + 1, -1);
    words[0] = 0x80000000;
    return twister;
  }

  /** The next word, 0 … 2³²−1. */
  next32(): number {
    if (this.position === twisterWords) this.refill();
    let y = this.words[this.position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** Writes the index of the next word, then all words. */
  save(state: Int32Array): void {
    state[0] = this.position;
    state.set(this.words, 1);
  }

  /** Goes on from what `save` wrote. */
  load(state: Int32Array): void {
    this.position = state[0];
    this.words.set(state.subarray(1, 1 + twisterWords));
  }

  /** Goes on from where `draw` leaves the state, which it has as `save` writes it. */
  moved(draw: (state: Int32Array) => void): void {
    const state = new Int32Array(1 + twisterWords);
    this.save(state);
    draw(state);
    this.load(state);
  }

  private refill(): void {
    const words = this.words;
    for (let i = 0; i < twisterWords; i++) {
      const next = i + 1 < twisterWords ? i + 1 : 0;
      const partner = i + shift < twisterWords ? i + shift : i + shift - twisterWords;
      const y = (words[i] & 0x80000000) | (words[next] & 0x7fffffff);
      words[i] = words[partner] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
