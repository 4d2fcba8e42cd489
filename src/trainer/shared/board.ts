import { sharedBytes } from './sharedBytes';

/** At the start: the number of trials. */
const headBytes = 8;
/** Words of one trial. */
const trialWords = 8;
const Claim = 0;
const Phase = 1;
const Steps = 2;
const SingleSteps = 3;
/** Step of the newest snapshot plus one. */
const LookedAt = 4;
const Pieces = 5;
const Holder = 6;

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
    this.buffer = typeof shared === 'number' ? sharedBytes(headBytes + (4 * trialWords + 8) * shared) : shared;
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
    return Atomics.compareExchange(this.words, trialWords * trial + Claim, 0, worker + 1) === 0;
  }

  release(trial: number): void {
    Atomics.store(this.words, trialWords * trial + Claim, 0);
  }

  isFree(trial: number): boolean {
    return this.read(trial, Claim) === 0;
  }

  isClaimedBy(trial: number, worker: number): boolean {
    return this.read(trial, Claim) === worker + 1;
  }

  isWaiting(trial: number): boolean {
    return this.read(trial, Phase) === waiting;
  }

  /** Whether it makes no more steps. */
  hasConcluded(trial: number): boolean {
    return this.read(trial, Phase) >= concluded;
  }

  isHandedOver(trial: number): boolean {
    return this.read(trial, Phase) >= handedOver;
  }

  hasEnded(trial: number): boolean {
    return this.read(trial, Phase) === ended;
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
    this.write(trial, Phase, running);
  }

  setConcluded(trial: number): void {
    this.write(trial, Phase, concluded);
  }

  setHandedOver(trial: number): void {
    this.write(trial, Phase, handedOver);
  }

  setEnded(trial: number): void {
    this.write(trial, Phase, ended);
  }

  /** Training steps done. */
  steps(trial: number): number {
    return this.read(trial, Steps);
  }

  setSteps(trial: number, steps: number): void {
    this.write(trial, Steps, steps);
  }

  /** How many of the granted single steps a trial has done. */
  singleSteps(trial: number): number {
    return this.read(trial, SingleSteps);
  }

  setSingleSteps(trial: number, steps: number): void {
    this.write(trial, SingleSteps, steps);
  }

  /** Step of the newest snapshot; −1 for none. */
  lookedAt(trial: number): number {
    return this.read(trial, LookedAt) - 1;
  }

  setLookedAt(trial: number, step: number): void {
    this.write(trial, LookedAt, step + 1);
  }

  /** The worker that had the trial last, −1 for none; the caller has it now. */
  takeOver(trial: number, worker: number): number {
    const before = this.read(trial, Holder) - 1;
    this.write(trial, Holder, worker + 1);
    return before;
  }

  /** Number of the next piece of a trial's history: pieces of several workers are put together in this order. */
  nextPiece(trial: number): number {
    return Atomics.add(this.words, trialWords * trial + Pieces, 1);
  }

  /** Seconds spent on a trial; adds to them. */
  addSeconds(trial: number, seconds: number): void {
    this.times[trial] += seconds;
  }

  seconds(trial: number): number {
    return this.times[trial];
  }

  private read(trial: number, word: number): number {
    return Atomics.load(this.words, trialWords * trial + word);
  }

  private write(trial: number, word: number, value: number): void {
    Atomics.store(this.words, trialWords * trial + word, value);
  }
}
