/** Two 32-bit words, 0 … 2³²−1: the data of a `jax.random.key`. */
export type Key = readonly [number, number];

/** Bits that a word is turned by in the rounds of a group, and in those of the next one. */
const rotations = Int32Array.of(13, 15, 26, 6, 17, 29, 16, 24);
/** The words of the key, group by group. */
const schedule = new Int32Array(7);

/**
 * Threefry-2x32 with 20 rounds (Salmon et al. 2011): ciphers the words `c0` and `c1` with the key (`k0`, `k1`), all of
 * them taken modulo 2³², into the first two of `out`.
 */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Int32Array): void {
  schedule[0] = schedule[3] = schedule[6] = k0;
  schedule[1] = schedule[4] = k1;
  schedule[2] = schedule[5] = k0 ^ k1 ^ 0x1bd11bda;
  let a = (c0 + k0) | 0;
  let b = (c1 + k1) | 0;
  for (let group = 1; group <= 5; group++) {
    const first = group % 2 === 1 ? 0 : 4;
    for (let round = first; round < first + 4; round++) {
      a = (a + b) | 0;
      b = ((b << rotations[round]) | (b >>> (32 - rotations[round]))) ^ a;
    }
    a = (a + schedule[group]) | 0;
    b = (b + schedule[group + 1] + group) | 0;
  }
  out[0] = a;
  out[1] = b;
}
