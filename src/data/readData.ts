import { constants, type Stats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { DataFile } from '../engine/datasets/dataFile';
import { Room, RoomError } from '../engine/datasets/room';
import { pathText, unexpected, type JsonPath } from '../experiment/format/issue';
import { isPointer } from '../inspect/files/lfsPointer';
import type { DataPlaces } from '../protocol/trainer';
import { RunRefused } from './refused';

/** What the paths of a dataset start from, and what may be read. */
export interface DataAccess {
  /** Folder of the experiment. */
  directory: string | undefined;
  places: DataPlaces;
}

/** Why a file or folder cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: "the file doesn't exist",
    ENOTDIR: "the file doesn't exist",
    EISDIR: 'it is a folder',
    EACCES: 'permission was denied',
    EPERM: 'permission was denied',
  };
  return (code !== undefined ? reasons[code] : undefined) ?? code ?? message;
}

const inside = (file: string, folder: string): boolean => {
  const way = relative(folder, file);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/**
 * Refuses a file outside the workspace when that is not trusted; links are followed before. What cannot be looked at is
 * refused too: a file may be opened by a path that `realpath` fails on, as where the resolved one is longer than
 * PATH_MAX.
 */
export async function checkAllowed(
  file: string,
  path: string,
  place: JsonPath,
  within: readonly string[] | undefined,
): Promise<void> {
  if (within === undefined) return;
  const outside = (): RunRefused =>
    new RunRefused(unexpected(place, path, 'a path inside the untrusted workspace').message);
  const folders = (await Promise.all(within.map((folder) => realpath(folder).catch(() => undefined)))).filter(
    (folder) => folder !== undefined,
  );
  const real = await realpath(file).catch((error: unknown) => {
    // Whether a file outside is there is not for a folder that nobody has trusted to know.
    if (![...folders, ...within].some((folder) => inside(file, folder))) throw outside();
    throw new RunRefused(
      `Cannot read ${file} (${pathText(place)}): ${reasonOf(error)}. In an untrusted workspace, inaccessible paths are not read.`,
    );
  });
  if (!folders.some((folder) => inside(real, folder))) throw outside();
}

/** The absolute path that a field of the experiment means. Throws RunRefused for one that cannot be had. */
export async function resolvePath(path: string, place: JsonPath, { directory, places }: DataAccess): Promise<string> {
  if (!isAbsolute(path) && directory === undefined) {
    throw new RunRefused(
      unexpected(place, path, 'an absolute path, or a saved experiment or open folder for a relative one').message,
    );
  }
  const file = isAbsolute(path) ? path : join(directory!, path);
  await checkAllowed(file, path, place, places.within);
  return file;
}

/** What a path is that is no regular file, in words. */
export function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'it is a folder';
  const kind = found.isFIFO()
    ? 'a pipe'
    : found.isSocket()
      ? 'a socket'
      : found.isCharacterDevice() || found.isBlockDevice()
        ? 'a device'
        : 'something else';
  return `it is not a regular file but ${kind}`;
}

/** Bytes that are asked for in one call: Node reads at most 2 GiB at once. */
const pieceBytes = 1 << 26;

/** The first `size` bytes of an open file, or those that it has by now. */
async function readBytes(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(pieceBytes, size - done), done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/**
 * The bytes of a regular file; `field` is the field of the experiment that names it or its folder. Their number is
 * looked up and taken from `room` before any is read, and what is no regular file is not opened: a pipe would wait, a
 * device never end. Throws RunRefused, and RoomError.
 */
export async function readData(file: string, field?: string, room = new Room()): Promise<DataFile> {
  const refused = (reason: string) =>
    new RunRefused(`Cannot read ${file}${field === undefined ? '' : ` (${field})`}: ${reason}.`);
  let handle: FileHandle | undefined;
  try {
    const found = await stat(file);
    if (!found.isFile()) throw refused(kindOf(found));
    // Should a pipe take its place meanwhile, opening it does not wait.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const opened = await handle.stat();
    if (!opened.isFile()) throw refused(kindOf(opened));
    room.take(opened.size, file);
    room.files += opened.size;
    const bytes = await readBytes(handle, opened.size);
    if (isPointer(bytes)) throw refused('it is a Git LFS pointer; run git lfs pull to fetch the file');
    return { name: file, bytes };
  } catch (error) {
    if (error instanceof RunRefused || error instanceof RoomError) throw error;
    throw refused(reasonOf(error));
  } finally {
    await handle?.close();
  }
}
