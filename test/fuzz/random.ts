/**
 * A small generator (mulberry32) with the choices that mutations need; the same seed gives the same inputs on every
 * machine.
 */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let x = this.state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number of 0 … n − 1; 0 for n = 0. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** One of a list. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** True once in `n`. */
  once(n: number): boolean {
    return this.below(n) === 0;
  }
}
