import type { Floats } from '../../elementType';
import { Arena, reservedBytes } from '../../arena';
import type { CompiledDraws, PhiloxLaw, WordLaw } from '../../random/compiledDraws';
import { streamWords } from '../../random/source';
import type { Key } from '../../random/jax/threefry';
import { orthonormalizeBy } from './compiledQ';
import { streamBytes, streamsBy, type StreamExports } from './compiledStreams';
import { instantiate, type KernelModule } from './kernelModule';

/** Numbers of four for each of `groups` groups from `at` on, as `assembly/draws/philox.ts` has it. */
type PhiloxCall = (
  k0: number,
  k1: number,
  c2: number,
  c3: number,
  at: number,
  groups: number,
  factor: number,
  shift: number,
  out: number,
) => void;

/** What `assembly/draws` exports; addresses are bytes in its memory. */
interface DrawExports extends StreamExports {
  constantsEnd(): number;
  fused(): number;
  uniforms(
    k0: number,
    k1: number,
    at: number,
    half: number,
    count: number,
    low: number,
    range: number,
    out: number,
    bytes: number,
  ): void;
  erfInverse(at: number, count: number, most: number): void;
  rands(state: number, count: number, out: number): void;
  torchNormals(at: number, count: number, mean: number, stddev: number): void;
  philoxUniforms: PhiloxCall;
  philoxNormals: PhiloxCall;
  philoxTruncated: PhiloxCall;
}

/** Numbers of a call at most: what becomes of them stays in the L1 and L2 caches. */
const most = 8192;

/** Bytes of the module's constants and of a twister at most. */
const furtherBytes = 8192;
/** Numbers of a vector. */
const lanes = 4;

/** The module with room for the numbers of a call, a little more than `most`, and for a twister. */
interface Room {
  draws: DrawExports;
  twister: Int32Array;
  floats: Float32Array;
}

function threefryBy({ draws, floats }: Room): CompiledDraws['threefry'] {
  /** Numbers of the blocks from `at` on: the first ones of pairs begin `floats`, the second ones after `count`. */
  function draw([k0, k1]: Key, at: number, half: number, count: number, law: WordLaw): void {
    draws.uniforms(k0, k1, at, half, count, law.low, law.range, floats.byteOffset, 4 * count);
    if (law.most !== undefined) draws.erfInverse(floats.byteOffset, half === 0 ? count : 2 * count, law.most);
  }

  const mostBlocks = most / 2;
  return (key, out, law, partitionable) => {
    const half = partitionable ? 0 : (out.length + 1) >>> 1;
    const blocks = half === 0 ? out.length : half;
    for (let at = 0; at < blocks; at += mostBlocks) {
      const count = Math.min(mostBlocks, blocks - at);
      // Whole vectors; what comes after the last number is not taken.
      const drawn = (count + 3) & ~3;
      draw(key, at, half, drawn, law);
      out.set(floats.subarray(0, count), at);
      if (half === 0) continue;
      const pairs = Math.min(count, out.length - half - at);
      out.set(floats.subarray(drawn, drawn + pairs), half + at);
    }
    if (half === 0 || out.length % 2 === 0) return;
    // The last block of an odd count is paired with the counter 0.
    draw(key, half - 1, 1 - half, 4, law);
    out[half - 1] = floats[0];
  };
}

function philoxBy({ draws, floats }: Room): CompiledDraws['philox'] {
  const calls: Record<PhiloxLaw, PhiloxCall> = {
    uniform: draws.philoxUniforms,
    normal: draws.philoxNormals,
    truncatedNormal: draws.philoxTruncated,
  };
  return ({ key: [k0, k1], counter: [, , c2, c3] }, out, law, factor, shift) => {
    for (let at = 0; at < out.length; at += most) {
      const count = Math.min(most, out.length - at);
      // Four groups at a time; what comes after the last number is not taken.
      const drawn = (count + 15) & ~15;
      calls[law](k0, k1, c2, c3, at / 4, drawn / 4, factor, shift, floats.byteOffset);
      out.set(floats.subarray(0, count), at);
    }
  };
}

/** Fills `out` call by call with numbers of the twister that are then turned by `turn`. */
function fillFromTwister(
  { draws, twister, floats }: Room,
  state: Int32Array,
  out: Floats,
  turn: (count: number) => void,
): void {
  twister.set(state.subarray(0, streamWords));
  for (let at = 0; at < out.length; at += most) {
    const count = Math.min(most, out.length - at);
    draws.rands(twister.byteOffset, count, floats.byteOffset);
    turn(count);
    out.set(floats.subarray(0, count), at);
  }
  state.set(twister.subarray(0, streamWords));
}

/**
 * The draws by a module; undefined where this machine rounds a multiply-add twice, or where there is no shared memory.
 */
export function createCompiledDraws(module: KernelModule): CompiledDraws | undefined {
  const arena = Arena.create(4 * most + furtherBytes + streamBytes);
  if (arena.memory === undefined) return undefined;
  const draws = instantiate(module, arena.memory) as unknown as DrawExports;
  if (!draws.fused()) return undefined;
  // Constants that go on behind the bytes that every arena leaves alone.
  arena.array(Uint8Array, Math.max(0, draws.constantsEnd() - reservedBytes));
  const room: Room = {
    draws,
    twister: arena.int32(streamWords + lanes),
    floats: arena.float32(most + lanes),
  };
  return {
    ...streamsBy(draws, arena),
    orthonormalize: orthonormalizeBy(module),
    threefry: threefryBy(room),
    philox: philoxBy(room),
    torchRands: (state, out) => fillFromTwister(room, state, out, () => undefined),
    torchNormals: (state, out, mean, stddev) =>
      fillFromTwister(room, state, out, (count) => draws.torchNormals(room.floats.byteOffset, count, mean, stddev)),
  };
}
