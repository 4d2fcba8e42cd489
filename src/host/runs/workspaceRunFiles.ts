import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import { DiskRunFiles } from './diskRunFiles';
import { headBytes, type RunFiles } from './runFiles';

/** The folders of saved runs lie here, below a workspace folder. */
export const runsPath = ['.initlab', 'runs'] as const;

/** The folder of saved runs of a workspace folder. */
export const runsFolder = (root: Uri): Uri => Uri.joinPath(root, ...runsPath);

/** The saved runs of a workspace folder. */
export function runFilesOf(root: Uri): RunFiles {
  const folder = runsFolder(root);
  return folder.scheme === 'file' ? new DiskRunFiles(folder.fsPath) : new WorkspaceRunFiles(folder);
}

/** Saved runs in a virtual file system, through `workspace.fs`. */
class WorkspaceRunFiles implements RunFiles {
  constructor(private readonly folder: Uri) {}

  async list(): Promise<string[]> {
    try {
      return (await workspace.fs.readDirectory(this.folder)).flatMap(([name, type]) =>
        type & FileType.Directory ? [name] : [],
      );
    } catch (error) {
      if (error instanceof FileSystemError && error.code === 'FileNotFound') return [];
      throw error;
    }
  }

  async exists(path: string): Promise<boolean> {
    return (await this.changedAt(path)) !== -1;
  }

  async changedAt(path: string): Promise<number> {
    return Promise.resolve(workspace.fs.stat(this.uri(path))).then(
      ({ mtime }) => mtime,
      () => -1,
    );
  }

  async size(path: string): Promise<number> {
    return (await workspace.fs.stat(this.uri(path))).size;
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

  /** These file systems know whole files alone. */
  async head(path: string): Promise<string> {
    return (await this.text(path)).slice(0, headBytes);
  }

  async text(path: string): Promise<string> {
    return new TextDecoder().decode(await workspace.fs.readFile(this.uri(path)));
  }

  private uri(path: string): Uri {
    return Uri.joinPath(this.folder, path);
  }
}
