import { twisterWords, twisterWordsAt } from '../shuffle';
import { refill, tempered } from './twister';

// A twister word by word: its state at `words` between `open` and `close`, with what its words give beside them.
const bytes: usize = (<usize>twisterWords) << 2;

let words: usize = 0;
let given: usize = 0;
/** Byte of the next word. */
let next: usize = 0;

function temper(): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(given + at, tempered(v128.load(words + at)));
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

/** Renews the words where all are used. */
// @ts-ignore: decorator
@inline
function renew(): void {
  if (next < bytes) return;
  refill(words);
  temper();
  next = 0;
}

/** The next word. */
// @ts-ignore: decorator
@inline
export function next32(): u32 {
  renew();
  const word = load<u32>(given + next);
  next += 4;
  return word;
}

/** Where the next words are, one after the other up to `endOfWords`; at least one. */
// @ts-ignore: decorator
@inline
export function nextWords(): usize {
  renew();
  return given + next;
}

// @ts-ignore: decorator
@inline
export function endOfWords(): usize {
  return given + bytes;
}

/** Goes on with the word at `at`, an address of `nextWords` on. */
// @ts-ignore: decorator
@inline
export function moveTo(at: usize): void {
  next = at - given;
}
