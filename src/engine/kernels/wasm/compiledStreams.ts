import { planBytes, type Arena } from '../../arena';
import type { CompiledStreams } from '../../random/compiledStreams';
import type { LogarithmTable } from '../../random/logarithm';
import type { ZigguratTables } from '../../random/pcg64/zigguratTables';
import { streamWords } from '../../random/source';

type Fill = (state: number, out: number, count: number, ...more: number[]) => void;

/** The fills of streams that `assembly/draws` exports; addresses are bytes in its memory. */
export type StreamExports = Record<
  'pcgUniforms64' | 'pcgUniforms32' | 'pcgNormals64' | 'pcgNormals32' | 'numpyUniforms' | 'numpyNormals',
  Fill
>;

/** Numbers of a call: they stay in the caches until they are taken. */
const most = 16_384;
/** Numbers of the largest tables: three of the ziggurat. */
const tableNumbers = 3 * 256;

/** Bytes that `streamsBy` takes of the arena. */
export const streamBytes =
  planBytes([most, most / 2 + 1, tableNumbers], Float64Array) + planBytes([streamWords, streamWords], Int32Array);

/** The fills of streams by the exports of a module over `arena`. */
export function streamsBy(exports: StreamExports, arena: Arena): CompiledStreams {
  const numbers = arena.array(Float64Array, most);
  const words = arena.array(Int32Array, streamWords);
  const room = arena.array(Int32Array, streamWords).byteOffset;
  const squares = arena.array(Float64Array, most / 2 + 1).byteOffset;
  const tables = arena.array(Float64Array, tableNumbers);
  let written: ZigguratTables | LogarithmTable | undefined;

  /** The address of tables that are one after the other. */
  function tablesOf(owner: ZigguratTables | LogarithmTable, parts: readonly Float64Array[]): number {
    let at = 0;
    for (const part of written === owner ? [] : parts) {
      tables.set(part, at);
      at += part.length;
    }
    written = owner;
    return tables.byteOffset;
  }

  /** Runs a fill over `out` from `state`, part by part. */
  function run(fill: Fill, state: Int32Array, out: Float64Array, ...more: number[]): void {
    words.set(state);
    for (let at = 0; at < out.length; at += most) {
      const count = Math.min(most, out.length - at);
      fill(words.byteOffset, numbers.byteOffset, count, ...more);
      out.set(numbers.subarray(0, count), at);
    }
    state.set(words.subarray(0, state.length));
  }

  return {
    pcgUniforms(state, out, single, low, range) {
      run(single ? exports.pcgUniforms32 : exports.pcgUniforms64, state, out, low, range);
    },
    pcgNormals(state, out, single, mean, stddev, bound, ziggurat) {
      const at = tablesOf(ziggurat, [ziggurat.width, ziggurat.height, ziggurat.limit]);
      const fill = single ? exports.pcgNormals32 : exports.pcgNormals64;
      run(fill, state, out, mean, stddev, bound, at);
    },
    numpyUniforms(state, out, low, range) {
      run(exports.numpyUniforms, state, out, room, low, range);
    },
    numpyNormals(state, out, mean, stddev, table) {
      const at = tablesOf(table, [table.high, table.low]);
      run(exports.numpyNormals, state, out, room, mean, stddev, at, squares);
    },
  };
}
