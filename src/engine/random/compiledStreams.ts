import type { ZigguratTables } from './pcg64/zigguratTables';

/**
 * Compiled fills of generators whose numbers come one after the other, which give the bits of their references and move
 * `state` on as these do.
 */
export interface CompiledStreams {
  /** low + range · u, u of `NumpyGenerator.randomSample` in the precision; `state` as `Pcg64.save` writes it. */
  pcgUniforms(state: Int32Array, out: Float64Array, single: boolean, low: number, range: number): void;
  /** mean + stddev · z, z of `Generator.standard_normal`, drawn again while it is beyond ± `most`. */
  pcgNormals(
    state: Int32Array,
    out: Float64Array,
    single: boolean,
    mean: number,
    stddev: number,
    most: number,
    tables: ZigguratTables,
  ): void;
}

/** Numbers from which on a compiled fill is worth its calls. */
const leastCompiled = 1024;

let load: (() => CompiledStreams | undefined) | undefined;
let streams: CompiledStreams | undefined;

/** Says where to take the compiled fills from, when the first large tensor is drawn; undefined: nowhere any more. */
export function provideCompiledStreams(loader: (() => CompiledStreams | undefined) | undefined): void {
  load = loader;
  streams = undefined;
}

/** The compiled fills for so many numbers; undefined where none are provided, or they are not worth it. */
export function compiledStreams(count: number): CompiledStreams | undefined {
  if (count < leastCompiled) return undefined;
  streams ??= load?.();
  if (streams === undefined) load = undefined;
  return streams;
}
