// PCG64 as src/engine/random/pcg64/pcg64.ts: its state in globals between `open` and `close`, which read and write the
// ten words of `Pcg64.save`.
const multiplierHigh: u64 = 0x2360ed051fc65da4;
const multiplierLow: u64 = 0x4385df649fccf645;
const multiplierLow0: u64 = 0x9fccf645;
const multiplierLow1: u64 = 0x4385df64;

let low: u64 = 0;
let high: u64 = 0;
let incrementLow: u64 = 0;
let incrementHigh: u64 = 0;
let hasHalf: bool = false;
let half: u32 = 0;

export function open(state: usize): void {
  low = load<u64>(state);
  high = load<u64>(state, 8);
  incrementLow = load<u64>(state, 16);
  incrementHigh = load<u64>(state, 24);
  hasHalf = load<u32>(state, 32) != 0;
  half = load<u32>(state, 36);
}

export function close(state: usize): void {
  store<u64>(state, low);
  store<u64>(state, high, 8);
  store<u32>(state, u32(hasHalf), 32);
  store<u32>(state, half, 36);
}

/** The next 64 bits. */
// @ts-ignore: decorator
@inline
export function next64(): u64 {
  const a0 = low & 0xffffffff;
  const a1 = low >> 32;
  // The high half of low · multiplierLow, from products of 32 bits.
  const middle = a1 * multiplierLow0 + ((a0 * multiplierLow0) >> 32);
  const rest = a0 * multiplierLow1 + (middle & 0xffffffff);
  const carried = a1 * multiplierLow1 + (middle >> 32) + (rest >> 32);
  const product = low * multiplierLow;
  const sum = product + incrementLow;
  high = high * multiplierLow + low * multiplierHigh + carried + incrementHigh + u64(sum < product);
  low = sum;
  return rotr<u64>(high ^ low, high >> 58);
}

/** The next 32 bits: the low half of a word, then its high half. */
// @ts-ignore: decorator
@inline
export function next32(): u32 {
  if (hasHalf) {
    hasHalf = false;
    return half;
  }
  const word = next64();
  hasHalf = true;
  half = u32(word >> 32);
  return u32(word);
}
