import { resolve } from 'node:path';
import { openPath as open } from '../../../src/inspect/open/openPath';
import type { TensorEntry, TensorFile } from '../../../src/inspect/files/tensorFile';

export const h5Worker = resolve('out/test/h5.js');

export const golden = (name: string): string => resolve('test/golden/weights', name);

/** Opens a file on disk. */
export const openPath = (path: string): Promise<TensorFile> => open(path, { h5Worker });

/** All numbers of a tensor. */
export async function numbersOf(file: TensorFile, entry: TensorEntry, from?: number, to?: number): Promise<number[]> {
  const out: number[] = [];
  for await (const piece of file.read(entry, from, to)) {
    if (piece.from !== (from ?? 0) + out.length)
      throw new Error(`a piece from ${piece.from} after ${out.length} numbers`);
    out.push(...piece.values);
  }
  return out;
}
