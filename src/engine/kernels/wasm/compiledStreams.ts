import { Arena } from '../../arena';
import type { CompiledStreams } from '../../random/compiledStreams';
import type { ZigguratTables } from '../../random/pcg64/zigguratTables';
import { streamWords } from '../../random/source';
import { instantiate, type KernelModule } from './kernelModule';

type Fill = (state: number, out: number, count: number, ...more: number[]) => void;
/** What `assembly/streams` exports; addresses are bytes in its memory. */
type StreamExports = Record<'pcgUniforms64' | 'pcgUniforms32' | 'pcgNormals64' | 'pcgNormals32', Fill>;

/** Numbers of a call: they stay in the caches until they are taken. */
const most = 4096;

/** The fills by a module of streams; undefined where there is no shared memory. */
export function createCompiledStreams(module: KernelModule): CompiledStreams | undefined {
  const arena = Arena.create(8 * most + 8 * 3 * 256 + 4 * streamWords + 4096);
  if (arena.memory === undefined) return undefined;
  const exports = instantiate(module, arena.memory) as StreamExports;
  const numbers = arena.array(Float64Array, most);
  const words = arena.array(Int32Array, streamWords);
  const tables = arena.array(Float64Array, 3 * 256);
  let written: ZigguratTables | undefined;

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
      if (written !== ziggurat) {
        [ziggurat.width, ziggurat.height, ziggurat.limit].forEach((table, i) => tables.set(table, 256 * i));
        written = ziggurat;
      }
      const fill = single ? exports.pcgNormals32 : exports.pcgNormals64;
      run(fill, state, out, mean, stddev, bound, tables.byteOffset);
    },
  };
}
