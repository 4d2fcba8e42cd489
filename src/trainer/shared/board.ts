import { placesOf, structure } from '../../engine/kernels/layouts/structure';
import { sharedBytes } from './sharedBytes';

/** At the start: the number of trials. */
const headBytes = 8;
/** What is kept of a trial, after the seconds of all trials. */
const trialRecord = structure('trial', {
  claim: 'i32',
  phase: 'i32',
  steps: 'i32',
  singleSteps: 'i32',
  /** Step of the newest snapshot plus one. */
  lookedAt: 'i32',
  pieces: 'i32',
  holder: 'i32',
});
const word = placesOf(trialRecord, 4);
const trialWords = trialRecord.stride / 4;

/** What a trial has come to; it goes only upwards. */
const waiting = 0;
/** Its weights are drawn. */
const running = 1;
/** It makes no more steps, and the trainer has its last weights; the figures of whole splits are not there yet. */
const concluded = 2;
/** The same in a run that is stopped, and the trainer has been told how it ended. */
const handedOver = 3;
const ended = 4;

/**
 * Where every trial of a run stands, in memory that all its workers share: a free worker claims a trial for a slice of
 * time, so that no core idles while there is a trial to train. Only the worker with the claim writes a trial's words.
 */
export class Board {
  readonly buffer: ArrayBufferLike;
  private readonly words: Int32Array;
  private readonly times: Float64Array;

  /** A new one for so many trials, or that of a buffer which another thread has made. */
  constructor(shared: ArrayBufferLike | number) {
    this.buffer = typeof shared === 'number' ? sharedBytes(headBytes + (8 + trialRecord.stride) * shared) : shared;
    const head = new Int32Array(this.buffer, 0, 1);
    if (typeof shared === 'number') head[0] = shared;
    const trials = head[0];
    this.times = new Float64Array(this.buffer, headBytes, trials);
    this.words = new Int32Array(this.buffer, headBytes + 8 * trials, trialWords * trials);
  }

  get trials(): number {
    return this.times.length;
  }

  /** Takes a free trial; false when another worker was faster. Workers are numbered from 0. */
  claim(trial: number, worker: number): boolean {
    return Atomics.compareExchange(this.words, trialWords * trial + word.claim, 0, worker + 1) === 0;
  }

  release(trial: number): void {
    Atomics.store(this.words, trialWords * trial + word.claim, 0);
  }

  isFree(trial: number): boolean {
    return this.read(trial, word.claim) === 0;
  }

  isClaimedBy(trial: number, worker: number): boolean {
    return this.read(trial, word.claim) === worker + 1;
  }

  isWaiting(trial: number): boolean {
    return this.read(trial, word.phase) === waiting;
  }

  /** Whether it makes no more steps. */
  hasConcluded(trial: number): boolean {
    return this.read(trial, word.phase) >= concluded;
  }

  isHandedOver(trial: number): boolean {
    return this.read(trial, word.phase) >= handedOver;
  }

  hasEnded(trial: number): boolean {
    return this.read(trial, word.phase) === ended;
  }

  get allEnded(): boolean {
    for (let trial = 0; trial < this.trials; trial++) if (!this.hasEnded(trial)) return false;
    return true;
  }

  /** Trials that have not ended, and those of them that no worker has. */
  count(): { active: number; free: number } {
    let [active, free] = [0, 0];
    for (let trial = 0; trial < this.trials; trial++) {
      if (this.hasEnded(trial)) continue;
      active++;
      if (this.isFree(trial)) free++;
    }
    return { active, free };
  }

  setRunning(trial: number): void {
    this.write(trial, word.phase, running);
  }

  setConcluded(trial: number): void {
    this.write(trial, word.phase, concluded);
  }

  setHandedOver(trial: number): void {
    this.write(trial, word.phase, handedOver);
  }

  setEnded(trial: number): void {
    this.write(trial, word.phase, ended);
  }

  /** Training steps done. */
  steps(trial: number): number {
    return this.read(trial, word.steps);
  }

  setSteps(trial: number, steps: number): void {
    this.write(trial, word.steps, steps);
  }

  /** How many of the granted single steps a trial has done. */
  singleSteps(trial: number): number {
    return this.read(trial, word.singleSteps);
  }

  setSingleSteps(trial: number, steps: number): void {
    this.write(trial, word.singleSteps, steps);
  }

  /** Step of the newest snapshot; −1 for none. */
  lookedAt(trial: number): number {
    return this.read(trial, word.lookedAt) - 1;
  }

  setLookedAt(trial: number, step: number): void {
    this.write(trial, word.lookedAt, step + 1);
  }

  /** The worker that had the trial last, −1 for none; the caller has it now. */
  takeOver(trial: number, worker: number): number {
    const before = this.read(trial, word.holder) - 1;
    this.write(trial, word.holder, worker + 1);
    return before;
  }

  /** Number of the next piece of a trial's history: pieces of several workers are put together in this order. */
  nextPiece(trial: number): number {
    return Atomics.add(this.words, trialWords * trial + word.pieces, 1);
  }

  /** Seconds spent on a trial; adds to them. */
  addSeconds(trial: number, seconds: number): void {
    this.times[trial] += seconds;
  }

  seconds(trial: number): number {
    return this.times[trial];
  }

  private read(trial: number, place: number): number {
    return Atomics.load(this.words, trialWords * trial + place);
  }

  private write(trial: number, place: number, value: number): void {
    Atomics.store(this.words, trialWords * trial + place, value);
  }
}
