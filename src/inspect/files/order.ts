import type { TensorEntry } from './tensorFile';

const collator = new Intl.Collator('en', { numeric: true });

/** Names part by part, numbers as numbers: `dense.kernel`, `dense_1.kernel`, `dense_2.kernel`, `dense_10.kernel`. */
export function compareNames(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = collator.compare(left[i], right[i]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Whether a writer sorted the names, of each type by themselves: then their order says nothing of the layers'. */
function isSortedByName(tensors: readonly TensorEntry[]): boolean {
  const last = new Map<string, string>();
  return tensors.every(({ name, dtype }) => {
    const before = last.get(dtype);
    last.set(dtype, name);
    return before === undefined || before < name;
  });
}

/** Whether tensors stand in the order of their names, as `byDepth` leaves those of a writer that sorted them. */
export function isByName(tensors: readonly TensorEntry[]): boolean {
  return tensors.every(({ name }, i) => i === 0 || compareNames(tensors[i - 1].name, name) <= 0);
}

/**
 * Tensors in the order of depth, as far as names tell. A file whose names are sorted has `layers.10` before `layers.2`:
 * they are sorted by their numbers instead. The order of any other file is its own.
 */
export function byDepth(tensors: readonly TensorEntry[]): TensorEntry[] {
  return isSortedByName(tensors) ? [...tensors].sort((a, b) => compareNames(a.name, b.name)) : [...tensors];
}
