import { isDeepEqual } from '../../../src/experiment/edit/deepEqual';

/**
 * Where the item that was at `index` of `before` is in `after`, the same list after an edit from anywhere; undefined
 * when it is gone. An item that was changed in its place is still the same one.
 */
export function followItem(before: readonly unknown[], after: readonly unknown[], index: number): number | undefined {
  // One that was to come.
  if (index >= before.length) return index;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isDeepEqual(before[head], after[head])) head++;
  if (index < head) return index;
  let tail = 0;
  while (tail < shorter - head && isDeepEqual(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
  if (index >= before.length - tail) return index + after.length - before.length;
  const found = after.findIndex(
    (item, at) => at >= head && at < after.length - tail && isDeepEqual(item, before[index]),
  );
  if (found >= 0) return found;
  return before.length === after.length ? index : undefined;
}
