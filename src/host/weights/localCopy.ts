import * as l10n from '@vscode/l10n';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { Uri, workspace, type Disposable } from 'vscode';

/** Megabytes of a file that is fetched whole because it lies where only VS Code can read. */
const mostMegabytes = 512;

/** Gives files a path for another process: their own, or that of a copy where they lie in a virtual workspace. */
export class LocalCopies implements Disposable {
  private folder: string | undefined;
  /** Copies by the address and the state of their file: editors of one file share one. */
  private readonly made = new Map<string, Promise<string>>();
  private count = 0;

  /** Rejects for a file that is too large to copy. */
  async pathOf(uri: Uri): Promise<string> {
    if (uri.scheme === 'file') return uri.fsPath;
    const { size, mtime } = await workspace.fs.stat(uri);
    if (size > mostMegabytes * 1e6)
      throw new Error(
        l10n.t(
          '{0} has {1} MB; the maximum in a virtual workspace is {2} MB.',
          uri.path,
          Math.ceil(size / 1e6),
          mostMegabytes,
        ),
      );
    const key = `${uri.toString()} ${size} ${mtime}`;
    const known = this.made.get(key);
    if (known) return known;
    const copy = this.copy(uri);
    this.made.set(key, copy);
    copy.catch(() => this.made.delete(key));
    return copy;
  }

  private async copy(uri: Uri): Promise<string> {
    this.folder ??= mkdtempSync(join(tmpdir(), 'init-lab-weights-'));
    const copy = join(this.folder, `${++this.count}-${posix.basename(uri.path)}`);
    await workspace.fs.writeFile(Uri.file(copy), await workspace.fs.readFile(uri));
    return copy;
  }

  dispose(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}
