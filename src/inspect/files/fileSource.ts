import { constants, readSync, statSync, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { FileProblem } from './fileProblem';
import { checkRange } from './sources';
import type { ByteSource } from './tensorFile';

/**
 * A file of 150 000 small tensors is read as often. What is this short is read without a way through the thread pool,
 * which takes ten times as long, and together with as much of what follows: that is kept for one turn of the event
 * loop.
 */
const atOnce = 64 * 1024;

/** What tells one state of a file from another. */
interface Stamp {
  size: bigint;
  mtimeNs: bigint;
  ino: bigint;
  dev: bigint;
}

/** What a path leads to that is no file. */
function kindOf(found: BigIntStats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return found.isCharacterDevice() || found.isBlockDevice() ? 'a device' : 'something else';
}

function checkKind(found: BigIntStats): void {
  if (!found.isFile()) throw new FileProblem('the path', 'a file', kindOf(found));
}

/**
 * A file on disk as a source. Before a read it is looked whether it is still the file that was opened, once in a turn
 * of the event loop: reads that follow each other without a pause are of one look.
 */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly file: { path: string; offset: number };
  /** What was read in this turn of the event loop, since the look at the file; undefined before it. */
  private turn: { offset: number; bytes: Uint8Array } | undefined;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly stamp: Stamp,
  ) {
    this.size = Number(stamp.size);
    this.file = { path, offset: 0 };
  }

  /**
   * Opens a file for reading; throws a `FileProblem` for a folder, a pipe or a device, and Node's own error where there
   * is no such file.
   */
  static async open(path: string): Promise<FileSource> {
    // Opening a device can do something; opening a pipe waits for its writer, unless it is told not to.
    checkKind(await stat(path, { bigint: true }));
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await handle.stat({ bigint: true });
      checkKind(found);
      return new FileSource(path, handle, found);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    this.turn ??= this.beginTurn();
    if (length <= atOnce) return this.readShort(this.turn, offset, length);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;)
      done += this.checkRead((await this.handle.read(bytes, done, length - done, offset + done)).bytesRead);
    return bytes;
  }

  private readShort(turn: { offset: number; bytes: Uint8Array }, offset: number, length: number): Uint8Array {
    if (offset < turn.offset || offset + length > turn.offset + turn.bytes.length) {
      turn.bytes = new Uint8Array(Math.min(atOnce, this.size - offset));
      turn.offset = offset;
      for (let done = 0; done < turn.bytes.length;)
        done += this.checkRead(readSync(this.handle.fd, turn.bytes, done, turn.bytes.length - done, offset + done));
    }
    return turn.bytes.slice(offset - turn.offset, offset - turn.offset + length);
  }

  private checkRead(bytesRead: number): number {
    if (bytesRead === 0)
      throw new FileProblem('the file', `the ${this.size} bytes it had when opened`, 'fewer', 'changed');
    return bytesRead;
  }

  /** Looks at the file; what is read is let go when the turn ends, and the file is looked at again. */
  private beginTurn(): { offset: number; bytes: Uint8Array } {
    this.check();
    setImmediate(() => this.endTurn());
    return { offset: 0, bytes: new Uint8Array(0) };
  }

  /** The next read looks at the file again, even within this turn of the event loop. */
  endTurn(): void {
    this.turn = undefined;
  }

  close(): void {
    // Nobody can do anything about a file that does not close.
    void this.handle.close().catch(() => undefined);
  }

  private check(): void {
    const now = this.statNow();
    if (!now)
      throw new FileProblem('the file', 'the file that was opened', 'none (it was moved or deleted)', 'changed');
    const { size, mtimeNs, ino, dev } = this.stamp;
    if (now.size !== size)
      throw new FileProblem('the file', `the ${size} bytes it had when opened`, `${now.size} bytes`, 'changed');
    if (now.mtimeNs !== mtimeNs || now.ino !== ino || now.dev !== dev)
      throw new FileProblem('the file', 'the file that was opened', 'one written later', 'changed');
  }

  private statNow(): BigIntStats | undefined {
    try {
      return statSync(this.path, { bigint: true });
    } catch {
      return undefined;
    }
  }
}
