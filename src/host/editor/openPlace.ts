import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import { Range, Uri, window, workspace } from 'vscode';
import type { SourcePlace } from '../../experiment/why/reason';

/** The ending of files that a finding may lie in. */
const source = /\.py$/i;

/**
 * Opens a file of the user's code at a line (from 1 on), beside what is open. A relative path starts from the folder of
 * `from`. Only Python files are opened: the path may come from a saved run.
 */
export async function openPlace({ file, line = 1 }: SourcePlace, from: Uri): Promise<void> {
  if (!source.test(file)) throw new Error(l10n.t("{0} isn't a Python file.", file));
  const uri = isAbsolute(file) ? from.with({ path: Uri.file(file).path }) : Uri.joinPath(from, '..', file);
  try {
    await workspace.fs.stat(uri);
  } catch {
    throw new Error(l10n.t("{0} doesn't exist any more.", file));
  }
  const at = new Range(line - 1, 0, line - 1, 0);
  await window.showTextDocument(uri, { selection: at });
}
