import { Arena } from '../../arena';
import type { CompiledFill, WordLaw } from '../../random/jax/compiled';
import type { Key } from '../../random/jax/threefry';
import { instantiate, type KernelModule } from './kernelModule';

/** What `assembly/draws` exports; addresses are bytes in its memory. */
interface DrawExports {
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
}

/** Blocks of a call: what becomes of them stays in the L1 and L2 caches. */
const most = 4096;

/**
 * The fill by a module of draws; undefined where this machine rounds a multiply-add twice, or where there is no shared
 * memory.
 */
export function createCompiledFill(module: KernelModule): CompiledFill | undefined {
  const arena = Arena.create(8 * most);
  if (arena.memory === undefined) return undefined;
  const draws = instantiate(module, arena.memory) as unknown as DrawExports;
  if (!draws.fused()) return undefined;
  const floats = arena.float32(2 * most);

  /** Numbers of the blocks from `at` on: the first ones of pairs begin `floats`, the second ones after `count`. */
  function draw([k0, k1]: Key, at: number, half: number, count: number, law: WordLaw): void {
    draws.uniforms(k0, k1, at, half, count, law.low, law.range, floats.byteOffset, 4 * count);
    if (law.most !== undefined) draws.erfInverse(floats.byteOffset, half === 0 ? count : 2 * count, law.most);
  }

  return (key, out, law, partitionable) => {
    const half = partitionable ? 0 : (out.length + 1) >>> 1;
    const blocks = half === 0 ? out.length : half;
    for (let at = 0; at < blocks; at += most) {
      const count = Math.min(most, blocks - at);
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
