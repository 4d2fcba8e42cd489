import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import {
  access,
  constants,
  open,
  readlink,
  realpath,
  rename,
  stat,
  unlink,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { BadInput } from '../badInput';
import { print } from './terminal';

/** What is written: all of it, or piece by piece as it is made. */
export type Content = string | Uint8Array | Iterable<string | Uint8Array>;

/** A result that could not be written; its message names the place and the reason. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file exceeds the size limit',
  ENOENT: "its folder doesn't exist",
  ENOTDIR: 'its parent is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission was denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links form a cycle',
  EPIPE: 'the reader closed it',
};

/** Why a file could not be written, in words with the system's code. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message;
  return reasons[code] === undefined ? message : `${reasons[code]} (${code})`;
}

/** Files under construction, which must not be left behind. */
const unfinished = new Set<string>();

/** Removes what is half written, when the process ends at once. */
export function removeUnfinished(): void {
  for (const path of unfinished) {
    try {
      unlinkSync(path);
    } catch {
      // It is not there, or cannot be removed: nothing more can be done.
    }
  }
}

/** Bytes of the file that is tried before work begins: a page, which a full disk has no room for. */
const trialBytes = 4096;
const standardOutput = ['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];

/** What a path leads to through symbolic links, also where nothing is there yet. */
async function targetOf(path: string, links = 0): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || links > 40) throw error;
    const link = await readlink(path).catch(() => undefined);
    return link === undefined ? path : targetOf(isAbsolute(link) ? link : join(dirname(path), link), links + 1);
  }
}

/** A new file in a folder, under a name that no other process takes; removed again unless it is renamed. */
async function construct(
  folder: string,
  fill: (file: FileHandle) => Promise<void>,
  place: (path: string) => Promise<void>,
): Promise<void> {
  const path = join(folder, `.initlab-${process.pid}-${randomBytes(6).toString('hex')}.part`);
  const file = await open(path, 'wx', 0o666);
  unfinished.add(path);
  try {
    try {
      await fill(file);
    } finally {
      await file.close();
    }
    await place(path);
  } finally {
    await unlink(path).catch(() => undefined);
    unfinished.delete(path);
  }
}

/** Finds out before any work whether a file can be made in `folder`, and has room for a page. */
export async function tryFolder(folder: string): Promise<void> {
  await access(folder, constants.W_OK | constants.X_OK);
  await construct(
    folder,
    (file) => file.writeFile(new Uint8Array(trialBytes)),
    async () => undefined,
  );
}

/** Flushed, so that a rename does not come before the bytes; file systems that cannot are taken at their word. */
async function flush(file: FileHandle): Promise<void> {
  await file.sync().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP' && error.code !== 'ENOSYS') throw error;
  });
}

const isWhole = (content: Content): content is string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array;

async function fill(file: FileHandle, content: Content): Promise<void> {
  if (isWhole(content)) return file.writeFile(content);
  for (const piece of content) await file.writeFile(piece);
}

/**
 * One place that the command line writes a file to. A file is written beside its place and renamed, so that what was
 * there stays whole until the new one is; a link keeps leading to it, and it keeps its permissions. Devices, pipes and
 * the standard output (`-`) get the bytes as they come.
 */
export class OutputTarget {
  private constructor(
    /** As the user named it. */
    readonly path: string,
    private readonly option: string,
  ) {}

  /** The place that `path` of `--option` names. Nothing is looked at yet: `check` does. */
  static of(path: string, option: string): OutputTarget {
    if (path === '') throw new BadInput(`--${option}: expected a file name, got "".`);
    if (path.includes('\0'))
      throw new BadInput(`--${option}: expected a file name without null characters, got ${JSON.stringify(path)}.`);
    return new OutputTarget(path, option);
  }

  /** Whether it is the standard output, which then carries nothing else. */
  get isStandardOutput(): boolean {
    return standardOutput.includes(this.path);
  }

  /** Refuses a place that cannot be written to, before any work; `notOver` is a file that must not be overwritten. */
  async check(notOver?: string): Promise<void> {
    if (this.isStandardOutput) return;
    try {
      const target = await targetOf(this.path);
      if (/[\\/]$/.test(this.path)) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      const found = await stat(target).catch(() => undefined);
      if (found?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      if (found) await access(target, constants.W_OK);
      if (found && !found.isFile()) return;
      if (notOver !== undefined && found && target === (await realpath(notOver).catch(() => undefined)))
        throw new BadInput(`Cannot write ${this.path} (--${this.option}): it is the input file.`);
      await tryFolder(dirname(target));
    } catch (error) {
      if (error instanceof BadInput) throw error;
      throw new BadInput(this.problem(error));
    }
  }

  /** Writes all of it or nothing. Throws `OutputError`; what was there before is then still there. */
  async write(make: () => Content): Promise<void> {
    try {
      await this.put(make());
    } catch (error) {
      throw new OutputError(this.problem(error));
    }
  }

  private problem(error: unknown): string {
    return `Cannot write ${this.path} (--${this.option}): ${reasonOf(error)}.`;
  }

  private async put(content: Content): Promise<void> {
    if (this.isStandardOutput) {
      for (const piece of isWhole(content) ? [content] : content) await print(piece);
      return;
    }
    const target = await targetOf(this.path);
    const found = await stat(target).catch(() => undefined);
    if (found && !found.isFile()) {
      // A pipe or a device; a folder says so itself.
      if (isWhole(content)) return writeFile(target, content);
      const file = await open(target, 'w');
      try {
        await fill(file, content);
      } finally {
        await file.close();
      }
      return;
    }
    await construct(
      dirname(target),
      async (file) => {
        await fill(file, content);
        if (found) {
          await file.chown(found.uid, found.gid).catch(() => undefined);
          await file.chmod(found.mode & 0o7777).catch(() => undefined);
        }
        await flush(file);
      },
      (path) => rename(path, target),
    );
  }
}
