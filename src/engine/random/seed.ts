/** Throws a RangeError unless `seed` is a whole number of 0 … 2³²−1. */
export function checkSeed(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new RangeError(`Seed: expected an integer from 0 to 4 294 967 295, got ${seed}.`);
}
