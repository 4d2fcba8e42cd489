import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import { NotebookRange, Range, Uri, window, workspace } from 'vscode';
import type { SourcePlace } from '../../experiment/why/reason';

/** A Python file, or a cell of a notebook, as findings name them. */
const source = /^(.*)\.(?:py|ipynb \(cell (\d+)\))$/i;

/**
 * Opens a file of the user's code at a line (from 1 on), beside what is open; of a notebook the cell. A relative path
 * starts from the folder of `from`. Only Python files and notebooks are opened: the path may come from a saved run.
 */
export async function openPlace({ file, line = 1 }: SourcePlace, from: Uri): Promise<void> {
  const match = source.exec(file);
  if (!match) throw new Error(l10n.t("{0} isn't a Python file.", file));
  const cell = match[2] === undefined ? undefined : Number(match[2]) - 1;
  const path = cell === undefined ? file : `${match[1]}.ipynb`;
  const uri = isAbsolute(path) ? from.with({ path: Uri.file(path).path }) : Uri.joinPath(from, '..', path);
  try {
    await workspace.fs.stat(uri);
  } catch {
    throw new Error(l10n.t("{0} doesn't exist any more.", path));
  }
  const at = new Range(line - 1, 0, line - 1, 0);
  if (cell === undefined) return void (await window.showTextDocument(uri, { selection: at }));
  const notebook = await workspace.openNotebookDocument(uri);
  const index = Math.min(cell, notebook.cellCount - 1);
  await window.showNotebookDocument(notebook, { selections: [new NotebookRange(index, index + 1)] });
  await window.showTextDocument(notebook.cellAt(index).document, { selection: at });
}
