import { mutate } from './mutate';
import { SeededRandom } from './random';
import type { FuzzTarget } from './target';

/** Bytes of an input at most: the harness holds several copies of one. */
const largest = 1 << 24;

/**
 * The input number `index` of a target: by its number and the seed alone. Every third is of the format's own structure
 * where the target makes such.
 */
export function inputOf(target: FuzzTarget, seeds: readonly Uint8Array[], seed: number, index: number): Uint8Array {
  return anyInput(target, seeds, seed, index).subarray(0, largest);
}

function anyInput(target: FuzzTarget, seeds: readonly Uint8Array[], seed: number, index: number): Uint8Array {
  const random = new SeededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  // The first figures of neighbouring seeds are alike.
  for (let i = 0; i < 4; i++) random.next();
  if (target.structured && index % 3 === 0) {
    const made = target.structured(random);
    return random.once(2) ? made : mutate(made, random, seeds);
  }
  return mutate(random.of(seeds), random, seeds);
}
