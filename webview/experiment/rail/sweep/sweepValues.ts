import * as l10n from '@vscode/l10n';
import type { Parse } from '../fields/parse';

/** Words that need no quotes. */
const word = /^[A-Za-z_][\w.-]*$/;

function readOne(text: string): unknown {
  try {
    return JSON.parse(text.replace('−', '-'));
  } catch {
    return word.test(text) ? text : undefined;
  }
}

/** Cuts at commas outside of brackets and quotes. */
function cut(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && '[{'.includes(letter)) depth++;
    if (!quoted && ']}'.includes(letter)) depth--;
    if (!quoted && depth === 0 && (letter === ',' || letter === ';')) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Values: `0.001, 0.01`, `relu, tanh` or `[10], [10, 10]`. */
export const parseValues: Parse = (text) => {
  const parts = cut(text);
  if (parts.length === 0)
    return {
      message: l10n.t('Specify values, such as 0.001, 0.01 or relu, tanh or [10], [10, 10].'),
      unfinished: true,
    };
  const values = parts.map(readOne);
  const bad = values.indexOf(undefined);
  return bad < 0
    ? { value: values }
    : {
        message: l10n.t('Values: expected numbers, words or JSON, got {0}.', parts[bad]),
        unfinished: true,
      };
};

/** Values as their field shows them. */
export function valuesText(values: unknown): string {
  if (!Array.isArray(values)) return JSON.stringify(values) ?? '';
  return values
    .map((value: unknown) =>
      typeof value === 'string' && word.test(value) && !['true', 'false', 'null'].includes(value)
        ? value
        : JSON.stringify(value).replaceAll(',', ', '),
    )
    .join(', ');
}
