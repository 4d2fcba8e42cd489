/** Shared words by which the trainer steers its workers while they compute. */
const State = 0;
const Granted = 1;
const Signal = 2;

const running = 0;
const paused = 1;
const stopping = 2;

/** Run, pause, step and stop over shared memory: a worker reads it between two steps and sleeps on it while paused. */
export class Control {
  private readonly words: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(12)) {
    this.words = new Int32Array(buffer);
  }

  pause(): void {
    this.change(paused);
  }

  resume(): void {
    this.change(running);
  }

  stop(): void {
    this.change(stopping);
  }

  /** Lets a paused run do one more step. */
  grantStep(): void {
    Atomics.add(this.words, Granted, 1);
    this.wake();
  }

  get isPaused(): boolean {
    return Atomics.load(this.words, State) === paused;
  }

  get isStopping(): boolean {
    return Atomics.load(this.words, State) === stopping;
  }

  /** Single steps granted since the start. */
  get granted(): number {
    return Atomics.load(this.words, Granted);
  }

  /** A number that changes with every order; read it before deciding to sleep. */
  get signal(): number {
    return Atomics.load(this.words, Signal);
  }

  /** Sleeps until an order newer than `seen` comes. Only in a worker thread. */
  sleep(seen: number): void {
    Atomics.wait(this.words, Signal, seen);
  }

  /** Wakes workers that sleep: something has changed for them. */
  wake(): void {
    Atomics.add(this.words, Signal, 1);
    Atomics.notify(this.words, Signal);
  }

  private change(state: number): void {
    if (!this.isStopping) Atomics.store(this.words, State, state);
    this.wake();
  }
}
