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

/** Brackets within brackets that are read; an experiment has five. Far more would exhaust the stack of what comes after. */
const deepest = 64;

/** Where the brackets of a text are nested too deeply, if they are. */
function tooDeep(text: string): SyntaxProblem | undefined {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[\]{}]/g)) {
    if (found === '[' || found === '{') depth++;
    else if (found === ']' || found === '}') depth--;
    if (depth <= deepest) continue;
    const before = text.slice(0, index).split('\n');
    const [line, column] = [before.length, before.at(-1)!.length + 1];
    return { message: `Line ${line}, column ${column} opens the bracket ${depth} levels deep: an experiment has at most ${deepest}.`, line, column };
  }
  return undefined;
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
  const deep = tooDeep(text);
  if (deep) return { issues: [], syntax: deep };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { issues: [], syntax: firstSyntaxError(text) };
  }
  return { value, ...checkExperiment(value) };
}
