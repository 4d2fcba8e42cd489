import { FilePermission, languages, RelativePattern, workspace, type TextDocument } from 'vscode';

/**
 * Whether the globs of a setting that are on match a document: relative ones start from its workspace folder, as VS
 * Code has it.
 */
function matches(document: TextDocument, setting: string): boolean {
  const globs = workspace.getConfiguration('files', document.uri).get<Record<string, boolean>>(setting) ?? {};
  const folder = workspace.getWorkspaceFolder(document.uri);
  return Object.entries(globs).some(([glob, on]) => {
    if (!on) return false;
    const pattern = folder && !/^([/\\]|[A-Za-z]:)/.test(glob) ? new RelativePattern(folder, glob) : glob;
    return languages.match({ pattern }, document) > 0;
  });
}

/** Whether edits can never be saved where the document lives, or the user has settled that it shall not be edited. */
export async function isReadOnly(document: TextDocument): Promise<boolean> {
  if (document.isUntitled) return false;
  if (workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return true;
  if (matches(document, 'readonlyInclude') && !matches(document, 'readonlyExclude')) return true;
  try {
    const { permissions } = await workspace.fs.stat(document.uri);
    return permissions !== undefined && (permissions & FilePermission.Readonly) !== 0;
  } catch {
    return false; // Deleted on disk: saving makes it anew.
  }
}
