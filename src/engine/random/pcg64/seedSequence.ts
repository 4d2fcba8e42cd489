/** Words of the pool. */
const poolSize = 4;
const initA = 0x43b0d7e5;
const multiplierA = 0x931e8875;
const initB = 0x8b51f9dd;
const multiplierB = 0x58f38ded;
const mixLeft = 0xca01f9dd;
const mixRight = 0x4973f715;

/** The 32-bit words of a whole number of 0 or more, the lowest first; anything else throws a RangeError. */
function wordsOf(seed: number | bigint): number[] {
  if (typeof seed === 'number' ? !Number.isSafeInteger(seed) || seed < 0 : seed < 0n)
    throw new RangeError(`Seed: expected a non-negative integer, got ${seed}.`);
  const words: number[] = [];
  for (let rest = BigInt(seed); rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words;
}

const fold = (x: number): number => (x ^ (x >>> 16)) >>> 0;
const mix = (x: number, y: number): number => fold(Math.imul(mixLeft, x) - Math.imul(mixRight, y));

/** A hash whose constant goes on from call to call. */
function hash(start: number, multiplier: number): (value: number) => number {
  let constant = start;
  return (value) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, multiplier);
    return fold(Math.imul(mixed, constant));
  };
}

/**
 * `np.random.SeedSequence(seed).generate_state(count)`: 32-bit words with all bits of a seed mixed into each, after
 * O'Neill's `seed_seq_fe` (numpy/random/bit_generator.pyx).
 *
 * `seed` is a whole number of any size; a number below 0 or with a fraction is a RangeError.
 */
export function seedWords(seed: number | bigint, count: number): Uint32Array {
  const entropy = wordsOf(seed);
  const pooled = hash(initA, multiplierA);
  const pool = Array.from({ length: poolSize }, (_, i) => pooled(entropy[i] ?? 0));
  for (let from = 0; from < poolSize; from++)
    for (let to = 0; to < poolSize; to++) if (from !== to) pool[to] = mix(pool[to], pooled(pool[from]));
  for (const word of entropy.slice(poolSize))
    for (let to = 0; to < poolSize; to++) pool[to] = mix(pool[to], pooled(word));
  const drawn = hash(initB, multiplierB);
  return Uint32Array.from({ length: count }, (_, i) => drawn(pool[i % poolSize]));
}
