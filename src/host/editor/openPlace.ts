import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import { Range, Uri, window, workspace } from 'vscode';
import type { SourcePlace } from '../../experiment/why/reason';

/** Endings of files that a finding may lie in. */
const sources = /\.(py|ipynb)$/i;

/**
 * Opens a file of the user's code at a line (from 1 on), beside what is open. A relative path starts from the folder of
 * `from`. Only Python files are opened: the path may come from a saved run.
 */
export async function openPlace({ file, line = 1 }: SourcePlace, from: Uri): Promise<void> {
  if (!sources.test(file)) throw new Error(l10n.t("{0} isn't a Python file.", file));
  const uri = isAbsolute(file) ? from.with({ path: Uri.file(file).path }) : Uri.joinPath(from, '..', file);
  try {
    await workspace.fs.stat(uri);
  } catch {
    throw new Error(l10n.t("{0} doesn't exist any more.", file));
  }
  const at = new Range(line - 1, 0, line - 1, 0);
  if (/\.ipynb$/i.test(file)) await window.showNotebookDocument(await workspace.openNotebookDocument(uri));
  else await window.showTextDocument(uri, { selection: at });
}
