import { twisterWordsAt } from '../shuffle';

// MT19937 as src/engine/random/mt19937.ts, four words at a time: its state at `words` between `open` and `close`, with
// the words that it gives beside it.
const shift: usize = 397 << 2;
const rest: usize = 227 << 2;
const bytes: usize = 624 << 2;

let words: usize = 0;
let given: usize = 0;
/** Byte of the next word. */
let next: usize = 0;

// @ts-ignore: decorator
@inline
function mixed(now: v128, following: v128, partner: v128): v128 {
  const y = v128.or(v128.and(now, i32x4.splat(0x80000000)), v128.and(following, i32x4.splat(0x7fffffff)));
  const odd = i32x4.neg(v128.and(y, i32x4.splat(1)));
  return v128.xor(v128.xor(partner, i32x4.shr_u(y, 1)), v128.and(odd, i32x4.splat(0x9908b0df)));
}

/** The words that the state gives. */
function temper(): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    let y = v128.load(words + at);
    y = v128.xor(y, i32x4.shr_u(y, 11));
    y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(0x9d2c5680)));
    y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(0xefc60000)));
    v128.store(given + at, v128.xor(y, i32x4.shr_u(y, 18)));
  }
}

function refill(): void {
  let at: usize = 0;
  for (; at < 224 << 2; at += 16)
    v128.store(words + at, mixed(v128.load(words + at), v128.load(words + at, 4), v128.load(words + at + shift)));
  for (; at < rest; at += 4) one(at, at + 4, at + shift);
  for (; at < bytes - 4; at += 16)
    v128.store(words + at, mixed(v128.load(words + at), v128.load(words + at, 4), v128.load(words + at - rest)));
  one(bytes - 4, 0, bytes - 4 - rest);
  temper();
  next = 0;
}

function one(at: usize, following: usize, partner: usize): void {
  const y = (load<u32>(words + at) & 0x80000000) | (load<u32>(words + following) & 0x7fffffff);
  store<u32>(words + at, load<u32>(words + partner) ^ (y >> 1) ^ (0x9908b0df & (0 - (y & 1))));
}

/** Goes on from what `Mt19937.save` wrote at `state`; `room` is for as many words. */
export function open(state: usize, room: usize): void {
  words = state + twisterWordsAt;
  given = room;
  next = (<usize>load<u32>(state)) << 2;
  temper();
}

export function close(state: usize): void {
  store<u32>(state, u32(next >> 2));
}

/** The next word. */
// @ts-ignore: decorator
@inline
export function next32(): u32 {
  if (next == bytes) refill();
  const word = load<u32>(given + next);
  next += 4;
  return word;
}
