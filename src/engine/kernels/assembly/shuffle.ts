/** Words of a Mersenne Twister, and how far apart those are that a new one is made of. */
export const twisterWords: i32 = 624;
const shift: i32 = 397;
/** Byte of the state where the words begin, after the index of the next one. */
export const twisterWordsAt: usize = 4;

function refill(words: usize): void {
  for (let i = 0; i < twisterWords; i++) {
    const next = i + 1 < twisterWords ? i + 1 : 0;
    const partner = i + shift < twisterWords ? i + shift : i + shift - twisterWords;
    const y =
      (load<u32>(words + ((<usize>i) << 2)) & 0x80000000) | (load<u32>(words + ((<usize>next) << 2)) & 0x7fffffff);
    store<u32>(
      words + ((<usize>i) << 2),
      load<u32>(words + ((<usize>partner) << 2)) ^ (y >> 1) ^ (0x9908b0df & (0 - (y & 1))),
    );
  }
}

/**
 * `RandomState.permutation(n)` into `order`, as `NumpyRandom` draws it; `state` has the index of the twister's next
 * word, then its words.
 */
export function permutation(order: usize, n: i32, state: usize): void {
  const words = state + twisterWordsAt;
  let position = load<i32>(state);
  for (let i = 0; i < n; i++) store<i32>(order + ((<usize>i) << 2), i);
  for (let i = n - 1; i > 0; i--) {
    const mask = (<u32>0xffffffff) >> clz<u32>(<u32>i);
    let j: u32;
    do {
      if (position == twisterWords) {
        refill(words);
        position = 0;
      }
      let y = load<u32>(words + ((<usize>position) << 2));
      position++;
      y ^= y >> 11;
      y ^= (y << 7) & 0x9d2c5680;
      y ^= (y << 15) & 0xefc60000;
      y ^= y >> 18;
      j = y & mask;
    } while (j > <u32>i);
    const own = order + ((<usize>i) << 2),
      other = order + ((<usize>j) << 2);
    const kept = load<u32>(own);
    store<u32>(own, load<u32>(other));
    store<u32>(other, kept);
  }
  store<i32>(state, position);
}
