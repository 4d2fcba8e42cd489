import { twisterWords, twisterWordsAt } from '../shuffle';

const shift: i32 = 397;
/** The bits of a word that are taken of its neighbour, the matrix, the masks of tempering, and the 24 bits of a uniform. */
const masks = memory.data<i32>([0x7fffffff, 0x9908b0df, 0x9d2c5680, 0xefc60000, 0xffffff]);
const smallest = memory.data<f32>([5.960464477539063e-8]);

// @ts-ignore: decorator
@inline
function mask(index: usize): v128 {
  return v128.load32_splat(masks + (index << 2));
}

/** What becomes of words, of those behind them, and of their partners. */
// @ts-ignore: decorator
@inline
function mixed(words: v128, next: v128, partners: v128): v128 {
  const y = v128.bitselect(next, words, mask(0));
  const odd = i32x4.shr_s(i32x4.shl(y, 31), 31);
  return v128.xor(v128.xor(partners, i32x4.shr_u(y, 1)), v128.and(odd, mask(1)));
}

/** One word anew, with the partner and the next one by their places. */
// @ts-ignore: decorator
@inline
function mixOne(words: usize, i: i32, next: i32, partner: i32): void {
  const y =
    (load<u32>(words + ((<usize>i) << 2)) & 0x80000000) | (load<u32>(words + ((<usize>next) << 2)) & 0x7fffffff);
  const twist = load<u32>(words + ((<usize>partner) << 2)) ^ (y >> 1) ^ (0x9908b0df & (0 - (y & 1)));
  store<u32>(words + ((<usize>i) << 2), twist);
}

/** All words anew; a word depends on none of the three before it. */
export function refill(words: usize): void {
  const turn = twisterWords - shift;
  let i = 0;
  for (; i + 4 <= turn; i += 4) {
    const at = words + ((<usize>i) << 2);
    v128.store(at, mixed(v128.load(at), v128.load(at, 4), v128.load(at + ((<usize>shift) << 2))));
  }
  for (; i < turn; i++) mixOne(words, i, i + 1, i + shift);
  for (; i + 5 <= twisterWords; i += 4) {
    const at = words + ((<usize>i) << 2);
    v128.store(at, mixed(v128.load(at), v128.load(at, 4), v128.load(at - ((<usize>turn) << 2))));
  }
  for (; i < twisterWords; i++) mixOne(words, i, i + 1 < twisterWords ? i + 1 : 0, i - turn);
}

/** What the twister gives of its words. */
// @ts-ignore: decorator
@inline
export function tempered(words: v128): v128 {
  let y = v128.xor(words, i32x4.shr_u(words, 11));
  y = v128.xor(y, v128.and(i32x4.shl(y, 7), mask(2)));
  y = v128.xor(y, v128.and(i32x4.shl(y, 15), mask(3)));
  return v128.xor(y, i32x4.shr_u(y, 18));
}

/** U[0, 1) of the low 24 bits of tempered words. */
// @ts-ignore: decorator
@inline
function uniform(words: v128): v128 {
  const bits = v128.and(tempered(words), mask(4));
  return f32x4.mul(f32x4.convert_i32x4_s(bits), v128.load32_splat(smallest));
}

/**
 * `torch.rand` `count` times, as float32 at `out`, which has room for three more; `state` has the index of the twister's
 * next word, then its words, with room for three more.
 */
export function rands(state: usize, count: i32, out: usize): void {
  const words = state + twisterWordsAt;
  let position = load<i32>(state);
  while (count > 0) {
    if (position == twisterWords) {
      refill(words);
      position = 0;
    }
    const taken = min(count, twisterWords - position);
    for (let i = 0; i < taken; i += 4)
      v128.store(out + ((<usize>i) << 2), uniform(v128.load(words + ((<usize>(position + i)) << 2))));
    position += taken;
    count -= taken;
    out += (<usize>taken) << 2;
  }
  store<i32>(state, position);
}
