import type { Key } from './threefry';

/** The law that a 32-bit word is turned into a number by: see `draws.ts`. */
export interface WordLaw {
  /** float32 numbers: u·range + low, u of the first 23 bits, and no less than low. */
  readonly low: number;
  readonly range: number;
  /** With it, √2·erf⁻¹ of that follows, cut at ± `most`. */
  readonly most?: number;
}

/** A compiled `fill` of `draws.ts`, which gives the same bits. */
export type CompiledFill = (key: Key, out: Float64Array, law: WordLaw, partitionable: boolean) => void;

let load: (() => CompiledFill | undefined) | undefined;
let fill: CompiledFill | undefined;

/** Says where to take the compiled fill from, when the first large tensor is drawn; undefined: nowhere any more. */
export function provideCompiledFill(loader: (() => CompiledFill | undefined) | undefined): void {
  load = loader;
  fill = undefined;
}

/** The compiled fill; undefined where none is provided, or this machine does not have its instructions. */
export function compiledFill(): CompiledFill | undefined {
  fill ??= load?.();
  if (fill === undefined) load = undefined;
  return fill;
}
