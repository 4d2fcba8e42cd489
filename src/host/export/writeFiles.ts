import * as l10n from '@vscode/l10n';
import { FileSystemError, workspace, type Uri } from 'vscode';

/** A file that could not be written: which, and why. */
export class ExportError extends Error {
  override readonly name = 'ExportError';

  constructor(
    readonly uri: Uri,
    readonly reason: string,
  ) {
    super(l10n.t('{0} could not be written: {1}', uri.scheme === 'file' ? uri.fsPath : uri.toString(true), reason));
  }
}

/** Why a write failed, in words; file systems that VS Code does not know by code put the system's code into the message. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof FileSystemError ? error.code : '';
  if (/ENOSPC|EDQUOT/.test(message)) return l10n.t('the disk is full.');
  if (/EROFS/.test(message)) return l10n.t('the file system is read-only.');
  if (/EISDIR/.test(message) || code === 'FileIsADirectory') return l10n.t('there is a folder of this name.');
  if (/EACCES|EPERM/.test(message) || code === 'NoPermissions') return l10n.t('permission is denied, or the place is read-only.');
  return message;
}

const exists = (uri: Uri): Promise<boolean> => Promise.resolve(workspace.fs.stat(uri)).then(() => true, () => false);

/** Writes a file at once. What a failed write leaves of a new file is removed. Throws an `ExportError`. */
export async function writeWhole(uri: Uri, content: Uint8Array | string): Promise<void> {
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false) throw new ExportError(uri, l10n.t('the file system is read-only.'));
  const there = await exists(uri);
  try {
    await workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  } catch (error) {
    if (!there) await Promise.resolve(workspace.fs.delete(uri)).catch(() => undefined);
    throw new ExportError(uri, reasonOf(error));
  }
}

/** Writes the files of a folder one after the other, then `last`. When one fails, what is new is removed again. */
export async function writeTogether(folder: Uri, files: readonly { uri: Uri; content: Uint8Array | string }[], last: { uri: Uri; content: string }): Promise<void> {
  const there = await exists(folder);
  const fresh: Uri[] = [];
  try {
    for (const { uri, content } of [...files, last]) {
      const known = await exists(uri);
      await writeWhole(uri, content);
      if (!known) fresh.push(uri);
    }
  } catch (error) {
    const leftovers = there ? fresh : [...fresh.filter((uri) => !uri.path.startsWith(`${folder.path}/`)), folder];
    for (const uri of leftovers) await Promise.resolve(workspace.fs.delete(uri, { recursive: true })).catch(() => undefined);
    throw error;
  }
}
