import * as l10n from '@vscode/l10n';
import { Range, WorkspaceEdit, workspace, type TextDocument } from 'vscode';
import { changeText, type Change } from '../../experiment/edit/edit';
import type { Issue } from '../../experiment/format/issue';
import { expectEdited, parsedDocument } from './parsedDocument';
import { isReadOnly } from '../trust/readOnly';

/** The smallest span in which `before` and `after` differ, as an edit of `document`. */
function replaceDifference(document: TextDocument, before: string, after: string): WorkspaceEdit {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const edit = new WorkspaceEdit();
  edit.replace(
    document.uri,
    new Range(document.positionAt(head), document.positionAt(before.length - tail)),
    after.slice(head, after.length - tail),
  );
  return edit;
}

/**
 * The last edit on its way into each document. VS Code refuses an edit of a text that another one has changed
 * meanwhile.
 */
const lastEdits = new WeakMap<TextDocument, Promise<unknown>>();

/** Resolves when the edits that are on their way are in the document. */
export async function editsDone(document: TextDocument): Promise<void> {
  await lastEdits.get(document);
}

/** Why changes do not fit a text that is not the one they were made for; undefined when they do. */
type Conflict = (text: string) => Issue | undefined;

/**
 * Applies `changes` to the document as one undo step, or gives the issues for which they are refused. Edits of one
 * document follow one another, from whichever editor they come: each builds on what the one before it left, unless
 * `conflict` says that it was made for something else.
 */
export function editDocument(
  document: TextDocument,
  changes: readonly Change[],
  conflict?: Conflict,
): Promise<Issue[]> {
  const edit = editsDone(document).then(() => applyChanges(document, changes, conflict));
  lastEdits.set(
    document,
    edit.catch(() => undefined),
  );
  return edit;
}

async function applyChanges(
  document: TextDocument,
  changes: readonly Change[],
  conflict: Conflict = () => undefined,
): Promise<Issue[]> {
  // VS Code would take the edit, and refuse to save it. Asked first: between the text and its edit nothing may be
  // waited for.
  const readOnly = await isReadOnly(document);
  const before = document.getText();
  const against = conflict(before);
  if (against) return [against];
  const { text, parsed, issues } = changeText(before, changes, parsedDocument(document));
  if (text === undefined || text === before) return issues;
  if (readOnly)
    return [
      { path: changes[0]?.path ?? [], message: l10n.t('The file is read-only: the experiment cannot be changed.') },
    ];
  expectEdited(document, text, parsed);
  const done = await workspace.applyEdit(replaceDifference(document, before, text));
  return done
    ? []
    : [{ path: changes[0]?.path ?? [], message: l10n.t('VS Code refused the edit: the document cannot be changed.') }];
}
