/** Where in the document: keys and indices from the root. */
export type JsonPath = (string | number)[];

/** What is wrong with one value. `message` names the place and the value. */
export interface Issue {
  path: JsonPath;
  message: string;
}

/** The text is no JSON. Line and column count from 1. */
export interface SyntaxProblem {
  message: string;
  line: number;
  column: number;
}

/** `network.hidden[1].units`; the root is `the document`. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? 'the document' : text.replace(/^\./, '');
}

/** A value as a message shows it: JSON, cut to one short line; NaN and infinities by name. */
export function valueText(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The one form of a message about a bad value. */
export function unexpected(path: readonly PropertyKey[], value: unknown, expectation: string): Issue {
  return {
    path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    message: value === undefined ? `Nothing in ${pathText(path)}: ${expectation} is needed.` : `Unexpected ${valueText(value)} in ${pathText(path)}: ${expectation} is needed.`,
  };
}
