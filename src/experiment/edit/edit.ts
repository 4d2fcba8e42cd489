import * as l10n from '@vscode/l10n';
import { applyEdits, findNodeAtLocation, modify, parseTree, type Edit } from 'jsonc-parser';
import { unexpected, type Issue, type JsonPath } from '../format/issue';
import { parseExperiment, type ParsedDocument } from '../format/parse';
import { valueAtPath } from '../format/sweepAxes';

/** One change of a document; `value` undefined removes the key or item. */
export interface Change {
  path: JsonPath;
  value: unknown;
  /** Insert at this index of the array instead of replacing the item. */
  insert?: boolean;
}

const isPlainList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);

/** Characters of a line up to which what is inserted into a text is laid out. */
const longestLine = 2000;

/** The edits that put `value` at `path` of a text, or take away what is there, and lay it out as the rest. */
export function editsFor(text: string, path: JsonPath, value: unknown, insert = false): Edit[] {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  // jsonc-parser lays out whole lines anew, one space after the other, each with a copy of the text: a long line has
  // none to keep.
  const isLaidOut = text.split('\n').every((line) => line.length <= longestLine);
  return modify(text, path, value, {
    isArrayInsertion: insert,
    ...(isLaidOut ? { formattingOptions: { insertSpaces: true, tabSize: 2, eol } } : {}),
  });
}

/** The text after one change, whatever it brings. */
export function changed(text: string, { path, value, insert }: Change): string {
  const tree = parseTree(text);
  const old = tree && !insert && isPlainList(value) ? findNodeAtLocation(tree, path) : undefined;
  // The formatter would put every number of a list, such as the seeds, on a line of its own.
  if (old)
    return applyEdits(text, [
      {
        offset: old.offset,
        length: old.length,
        content: `[${(value as unknown[]).map((item) => JSON.stringify(item)).join(', ')}]`,
      },
    ]);
  // jsonc-parser takes the end of a list to stand on a line of its own, and would cut `[10, 5]` to `[105]`.
  const gone = tree && value === undefined ? findNodeAtLocation(tree, path) : undefined;
  const items = gone?.parent?.type === 'array' ? (gone.parent.children ?? []) : [];
  if (gone && items.length > 1 && items.at(-1) === gone) {
    const before = items[items.length - 2];
    const offset = before.offset + before.length;
    return applyEdits(text, [{ offset, length: gone.offset + gone.length - offset, content: '' }]);
  }
  return applyEdits(text, editsFor(text, path, value, insert));
}

/** What an issue says, wherever in a list it is: moving an item must not make what is wrong with it look new. */
const kindOf = ({ message }: Issue): string => message.replace(/(\[|\/)\d+/g, '$1#');

/** The issues of `after` that `before` has not, each counted as often as it is there. */
function newIssues(before: readonly Issue[], after: readonly Issue[]): Issue[] {
  const left = new Map<string, number>();
  for (const issue of before) left.set(kindOf(issue), (left.get(kindOf(issue)) ?? 0) + 1);
  for (const issue of after) left.set(kindOf(issue), (left.get(kindOf(issue)) ?? 0) - 1);
  return after.filter((issue) => left.get(kindOf(issue))! < 0);
}

const under = (path: JsonPath, root: JsonPath): boolean => root.every((key, index) => path[index] === key);

/** What keeps a place from having a value: something above it that is no object or list. */
function ownerIssue(document: unknown, path: JsonPath): Issue | undefined {
  for (let length = 0; length < path.length; length++) {
    const owner = valueAtPath(document, path.slice(0, length));
    if (owner === undefined) return undefined;
    const wanted = typeof path[length] === 'number' ? l10n.t('a list') : l10n.t('an object');
    const fits =
      typeof path[length] === 'number'
        ? Array.isArray(owner)
        : typeof owner === 'object' && owner !== null && !Array.isArray(owner);
    if (!fits) return unexpected(path.slice(0, length), owner, wanted);
  }
  return undefined;
}

/**
 * The text of an experiment after `changes`, the rest of it left as it is written. Changes that bring a bad value to
 * their own place are refused: their issues come back instead. `was` and `parsed` are
 * the experiments before and after.
 */
export function changeText(
  text: string,
  changes: readonly Change[],
  was = parseExperiment(text),
): { text: string; parsed: ParsedDocument; issues: [] } | { text?: undefined; parsed?: undefined; issues: Issue[] } {
  if (was.syntax) return { issues: [{ path: [], message: was.syntax.message }] };
  // What an earlier change brings is not there yet.
  const misplaced = changes.flatMap(({ path }, index) =>
    changes.slice(0, index).some((before) => under(path, before.path)) ? [] : (ownerIssue(was.value, path) ?? []),
  );
  if (misplaced.length > 0) return { issues: misplaced };
  const after = changes.reduce(changed, text);
  const parsed = parseExperiment(after);
  const refused = newIssues(was.issues, parsed.issues).filter((issue) =>
    changes.some((change) => under(issue.path, change.path)),
  );
  return refused.length > 0 ? { issues: refused } : { text: after, parsed, issues: [] };
}
