import { applyEdits, modify } from 'jsonc-parser';
import { Range, WorkspaceEdit, workspace, type TextDocument } from 'vscode';
import type { Issue, JsonPath } from '../experiment/issue';
import { parseExperiment } from '../experiment/parse';
import type { Change } from '../protocol/webview';

function changed(text: string, { path, value, insert }: Change): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return applyEdits(text, modify(text, path, value, { isArrayInsertion: insert ?? false, formattingOptions: { insertSpaces: true, tabSize: 2, eol } }));
}

const under = (path: JsonPath, root: JsonPath): boolean => root.every((key, index) => path[index] === key);

/** The smallest span in which `before` and `after` differ, as an edit of `document`. */
function replaceDifference(document: TextDocument, before: string, after: string): WorkspaceEdit {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(head), document.positionAt(before.length - tail)), after.slice(head, after.length - tail));
  return edit;
}

/**
 * Applies `changes` as one undo step, leaving the rest of the text as it is written. Changes that bring a bad value to
 * their own place are refused: their issues come back and nothing is edited.
 */
export async function editDocument(document: TextDocument, changes: readonly Change[]): Promise<Issue[]> {
  const before = document.getText();
  const was = parseExperiment(before);
  if (was.syntax) return [{ path: [], message: was.syntax.message }];
  const after = changes.reduce(changed, before);
  const known = new Set(was.issues.map((issue) => issue.message));
  const refused = parseExperiment(after).issues.filter((issue) => !known.has(issue.message) && changes.some((change) => under(issue.path, change.path)));
  if (refused.length > 0) return refused;
  if (after === before) return [];
  const done = await workspace.applyEdit(replaceDifference(document, before, after));
  return done ? [] : [{ path: changes[0]?.path ?? [], message: 'VS Code refused the edit: the document cannot be changed.' }];
}
