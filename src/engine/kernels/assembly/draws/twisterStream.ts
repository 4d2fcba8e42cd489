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

/** The next word. */
// @ts-ignore: decorator
@inline
export function next32(): u32 {
  if (next == bytes) {
    refill(words);
    temper();
    next = 0;
  }
  const word = load<u32>(given + next);
  next += 4;
  return word;
}
