import { open } from 'node:fs/promises';
import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { RunFiles } from './runFiles';

/** Bytes in which the summary of a run lies. */
const headBytes = 8192;

/** The folders of kept runs lie here, below a workspace folder. */
export const runsPath = ['.initlab', 'runs'] as const;

/** The folder of kept runs of a workspace folder. */
export const runsFolder = (root: Uri): Uri => Uri.joinPath(root, ...runsPath);

/** Kept runs through `workspace.fs`, on this machine, a remote one or a virtual file system. */
export class WorkspaceRunFiles implements RunFiles {
  constructor(readonly folder: Uri) {}

  uri(path: string): Uri {
    return Uri.joinPath(this.folder, path);
  }

  async list(): Promise<string[]> {
    try {
      return (await workspace.fs.readDirectory(this.folder)).flatMap(([name, type]) => (type & FileType.Directory ? [name] : []));
    } catch (error) {
      if (error instanceof FileSystemError && error.code === 'FileNotFound') return [];
      throw error;
    }
  }

  async exists(path: string): Promise<boolean> {
    return (await this.changedAt(path)) !== -1;
  }

  async changedAt(path: string): Promise<number> {
    return Promise.resolve(workspace.fs.stat(this.uri(path))).then(({ mtime }) => mtime, () => -1);
  }

  async makeFolder(path: string): Promise<void> {
    await workspace.fs.createDirectory(this.uri(path));
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    await workspace.fs.writeFile(this.uri(path), bytes);
  }

  async rename(from: string, to: string): Promise<void> {
    await workspace.fs.rename(this.uri(from), this.uri(to), { overwrite: false });
  }

  async remove(path: string): Promise<void> {
    await workspace.fs.delete(this.uri(path), { recursive: true, useTrash: false });
  }

  /** On the machine of the extension host only the head is read; other file systems know whole files alone. */
  async head(path: string): Promise<string> {
    const uri = this.uri(path);
    if (uri.scheme !== 'file') return (await this.text(path)).slice(0, headBytes);
    const file = await open(uri.fsPath, 'r');
    try {
      const bytes = new Uint8Array(headBytes);
      const { bytesRead } = await file.read(bytes, 0, headBytes, 0);
      return new TextDecoder().decode(bytes.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }

  async text(path: string): Promise<string> {
    return new TextDecoder().decode(await workspace.fs.readFile(this.uri(path)));
  }
}
