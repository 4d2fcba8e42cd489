import { placesOf, structure } from '../../engine/kernels/layouts/structure';
import { sharedBytes } from './sharedBytes';

/** Words by which the trainer steers its workers while they compute. */
const orders = structure('orders', { state: 'i32', granted: 'i32', signal: 'i32' });
const word = placesOf(orders, 4);

const running = 0;
const paused = 1;
const stopping = 2;
/** Stopping, without the figures that are still to be computed. */
const hurried = 3;

/**
 * Run, pause, step and stop over shared memory: a worker reads it between two steps and sleeps on it while paused.
 * Where a machine has no shared memory, the trainer sends the words (`told`) and its one worker takes them (`hear`)
 * between two slices.
 */
export class Control {
  readonly buffer: ArrayBufferLike;
  /** Called after every order. */
  told: (() => void) | undefined;
  private readonly words: Int32Array;

  constructor(buffer?: ArrayBufferLike) {
    this.buffer = buffer ?? sharedBytes(orders.bytes);
    this.words = new Int32Array(this.buffer, 0, orders.bytes / 4);
  }

  /** Whether other threads see the orders. */
  get shared(): boolean {
    return !(this.buffer instanceof ArrayBuffer);
  }

  /** The words as they stand, for a thread that does not share them. */
  get orders(): Int32Array {
    return this.words.slice();
  }

  /** Takes words that another thread sent. */
  hear(orders: Int32Array): void {
    this.words.set(orders);
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

  /** Leaves out what a stop still computes. */
  hurry(): void {
    Atomics.store(this.words, word.state, hurried);
    this.wake();
  }

  /** Lets a paused run do one more step. */
  grantStep(): void {
    Atomics.add(this.words, word.granted, 1);
    this.wake();
  }

  get isPaused(): boolean {
    return Atomics.load(this.words, word.state) === paused;
  }

  get isStopping(): boolean {
    return Atomics.load(this.words, word.state) >= stopping;
  }

  get isHurried(): boolean {
    return Atomics.load(this.words, word.state) === hurried;
  }

  /** Single steps granted since the start. */
  get granted(): number {
    return Atomics.load(this.words, word.granted);
  }

  /** A number that changes with every order; read it before deciding to sleep. */
  get signal(): number {
    return Atomics.load(this.words, word.signal);
  }

  /** Sleeps until an order newer than `seen` comes. Only in a worker thread, and over shared words. */
  sleep(seen: number): void {
    Atomics.wait(this.words, word.signal, seen);
  }

  /** Wakes workers that sleep: something has changed for them. */
  wake(): void {
    Atomics.add(this.words, word.signal, 1);
    if (this.shared) Atomics.notify(this.words, word.signal);
    this.told?.();
  }

  private change(state: number): void {
    if (!this.isStopping) Atomics.store(this.words, word.state, state);
    this.wake();
  }
}
