import type { KernelExports } from './kernelModule';

/*
 * Calls of the kernels that several threads can do together, each a part of it: some of the units, or a range of
 * parameters. Every number comes of the same operations in the same order as in one call, so that the bits do not
 * depend on the threads.
 */

/** Numbers of the calls. */
export const sharedCalls = { denseForward: 0, denseGradients: 1, sgd: 2, sgdMomentum: 3, rmsprop: 4, adam: 5 } as const;
export type SharedCall = (typeof sharedCalls)[keyof typeof sharedCalls];
/** Arguments of a call at most. */
export const mostArguments = 13;

/** Other threads that do parts of this thread's calls, on kernels of their own over the same memory. */
export interface Helpers {
  /** Parts that a call may have now: the helping threads and this one. */
  readonly parts: number;
  /** Room for the arguments of a part; part 0 is this thread's own. */
  argumentsOf(part: number): Float64Array;
  /** Has parts 0 to `parts` − 1 of a call done, and returns when all are. */
  run(call: SharedCall, parts: number, kernels: KernelExports): void;
}

/** Does one part of a call. Arguments are those of the export of this name, in its order. */
export function doPart(call: SharedCall, kernels: KernelExports, a: Float64Array): void {
  switch (call) {
    case sharedCalls.denseForward:
      return kernels.denseForwardUnits(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10]);
    case sharedCalls.denseGradients:
      return kernels.denseGradients(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12]);
    case sharedCalls.sgd:
      return kernels.sgd(a[0], a[1], a[2], a[3], a[4]);
    case sharedCalls.sgdMomentum:
      return kernels.sgdMomentum(a[0], a[1], a[2], a[3], a[4], a[5], a[6] !== 0, a[7]);
    case sharedCalls.rmsprop:
      return kernels.rmsprop(a[0], a[1], a[2], a[3], a[4] !== 0, a[5], a[6], a[7], a[8], a[9], a[10]);
    case sharedCalls.adam:
      return kernels.adam(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]);
  }
}

/**
 * Operations of a product, and parameters of an update, from which a part is worth handing over: it takes some
 * microseconds.
 */
const leastFlops = 2e6;
const leastParameters = 65_536;
/** Units of a layer, at least, that make a part. */
const leastUnits = 24;
/** Rows of two tiles of a product, by which its parts are cut; parameters of a cache line. */
const tileRows = 12;
const lineNumbers = 16;

/** Parts of the products of a layer of `units` units that take `flops` operations each. */
export function productParts(parts: number, flops: number, units: number): number {
  return Math.max(1, Math.min(parts, Math.floor(flops / leastFlops), Math.floor(units / leastUnits)));
}

/** Parts of an update of `count` parameters. */
export function updateParts(parts: number, count: number): number {
  return Math.max(1, Math.min(parts, Math.floor(count / leastParameters)));
}

/**
 * Where part `part` of `parts` begins, out of `count` rows or units in whole tiles; the end of the last one is `count`.
 */
export function rowOf(part: number, parts: number, count: number): number {
  return part === parts ? count : Math.floor((part * count) / parts / tileRows) * tileRows;
}

/** The same for parameters. */
export function parameterOf(part: number, parts: number, count: number): number {
  return part === parts ? count : Math.floor((part * count) / parts / lineNumbers) * lineNumbers;
}

/** Whether a training step on batches of `rows` rows has products that are worth handing over. */
export function isWorthSharing(layers: readonly { inputs: number; units: number }[], rows: number): boolean {
  return layers.some(({ inputs, units }) => productParts(2, 2 * rows * inputs * units, units) > 1);
}
