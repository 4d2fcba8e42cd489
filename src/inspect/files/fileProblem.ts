/**
 * A file of tensors that cannot be read, or a part of it: where in the file, what was expected there and what was
 * found. `kind` is `changed` where the file grew, shrank or was replaced while it was open, and `cancelled` where the
 * reader was told to stop.
 */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';

  constructor(
    readonly place: string,
    readonly expected: string,
    readonly found: string,
    readonly kind: 'bad' | 'changed' | 'cancelled' = 'bad',
  ) {
    super(`Expected ${expected} in ${place}, found ${found}.`);
  }
}

/** Text of a file in a message: in quotes, cut where it is long, without control characters. */
export function quoted(text: string, most = 60): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return JSON.stringify(cut.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd'));
}

/** A value of a file's header in a message, however deep it is. */
export function described(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value))
    return value.length <= 8 && value.every((item) => typeof item === 'number')
      ? `[${value.join(', ')}]`
      : `a list of ${value.length}`;
  if (value === undefined) return 'nothing';
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, 40);
}
