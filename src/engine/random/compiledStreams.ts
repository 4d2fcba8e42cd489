import type { LogarithmTable } from './logarithm';
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
  /** low + range · `NumpyRandom.randomSample`; `state` as `Mt19937.save` writes it, here and below. */
  numpyUniforms(state: Int32Array, out: Float64Array, low: number, range: number): void;
  /** mean + stddev · `NumpyRandom.gauss`, of whole pairs: an even number of them. */
  numpyNormals(state: Int32Array, out: Float64Array, mean: number, stddev: number, table: LogarithmTable): void;
}
