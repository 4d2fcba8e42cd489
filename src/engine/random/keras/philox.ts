const { imul } = Math;
const rounds = 10;
const [multiplier0, multiplier1] = [0xd2511f53, 0xcd9e8d57];
const [weyl0, weyl1] = [0x9e3779b9, 0xbb67ae85];

/** The high 32 bits of the product of a word and the word whose halves are `low` and `high`, as a signed number. */
function highProduct(word: number, low: number, high: number): number {
  const wordLow = word & 0xffff;
  const wordHigh = word >>> 16;
  const middle = (imul(wordHigh, low) >>> 0) + (imul(wordLow, low) >>> 16);
  const carry = (imul(wordLow, high) >>> 0) + (middle & 0xffff);
  return imul(wordHigh, high) + (middle >>> 16) + (carry >>> 16);
}

/** A key of two words and a counter of four, the lowest first. */
export interface PhiloxState {
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number, number, number];
}

/** Philox-4x32-10 (Salmon et al. 2011): the four words of a counter and a key, into `out`. */
export function philox(
  [key0, key1]: PhiloxState['key'],
  [counter0, counter1, counter2, counter3]: PhiloxState['counter'],
  out: Int32Array,
): void {
  let [c0, c1, c2, c3, k0, k1] = [counter0 | 0, counter1 | 0, counter2 | 0, counter3 | 0, key0 | 0, key1 | 0];
  for (let round = 0; round < rounds; round++) {
    const high0 = highProduct(c0, multiplier0 & 0xffff, multiplier0 >>> 16);
    const high1 = highProduct(c2, multiplier1 & 0xffff, multiplier1 >>> 16);
    const low0 = imul(c0, multiplier0);
    const low1 = imul(c2, multiplier1);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
