import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileSystemError, workspace, type Uri } from 'vscode';
import { exists } from '../platform/exists';

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

/**
 * Why a write failed, in words; file systems that VS Code does not know by code put the system's code into the message.
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof FileSystemError ? error.code : '';
  if (/ENOSPC|EDQUOT/.test(message)) return l10n.t('the disk is full.');
  if (/EROFS/.test(message)) return l10n.t('the file system is read-only.');
  if (/EISDIR/.test(message) || code === 'FileIsADirectory') return l10n.t('there is a folder of this name.');
  if (/EACCES|EPERM/.test(message) || code === 'NoPermissions')
    return l10n.t('permission is denied, or the place is read-only.');
  return message;
}

/**
 * Writes a file of this machine beside its place and renames it, so that what was there stays whole until the new one
 * is. A link keeps leading to it, and it keeps its permissions.
 */
async function replaceLocal(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const target = await realpath(path).catch(() => path);
  const found = await stat(target).catch(() => undefined);
  if (found?.isDirectory()) throw new Error('EISDIR');
  // A pipe or a device takes the bytes as they come.
  if (found && !found.isFile()) return writeFile(target, bytes);
  const part = join(dirname(target), `.initlab-${process.pid}-${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(part, 'wx');
    try {
      await file.writeFile(bytes);
      if (found) await file.chmod(found.mode & 0o7777).catch(() => undefined);
      // A file system that cannot flush is taken at its word.
      await file.sync().catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP' && error.code !== 'ENOSYS') throw error;
      });
    } finally {
      await file.close();
    }
    await rename(part, target);
  } catch (error) {
    await unlink(part).catch(() => undefined);
    throw error;
  }
}

/**
 * Writes a file at once. Where that fails, a file of this machine that was there before is still there, and of a new
 * one nothing is left. Throws an `ExportError`.
 */
export async function writeWhole(uri: Uri, content: Uint8Array | string): Promise<void> {
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false)
    throw new ExportError(uri, l10n.t('the file system is read-only.'));
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const there = await exists(uri);
  try {
    if (uri.scheme === 'file') await replaceLocal(uri.fsPath, bytes);
    else await workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    if (!there && uri.scheme !== 'file') await Promise.resolve(workspace.fs.delete(uri)).catch(() => undefined);
    throw new ExportError(uri, reasonOf(error));
  }
}

/** Writes the files of a folder one after the other, then `last`. When one fails, what is new is removed again. */
export async function writeTogether(
  folder: Uri,
  files: readonly { uri: Uri; content: Uint8Array | string }[],
  last: { uri: Uri; content: string },
): Promise<void> {
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
    for (const uri of leftovers)
      await Promise.resolve(workspace.fs.delete(uri, { recursive: true })).catch(() => undefined);
    throw error;
  }
}
