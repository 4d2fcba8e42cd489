import type { Experiment } from '../../src/experiment/format/schema';

/** Keys that change nothing in what is trained. */
const cosmetic = new Set(['name', '$schema', 'label']);

/** JSON with sorted keys, so that two experiments can be compared whatever order they were written in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (cosmetic.has(key)) return undefined;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    const record = item as Record<string, unknown>;
    if (record['enabled'] === false) return { enabled: false };
    return Object.fromEntries(
      Object.entries(record)
        .filter(([name, entry]) => !(name === 'enabled' && entry === true))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}

/** Whether another run of `document` would train something else than `run` did. */
export function isStale(document: Experiment | undefined, run: Experiment | undefined): boolean {
  return document !== undefined && run !== undefined && canonical(document) !== canonical(run);
}
