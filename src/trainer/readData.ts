import { readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { DataFile } from '../engine/datasets/dataFile';
import { pathText, unexpected, type JsonPath } from '../experiment/issue';
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
  const reasons: Record<string, string> = { ENOENT: 'there is no such file', ENOTDIR: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read', EPERM: 'it may not be read' };
  return (code !== undefined ? reasons[code] : undefined) ?? code ?? message;
}

const inside = (file: string, folder: string): boolean => {
  const way = relative(folder, file);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/**
 * Refuses a file outside the workspace when that is not trusted; links are followed before. What cannot be looked at is
 * refused too: a file may be opened by a path that `realpath` fails on, as where the resolved one is longer than PATH_MAX.
 */
export async function checkAllowed(file: string, path: string, place: JsonPath, within: readonly string[] | undefined): Promise<void> {
  if (within === undefined) return;
  const outside = (): RunRefused => new RunRefused(unexpected(place, path, 'a path inside the workspace, as long as it is not trusted,').message);
  const folders = (await Promise.all(within.map((folder) => realpath(folder).catch(() => undefined)))).filter((folder) => folder !== undefined);
  const real = await realpath(file).catch((error: unknown) => {
    // Whether a file outside is there is not for a folder that nobody has trusted to know.
    if (![...folders, ...within].some((folder) => inside(file, folder))) throw outside();
    throw new RunRefused(`Cannot read ${file} (${pathText(place)}): ${reasonOf(error)}, and what cannot be looked at is not read in a workspace that is not trusted.`);
  });
  if (!folders.some((folder) => inside(real, folder))) throw outside();
}

/** The absolute path that a field of the experiment means. Throws RunRefused for one that cannot be had. */
export async function resolvePath(path: string, place: JsonPath, { directory, places }: DataAccess): Promise<string> {
  if (!isAbsolute(path) && directory === undefined) {
    throw new RunRefused(unexpected(place, path, 'a saved experiment or an open folder for a relative path, or an absolute path,').message);
  }
  const file = isAbsolute(path) ? path : join(directory!, path);
  await checkAllowed(file, path, place, places.within);
  return file;
}

/** The bytes of a file; `field` is the field of the experiment that names it or its folder. Throws RunRefused. */
export async function readData(file: string, field?: string): Promise<DataFile> {
  try {
    return { name: file, bytes: await readFile(file) };
  } catch (error) {
    throw new RunRefused(`Cannot read ${file}${field === undefined ? '' : ` (${field})`}: ${reasonOf(error)}.`);
  }
}
