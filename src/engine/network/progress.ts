import { placesOf, structure } from '../kernels/layouts/structure';
import { twister } from '../kernels/layouts/twister';
import { twisterWords } from '../random/mt19937';
import type { NumpyRandom } from '../random/numpy';

const progress = structure('progress', {
  stepsDone: 'i32',
  cursor: 'i32',
  /** Step of divergence plus one; 0 for none. */
  diverged: 'i32',
  twister: ['i32', twister.bytes / 4],
});
const { stepsDone: StepsDone, cursor: Cursor, diverged: Diverged, twister: Twister } = placesOf(progress, 4);
const Position = Twister + placesOf(twister, 4).position;
const Words = Twister + placesOf(twister, 4).words;

/** 32-bit words of a training's place in shared memory. */
export const progressWords = progress.bytes / 4;

/** Where a training stands, apart from parameters, optimizer state and the order of the rows. */
export interface Progress {
  stepsDone: number;
  /** First row of the next batch in the epoch's order. */
  cursor: number;
  divergedAt: number | undefined;
}

/** Writes a training's place into shared memory, with the generator of its shuffles. */
export function saveProgress(
  words: Int32Array,
  { stepsDone, cursor, divergedAt }: Progress,
  random: NumpyRandom | undefined,
): void {
  words[StepsDone] = stepsDone;
  words[Cursor] = cursor;
  words[Diverged] = divergedAt === undefined ? 0 : divergedAt + 1;
  if (random !== undefined) saveTwister(words, random);
}

/** Writes the state of the generator alone. */
export function saveTwister(words: Int32Array, random: NumpyRandom): void {
  const state = random.state().twister;
  words[Position] = state.position;
  words.set(state.words, Words);
}

/** Byte of the memory where the position of the generator lies, and after it its words. */
export function twisterAt(words: Int32Array): number {
  return words.byteOffset + progress.at.twister;
}

/** What `saveProgress` wrote. */
export function loadProgress(words: Int32Array): Progress {
  return {
    stepsDone: words[StepsDone],
    cursor: words[Cursor],
    divergedAt: words[Diverged] === 0 ? undefined : words[Diverged] - 1,
  };
}

/** State of the generator that `saveProgress` wrote, for `new NumpyRandom`. */
export function loadTwister(words: Int32Array): { words: Uint32Array; position: number } {
  return { position: words[Position], words: new Uint32Array(words.subarray(Words, Words + twisterWords)) };
}
