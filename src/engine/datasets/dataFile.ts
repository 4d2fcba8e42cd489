import { DatasetError } from './datasetError';

/** The bytes of a file, with the name that messages call it by. */
export interface DataFile {
  name: string;
  bytes: Uint8Array;
}

const groups = /\B(?=(\d{3})+$)/g;

/** A whole number as messages write it: 47 040 016. */
export function countText(count: number): string {
  return String(count).replace(groups, ' ');
}

/** The one message about a file that is not what it should be: its name, what was expected, what was found. */
export function misfit(file: string, expected: string, found: string): DatasetError {
  return new DatasetError({ file, value: found }, `expected ${expected}, found ${found}.`);
}

/**
 * The first `wanted` of `available` rows, or all of them; a DatasetError when there are not that many. `place` is the
 * field that asks.
 */
export function firstRows(file: string, available: number, wanted: number | undefined, place: string): number {
  if (wanted === undefined) return available;
  if (wanted > available) throw misfit(file, `at least ${countText(wanted)} rows (${place})`, countText(available));
  return wanted;
}

/** The most classes that a target may have: as many as a layer may have units. */
export const classLimit = 65_536;
