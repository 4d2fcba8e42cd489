import { FilePermission, workspace, type TextDocument } from 'vscode';
import { parseExperiment } from '../experiment/parse';
import type { DocumentState } from '../protocol/webview';

/** Whether edits can never be saved where the document lives. */
export async function isReadOnly(document: TextDocument): Promise<boolean> {
  if (document.isUntitled) return false;
  if (workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return true;
  try {
    const { permissions } = await workspace.fs.stat(document.uri);
    return permissions !== undefined && (permissions & FilePermission.Readonly) !== 0;
  } catch {
    return false; // Deleted on disk: saving makes it anew.
  }
}

/** The document as the editor shows it. */
export function documentState(document: TextDocument, readOnly: boolean): DocumentState {
  const title = document.uri.path.split('/').at(-1) ?? document.uri.path;
  return { title, untitled: document.isUntitled, readOnly, ...parseExperiment(document.getText()) };
}
