import { placesOf, structure } from '../kernels/layouts/structure';
import { streamWords } from '../random/source';

const progress = structure('progress', {
  stepsDone: 'i32',
  cursor: 'i32',
  /** Step of divergence plus one; 0 for none. */
  diverged: 'i32',
  order: ['i32', streamWords],
});
const { stepsDone: StepsDone, cursor: Cursor, diverged: Diverged, order: Order } = placesOf(progress, 4);

/** 32-bit words of a training's place in shared memory. */
export const progressWords = progress.bytes / 4;

/** Where a training stands, apart from parameters, optimizer state and the order of the rows. */
export interface Progress {
  stepsDone: number;
  /** First row of the next batch in the epoch's order. */
  cursor: number;
  divergedAt: number | undefined;
}

/** Writes a training's place into shared memory. */
export function saveProgress(words: Int32Array, { stepsDone, cursor, divergedAt }: Progress): void {
  words[StepsDone] = stepsDone;
  words[Cursor] = cursor;
  words[Diverged] = divergedAt === undefined ? 0 : divergedAt + 1;
}

/** Where the state of the stream lies that orders the rows. */
export function orderState(words: Int32Array): Int32Array {
  return words.subarray(Order, Order + streamWords);
}

/** What `saveProgress` wrote. */
export function loadProgress(words: Int32Array): Progress {
  return {
    stepsDone: words[StepsDone],
    cursor: words[Cursor],
    divergedAt: words[Diverged] === 0 ? undefined : words[Diverged] - 1,
  };
}
