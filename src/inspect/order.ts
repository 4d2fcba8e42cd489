import type { TensorEntry } from './tensorFile';

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Tensors in the order of depth, as far as names tell. A file whose names are sorted has `layers.10` before `layers.2`: they are
 * sorted by their numbers instead. The order of any other file is its own.
 */
export function byDepth(tensors: readonly TensorEntry[]): TensorEntry[] {
  const last = new Map<string, string>();
  // Some writers sort the names of each type by themselves.
  const isSorted = tensors.every(({ name, dtype }) => {
    const before = last.get(dtype);
    last.set(dtype, name);
    return before === undefined || before < name;
  });
  return isSorted ? [...tensors].sort((a, b) => collator.compare(a.name, b.name)) : [...tensors];
}
