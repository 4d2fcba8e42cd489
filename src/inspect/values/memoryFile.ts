import { pieceSize } from './layouts';
import type { Piece, TensorEntry, TensorFile } from '../files/tensorFile';

/** A tensor in memory. */
export interface MemoryTensor {
  name: string;
  shape: readonly number[];
  values: Float32Array | Float64Array;
}

/** Tensors in memory as an opened file: the weights of a run, or draws. */
export function memoryFile(
  given: readonly MemoryTensor[],
  format: TensorFile['format'],
  metadata: Readonly<Record<string, string>> = {},
): TensorFile {
  const values = new Map(
    given.map(({ name, shape, values: numbers }): [TensorEntry, Float32Array | Float64Array] => {
      if (shape.reduce((product, side) => product * side, 1) !== numbers.length)
        throw new RangeError(`${name}: expected a shape of ${numbers.length} numbers, got ${shape.join(' × ')}.`);
      return [
        {
          name,
          shape,
          dtype: numbers instanceof Float32Array ? 'f32' : 'f64',
          count: numbers.length,
          bytes: numbers.byteLength,
        },
        numbers,
      ];
    }),
  );
  async function* read(entry: TensorEntry, from: number, to: number): AsyncGenerator<Piece> {
    const numbers = values.get(entry)!;
    for (let at = from; at < to; at += pieceSize)
      yield { from: at, values: numbers.slice(at, Math.min(to, at + pieceSize)) };
  }
  return {
    format,
    metadata,
    tensors: [...values.keys()],
    skipped: [],
    read: (entry, from = 0, to = entry.count) => read(entry, from, to),
    close: () => undefined,
  };
}
