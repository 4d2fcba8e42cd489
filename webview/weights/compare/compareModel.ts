import type { TensorComparison } from '../../../src/inspect/tensors/report';

/** What the list of a comparison can be sorted by; `order` is that of the first file. */
export type CompareKey = 'order' | 'name' | 'relative' | 'cosine' | 'normRatio' | 'unchanged';

/** A figure of a comparison; NaN where it has none. */
function compareFigure({ change }: TensorComparison, key: 'relative' | 'cosine' | 'normRatio' | 'unchanged'): number {
  return change?.[key] ?? NaN;
}

/** Filtered by the words of a name, sorted; what has no figure comes last. */
export function compareRows(
  comparisons: readonly TensorComparison[],
  filter: string,
  key: CompareKey,
  descending: boolean,
): TensorComparison[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const rows = comparisons.filter(({ name, status }) =>
    words.every((word) => name.toLowerCase().includes(word) || status.toLowerCase() === word),
  );
  if (key === 'order') return rows;
  const sign = descending ? -1 : 1;
  if (key === 'name') return rows.sort((a, b) => sign * a.name.localeCompare(b.name, 'en', { numeric: true }));
  return rows.sort((left, right) => {
    const [a, b] = [compareFigure(left, key), compareFigure(right, key)];
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return sign * (a - b);
  });
}
