import type { KernelExports, PartCall } from './kernelCalls';

/** Other threads that do parts of this thread's calls, on kernels of their own over the same memory. */
export interface Helpers {
  /** Parts that a call may have now: the helping threads and this one. */
  readonly parts: number;
  /** Room for the arguments of a part; part 0 is this thread's own. */
  argumentsOf(part: number): Float64Array;
  /** Has parts 0 to `parts` − 1 of a call done, and returns when all are. */
  run(call: PartCall, parts: number, kernels: KernelExports): void;
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
