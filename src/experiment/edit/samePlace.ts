import { parse } from 'jsonc-parser';
import { isDeepEqual } from './deepEqual';
import type { Change } from './edit';
import type { JsonPath } from '../format/issue';

function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** Whether the item at `index` is the same one in both: nothing was inserted, removed or moved around it. */
function sameItem(before: unknown, after: unknown, index: number): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return true;
  if (before.length !== after.length) return false;
  if (isDeepEqual(before[index], after[index])) return true;
  return before.every((item, at) => at === index || isDeepEqual(item, after[at]));
}

/**
 * The place of the first of `changes` that is not in the text `after` what it was in `before`, for which the changes
 * were made: it has another value, or is the place of another item of its list. Undefined when all of them fit both.
 */
export function movedPlace(before: string, after: string, changes: readonly Change[]): JsonPath | undefined {
  if (before === after) return undefined;
  const [was, is] = [parse(before) as unknown, parse(after) as unknown];
  for (const { path, insert } of changes) {
    for (const [at, key] of path.entries()) {
      const list = path.slice(0, at);
      if (typeof key === 'number' && !sameItem(valueAt(was, list), valueAt(is, list), key)) return list;
    }
    if (!insert && !isDeepEqual(valueAt(was, path), valueAt(is, path))) return path;
  }
  return undefined;
}
