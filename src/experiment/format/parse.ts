import * as l10n from '@vscode/l10n';
import { printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser';
import { checkExperiment } from './checks/check';
import type { Issue, SyntaxProblem } from './issue';
import type { Experiment } from './schema';

/** Longest document read, in characters: far above any experiment, far below what stalls an editor. */
export const longestDocument = 1_000_000;

/** A document as read: broken text has `syntax`, bad values have `issues`, a good one has `experiment`. */
export interface ParsedDocument {
  value?: unknown;
  experiment?: Experiment;
  issues: Issue[];
  syntax?: SyntaxProblem;
}

/**
 * Brackets within brackets that are read; an experiment has five. Far more would exhaust the stack of what comes after.
 */
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
    return {
      message: l10n.t(
        'Line {0}, column {1}: expected at most {3} levels of brackets, got {2}.',
        line,
        column,
        depth,
        deepest,
      ),
      line,
      column,
    };
  }
  return undefined;
}

class FirstError {
  constructor(readonly problem: SyntaxProblem) {}
}

/** What jsonc-parser found, in words: `InvalidSymbol` → `invalid symbol`. */
function faultText(error: ParseErrorCode): string {
  const code = printParseErrorCode(error);
  switch (code) {
    case 'InvalidSymbol':
      return l10n.t('invalid symbol');
    case 'InvalidNumberFormat':
      return l10n.t('invalid number format');
    case 'PropertyNameExpected':
      return l10n.t('property name expected');
    case 'ValueExpected':
      return l10n.t('value expected');
    case 'ColonExpected':
      return l10n.t('colon expected');
    case 'CommaExpected':
      return l10n.t('comma expected');
    case 'CloseBraceExpected':
      return l10n.t('close brace expected');
    case 'CloseBracketExpected':
      return l10n.t('close bracket expected');
    case 'EndOfFileExpected':
      return l10n.t('end of file expected');
    case 'InvalidCommentToken':
      return l10n.t('invalid comment token');
    case 'UnexpectedEndOfString':
      return l10n.t('unexpected end of string');
    case 'UnexpectedEndOfNumber':
      return l10n.t('unexpected end of number');
    case 'InvalidUnicode':
      return l10n.t('invalid unicode');
    case 'InvalidEscapeCharacter':
      return l10n.t('invalid escape character');
    case 'InvalidCharacter':
      return l10n.t('invalid character');
    default:
      return l10n.t('syntax error');
  }
}

function firstSyntaxError(text: string): SyntaxProblem {
  try {
    visit(
      text,
      {
        onError(error, _offset, length, line, character) {
          const found = text.slice(_offset, _offset + Math.min(length, 20));
          const fault = found ? l10n.t('{0} at {1}', faultText(error), JSON.stringify(found)) : faultText(error);
          throw new FirstError({
            message: l10n.t('Invalid JSON at line {0}, column {1}: {2}.', line + 1, character + 1, fault),
            line: line + 1,
            column: character + 1,
          });
        },
      },
      { disallowComments: true, allowTrailingComma: false },
    );
  } catch (error) {
    if (error instanceof FirstError) return error.problem;
    throw error;
  }
  return { message: l10n.t('Invalid JSON at line 1, column 1.'), line: 1, column: 1 };
}

/** Reads the text of an experiment file. Never throws. */
export function parseExperiment(text: string): ParsedDocument {
  if (text.length > longestDocument) {
    return {
      issues: [],
      syntax: {
        message: l10n.t('The document has {0} characters; the maximum is {1}.', text.length, longestDocument),
        line: 1,
        column: 1,
      },
    };
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
