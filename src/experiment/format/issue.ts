import * as l10n from '@vscode/l10n';
/** Where in the document: keys and indices from the root. */
export type JsonPath = (string | number)[];

/** One way to put an issue right. */
export type Fix =
  /** Another value at a place, which may be a new one. */
  | { kind: 'set'; path: JsonPath; value: unknown }
  | { kind: 'remove'; path: JsonPath }
  /** Another key for what is at `path`. */
  | { kind: 'rename'; path: JsonPath; to: string }
  /** The user picks another file or folder for the path at this place. */
  | { kind: 'browse'; path: JsonPath };

/** What is wrong with one value. `message` names the place and the value. */
export interface Issue {
  path: JsonPath;
  message: string;
  /** The JSON Schema of the format says it too, so whoever checks a text by that has said it. */
  inSchema?: true;
  /** Ways to put it right, the best first. */
  fixes?: Fix[];
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
  return text === '' ? l10n.t('the document') : text.replace(/^\./, '');
}

/** A value as a message shows it: JSON, cut to one short line; NaN and infinities by name. */
export function valueText(value: unknown): string {
  if (value === undefined) return l10n.t('nothing');
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The one form of a message about a bad value. */
export function unexpected(path: readonly PropertyKey[], value: unknown, expectation: string): Issue {
  return {
    path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    message: l10n.t('{0}: expected {1}, got {2}.', pathText(path), expectation, valueText(value)),
  };
}
