import {
  Disposable,
  EventEmitter,
  FileChangeType,
  FilePermission,
  FileSystemError,
  FileType,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
  type Uri,
} from 'vscode';

interface Entry {
  /** Absent for a folder. */
  bytes?: Uint8Array;
  changed: number;
}

/** A file system that lies in the memory of the extension host: a place that no other process can read. */
export class MemoryFiles implements FileSystemProvider {
  private readonly entries = new Map<string, Entry>([['/', { changed: Date.now() }]]);
  private readonly changes = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  /** Files that say of themselves that they are not to be written. */
  readonly locked = new Set<string>();

  watch(): Disposable {
    return new Disposable(() => undefined);
  }

  stat(uri: Uri): FileStat {
    const { bytes, changed } = this.find(uri);
    return {
      type: bytes ? FileType.File : FileType.Directory,
      ctime: 0,
      mtime: changed,
      size: bytes?.length ?? 0,
      permissions: this.locked.has(uri.path) ? FilePermission.Readonly : undefined,
    };
  }

  readDirectory(uri: Uri): [string, FileType][] {
    this.find(uri);
    return this.below(uri.path).flatMap(([path, { bytes }]): [string, FileType][] => {
      const name = path.slice(uri.path === '/' ? 1 : uri.path.length + 1);
      return name.includes('/') ? [] : [[name, bytes ? FileType.File : FileType.Directory]];
    });
  }

  readFile(uri: Uri): Uint8Array {
    const { bytes } = this.find(uri);
    if (!bytes) throw FileSystemError.FileIsADirectory(uri);
    return bytes;
  }

  createDirectory(uri: Uri): void {
    this.put(uri, { changed: Date.now() });
  }

  writeFile(uri: Uri, bytes: Uint8Array): void {
    if (this.locked.has(uri.path)) throw FileSystemError.NoPermissions(uri);
    this.put(uri, { bytes: bytes.slice(), changed: Date.now() });
  }

  delete(uri: Uri): void {
    this.find(uri);
    for (const [path] of [...this.below(uri.path)]) this.entries.delete(path);
    this.entries.delete(uri.path);
    this.changes.fire([{ type: FileChangeType.Deleted, uri }]);
  }

  rename(from: Uri, to: Uri, options: { overwrite: boolean }): void {
    const entry = this.find(from);
    if (this.entries.has(to.path) && !options.overwrite) throw FileSystemError.FileExists(to);
    const moved = this.below(from.path);
    this.delete(from);
    this.put(to, entry);
    for (const [path, below] of moved) this.put(to.with({ path: to.path + path.slice(from.path.length) }), below);
  }

  private find(uri: Uri): Entry {
    const entry = this.entries.get(uri.path);
    if (!entry) throw FileSystemError.FileNotFound(uri);
    return entry;
  }

  private below(path: string): [string, Entry][] {
    const start = path === '/' ? '/' : `${path}/`;
    return [...this.entries].filter(([name]) => name !== path && name.startsWith(start));
  }

  private put(uri: Uri, entry: Entry): void {
    const type = this.entries.has(uri.path) ? FileChangeType.Changed : FileChangeType.Created;
    this.entries.set(uri.path, entry);
    this.changes.fire([{ type, uri }]);
  }
}
