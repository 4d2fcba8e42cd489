import * as l10n from '@vscode/l10n';
import type { LessonIssue } from './lesson';

/*
 * A lesson is read in one piece, and the time of a Markdown parser grows with the square of some texts, of nested
 * containers with the cube. These bounds are far beyond what a person writes, and keep the worst of them within
 * seconds.
 */

/** Characters of a lesson's text, and of its head. */
export const longestLesson = 40_000;
const longestHead = 20_000;
/** Characters between two empty lines. */
const longestBlock = 2_000;
/** Lines that begin or end a container. */
const mostContainers = 200;

/** Lines of the head, with its dashes; 0 without one. */
function headLines(lines: readonly string[]): number {
  return lines[0]?.trimEnd() === '---'
    ? lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---') + 1
    : 0;
}

/** What of a text is too much to be read; undefined where nothing is. */
export function tooMuch(text: string): LessonIssue | undefined {
  if (text.length > longestLesson)
    return {
      line: 1,
      column: 1,
      message: l10n.t('The lesson has {0} characters; the maximum is {1}.', text.length, longestLesson),
    };
  const lines = text.split(/\r\n|\r|\n/);
  const head = headLines(lines);
  if (lines.slice(0, head).join('\n').length > longestHead)
    return { line: 1, column: 1, message: l10n.t('The head has more than {0} characters.', longestHead) };
  let containers = 0;
  let block = 0;
  let start = head;
  for (let at = head; at < lines.length; at++) {
    const line = lines[at];
    if (line.trim() === '') [block, start] = [0, at + 1];
    block += line.length + 1;
    if (block > longestBlock)
      return {
        line: start + 1,
        column: 1,
        message: l10n.t('The text from here has more than {0} characters without an empty line.', longestBlock),
      };
    if (/:::/.test(line) && ++containers > mostContainers)
      return {
        line: at + 1,
        column: 1,
        message: l10n.t('The lesson has more than {0} lines with :::.', mostContainers),
      };
  }
  return undefined;
}
