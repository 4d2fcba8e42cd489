import * as l10n from '@vscode/l10n';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headBytes, type RunFiles } from './runFiles';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Saved runs on a disk of this machine, without VS Code in between: when a window closes, its file system is gone
 * before the extension has saved the runs that were still training, and of a file only the head can be read.
 */
export class DiskRunFiles implements RunFiles {
  /** `folder`: path of the folder of saved runs. */
  constructor(private readonly folder: string) {}

  async list(): Promise<string[]> {
    try {
      return (await readdir(this.folder, { withFileTypes: true })).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  exists(path: string): Promise<boolean> {
    return exists(this.path(path));
  }

  changedAt(path: string): Promise<number> {
    return stat(this.path(path)).then(
      ({ mtimeMs }) => mtimeMs,
      () => -1,
    );
  }

  async size(path: string): Promise<number> {
    return (await stat(this.path(path))).size;
  }

  async makeFolder(path: string): Promise<void> {
    await mkdir(this.path(path), { recursive: true });
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    await writeFile(this.path(path), bytes);
  }

  async rename(from: string, to: string): Promise<void> {
    // An empty folder would be replaced without a word; one with files refuses by itself.
    if (await this.exists(to)) throw new Error(l10n.t('{0} already exists.', to));
    await rename(this.path(from), this.path(to));
  }

  async remove(path: string): Promise<void> {
    await rm(this.path(path), { recursive: true, force: true, maxRetries: 3 });
  }

  async head(path: string): Promise<string> {
    await this.refuseOther(path);
    const file = await open(this.path(path), 'r');
    try {
      const bytes = new Uint8Array(headBytes);
      const { bytesRead } = await file.read(bytes, 0, headBytes, 0);
      return new TextDecoder().decode(bytes.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }

  async text(path: string): Promise<string> {
    await this.refuseOther(path);
    return new TextDecoder().decode(await readFile(this.path(path)));
  }

  /** To read from a pipe would wait for good, from a device never end. */
  private async refuseOther(path: string): Promise<void> {
    if (!(await stat(this.path(path))).isFile()) throw new Error(l10n.t('{0} is not a file.', path));
  }

  private path(below: string): string {
    return join(this.folder, below);
  }
}
