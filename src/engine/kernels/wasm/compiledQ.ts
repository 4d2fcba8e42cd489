import { Arena, ArenaError, reservedBytes } from '../../arena';
import type { CompiledDraws } from '../../random/compiledDraws';
import { instantiate, type KernelModule } from './kernelModule';

/** What `assembly/draws/reflectors.ts` exports; addresses are bytes. */
interface ReflectorExports {
  constantsEnd(): number;
  factor(tiles: number, vectors: number, betas: number, signs: number, m: number, n: number): void;
  unfold(tiles: number, vectors: number, betas: number, signs: number, m: number, n: number): void;
}

/** Columns of a tile, which lies row by row. */
const width = 8;
/** Bytes of the module's constants, and between arrays, at most. */
const furtherBytes = 8192;

/** `orthonormalize` in a memory of its own for each matrix. */
export function orthonormalizeBy(module: KernelModule): CompiledDraws['orthonormalize'] {
  return (a, m, n) => {
    const tiles = Math.ceil(n / width);
    let arena: Arena;
    try {
      arena = Arena.create(8 * m * (tiles * width + n) + 16 * n + furtherBytes);
    } catch (error) {
      // More than a memory can be, or than there is.
      if (error instanceof ArenaError || error instanceof RangeError) return undefined;
      throw error;
    }
    if (arena.memory === undefined) return undefined;
    const reflectors = instantiate(module, arena.memory) as unknown as ReflectorExports;
    // Constants that go on behind the bytes that every arena leaves alone.
    arena.array(Uint8Array, Math.max(0, reflectors.constantsEnd() - reservedBytes));
    const matrix = arena.array(Float64Array, m * tiles * width);
    const vectors = arena.array(Float64Array, m * n);
    const [betas, signs] = [arena.array(Float64Array, n), arena.array(Float64Array, n)];
    /** Where a number of a column is in the tiles. */
    const at = (row: number, column: number): number =>
      (Math.floor(column / width) * m + row) * width + (column % width);
    for (let column = 0; column < n; column++)
      for (let row = 0, to = at(0, column); row < m; row++, to += width) matrix[to] = a[column * m + row];
    const places = [matrix.byteOffset, vectors.byteOffset, betas.byteOffset, signs.byteOffset] as const;
    reflectors.factor(...places, m, n);
    reflectors.unfold(...places, m, n);
    const q = new Float64Array(m * n);
    for (let column = 0; column < n; column++)
      for (let row = 0, from = at(0, column); row < m; row++, from += width) q[column * m + row] = matrix[from];
    return q;
  };
}
