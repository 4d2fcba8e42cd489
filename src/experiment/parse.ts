import { printParseErrorCode, visit } from 'jsonc-parser';
import { checkExperiment } from './check';
import type { Issue, SyntaxProblem } from './issue';
import type { Experiment } from './schema';

/** Longest document read, in characters: far above any experiment, far below what stalls an editor. */
const longest = 1_000_000;

/** A document as read: broken text has `syntax`, bad values have `issues`, a good one has `experiment`. */
export interface ParsedDocument {
  value?: unknown;
  experiment?: Experiment;
  issues: Issue[];
  syntax?: SyntaxProblem;
}

class FirstError {
  constructor(readonly problem: SyntaxProblem) {}
}

/** `InvalidSymbol` → `invalid symbol`. */
const words = (code: string): string => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

function firstSyntaxError(text: string): SyntaxProblem {
  try {
    visit(text, {
      onError(error, _offset, length, line, character) {
        const found = text.slice(_offset, _offset + Math.min(length, 20));
        throw new FirstError({ message: `Line ${line + 1}, column ${character + 1} is no JSON: ${words(printParseErrorCode(error))}${found ? ` at ${JSON.stringify(found)}` : ''}.`, line: line + 1, column: character + 1 });
      },
    }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof FirstError) return error.problem;
    throw error;
  }
  return { message: 'Line 1, column 1 is no JSON.', line: 1, column: 1 };
}

/** Reads the text of an experiment file. Never throws. */
export function parseExperiment(text: string): ParsedDocument {
  if (text.length > longest) {
    return { issues: [], syntax: { message: `The document has ${text.length} characters: an experiment has at most ${longest}.`, line: 1, column: 1 } };
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { issues: [], syntax: firstSyntaxError(text) };
  }
  return { value, ...checkExperiment(value) };
}
