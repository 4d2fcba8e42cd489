import type { JsonPath } from '../../../src/experiment/format/issue';

/** The value at `path`, or undefined where the document holds something else than expected. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** `value` as an object, or an empty one. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** `value` as a list, or an empty one. */
export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A raw value as the text of its field: what it is, however odd. */
export function rawText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** `network.hidden[1].units`, as messages name a place. */
export function placeText(path: JsonPath): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}

/** An id for the control at `path`. */
export function idOf(path: JsonPath): string {
  return `field-${path.join('-').replaceAll(/[^\w-]/g, '_')}`;
}
