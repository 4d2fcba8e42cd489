import type { RunFiles } from '../../../src/host/runs/runFiles';

/** Files in memory; `fail` makes an operation go wrong. */
export class FakeFiles implements RunFiles {
  readonly files = new Map<string, { bytes: Uint8Array; changedAt: number }>();
  readonly folders = new Map<string, number>();
  readonly sizes = new Map<string, number>();
  fail: string | undefined;
  /** What it goes wrong with; absent: that there is no such thing. */
  reason: string | undefined;
  now = 0;

  private step(operation: string): void {
    if (operation.includes(this.fail ?? '\0')) throw new Error(this.reason ?? `no ${operation}`);
  }

  async list() {
    return [...this.folders.keys()];
  }
  async exists(path: string) {
    return this.files.has(path) || this.folders.has(path);
  }
  async changedAt(path: string) {
    return this.folders.get(path) ?? this.files.get(path)?.changedAt ?? -1;
  }
  async size(path: string) {
    return this.sizes.get(path) ?? this.files.get(path)!.bytes.length;
  }
  async makeFolder(path: string) {
    this.step(`makeFolder ${path}`);
    this.folders.set(path, this.now);
  }
  async write(path: string, bytes: Uint8Array) {
    this.step(`write ${path}`);
    this.files.set(path, { bytes, changedAt: this.now });
  }
  async rename(from: string, to: string) {
    this.step(`rename ${from}`);
    if (this.folders.has(to)) throw new Error(`${to} is there`);
    this.folders.set(to, this.folders.get(from)!);
    this.folders.delete(from);
    for (const [path, file] of [...this.files]) {
      if (!path.startsWith(`${from}/`)) continue;
      this.files.delete(path);
      this.files.set(to + path.slice(from.length), file);
    }
  }
  async remove(path: string) {
    this.step(`remove ${path}`);
    this.folders.delete(path);
    for (const file of [...this.files.keys()]) if (file.startsWith(`${path}/`)) this.files.delete(file);
  }
  async head(path: string) {
    return new TextDecoder().decode(this.files.get(path)!.bytes).slice(0, 8192);
  }
  async text(path: string) {
    return new TextDecoder().decode(this.files.get(path)!.bytes);
  }
}
