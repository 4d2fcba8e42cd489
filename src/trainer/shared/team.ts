import {
  doPart,
  mostArguments,
  partCallNames,
  type KernelExports,
  type PartCall,
} from '../../engine/kernels/wasm/kernelCalls';
import { placesOf, structure } from '../../engine/kernels/layouts/structure';
import { sharedBytes } from './sharedBytes';

/** A worker's lane, after the arguments of all workers. */
const lane = structure(
  'lane',
  {
    state: 'i32',
    /** Number of the newest part that was handed over, and of the newest that is done. */
    asked: 'i32',
    done: 'i32',
    call: 'i32',
  },
  32,
);
const word = placesOf(lane, 4);
const laneWords = lane.stride / 4;

/** States of a lane; a worker that is taken has the leader's number plus `taken`. */
const away = 0;
const offered = 1;
const taken = 2;
/** In place of a state: the worker is dead. */
const lost = -1;

/** Looks at a word, some tens of microseconds in all, before a thread sleeps for it. */
const looks = 20_000;
/** Milliseconds of a sleep at most. */
const longestSleep = 1;

/** At the start: the number of workers. */
const headBytes = 8;

/** Bytes of a team of so many workers. */
function teamBytes(workers: number): number {
  return workers * (8 * mostArguments + lane.stride);
}

/**
 * Workers without a trial of their own help those that have one: a lane of shared memory each, in which a leader puts
 * the part of a call that is theirs. A helper waits on its lane; whoever waits looks at the word for a moment first,
 * since a part takes less time than to wake a thread.
 */
export class Team {
  readonly buffer: ArrayBufferLike;
  readonly workers: number;
  private readonly words: Int32Array;
  private readonly args: Float64Array;

  /** A new one of so many workers, or that of a buffer which another thread has made. */
  constructor(shared: ArrayBufferLike | number) {
    this.buffer = typeof shared === 'number' ? sharedBytes(headBytes + teamBytes(shared)) : shared;
    const head = new Int32Array(this.buffer, 0, 1);
    if (typeof shared === 'number') head[0] = shared;
    this.workers = head[0];
    this.args = new Float64Array(this.buffer, headBytes, mostArguments * this.workers);
    this.words = new Int32Array(this.buffer, headBytes + this.args.byteLength, laneWords * this.workers);
  }

  /** Helps whoever asks until `enough` says so; it is asked when there is nothing to do. Only in a worker thread. */
  help(worker: number, kernels: KernelExports, enough: () => boolean): void {
    const at = laneWords * worker;
    const { words } = this;
    Atomics.store(words, at + word.state, offered);
    let done = Atomics.load(words, at + word.done);
    for (;;) {
      if (this.waitFor(at + word.asked, done)) {
        doPart(partCallNames[Atomics.load(words, at + word.call)], kernels, this.argumentsOf(worker));
        done = (done + 1) | 0;
        Atomics.store(words, at + word.done, done);
        Atomics.notify(words, at + word.done);
        continue;
      }
      // Nobody has taken it: it may go. One that is taken stays until it is let go.
      if (Atomics.load(words, at + word.state) === away) return;
      if (enough() && Atomics.compareExchange(words, at + word.state, offered, away) === offered) return;
    }
  }

  /** Takes a worker that offers to help; undefined when there is none. */
  take(leader: number): number | undefined {
    for (let worker = 0; worker < this.workers; worker++) {
      if (Atomics.compareExchange(this.words, laneWords * worker + word.state, offered, taken + leader) === offered)
        return worker;
    }
    return undefined;
  }

  /** Lets a taken worker go. */
  release(worker: number, leader: number): void {
    const at = laneWords * worker;
    Atomics.compareExchange(this.words, at + word.state, taken + leader, away);
    // It may sleep on the next part.
    Atomics.notify(this.words, at + word.asked);
  }

  /** Room for the arguments of a worker's next part. */
  argumentsOf(worker: number): Float64Array {
    return this.args.subarray(mostArguments * worker, mostArguments * (worker + 1));
  }

  /** Hands a part over to a taken worker, whose arguments are there. */
  ask(worker: number, call: PartCall): void {
    const at = laneWords * worker;
    Atomics.store(this.words, at + word.call, partCallNames.indexOf(call));
    Atomics.add(this.words, at + word.asked, 1);
    Atomics.notify(this.words, at + word.asked);
  }

  /** Waits until a worker has done what it was asked. Throws when it has died. */
  await(worker: number): void {
    const at = laneWords * worker;
    const asked = Atomics.load(this.words, at + word.asked);
    for (
      let seen = Atomics.load(this.words, at + word.done);
      seen !== asked;
      seen = Atomics.load(this.words, at + word.done)
    ) {
      if (Atomics.load(this.words, at + word.state) === lost)
        throw new Error('A worker thread that helped with a step exited early.');
      this.waitFor(at + word.done, seen);
    }
  }

  /** A worker has died: who waits for it hears of it, and whom it had taken is let go. */
  lose(worker: number): void {
    Atomics.store(this.words, laneWords * worker + word.state, lost);
    for (let other = 0; other < this.workers; other++) this.release(other, worker);
  }

  /** Whether a word has become another one than `seen`, after a moment of waiting. */
  private waitFor(place: number, seen: number): boolean {
    const { words } = this;
    for (let look = 0; look < looks; look++) if (Atomics.load(words, place) !== seen) return true;
    return Atomics.wait(words, place, seen, longestSleep) === 'not-equal' || Atomics.load(words, place) !== seen;
  }
}
