/**
 * VS Code carries messages to a webview as JSON with the typed arrays taken out whole: plain NaN and infinities would
 * arrive as null. These two wrap them on the way; typed arrays pass by reference.
 */
const mark = '$number';

/** A copy of `value` that survives JSON. */
export function toWire(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { [mark]: String(value) };
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(toWire);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item)]));
}

/** The inverse of `toWire`. */
export function fromWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(fromWire);
  if (mark in value) return Number((value as { [mark]: string })[mark]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromWire(item)]));
}
