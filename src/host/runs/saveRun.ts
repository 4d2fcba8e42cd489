import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { largestOtherFile } from '../../experiment/runFile/savedLimits';
import { SavedRunError, readSummary, readWholeSummary } from '../../experiment/runFile/savedRun';
import { folderTime, latestFirst, type SavedSummary } from '../../experiment/runFile/savedSummary';
import type { RunFiles } from './runFiles';

/** The file that a folder of a saved run is known by. */
export const runFileName = 'run.json';
const leftoverMark = '.tmp-';
/** A folder that another window is writing changes within this time, in milliseconds. */
const leftoverAge = 10 * 60_000;
/** Characters of an experiment's name in that of a folder. */
const longestName = 60;
/** Tries to give a folder its name while other windows take the same. */
const mostTries = 5;
/** Names of the folders that this process writes just now. */
const writing = new Set<string>();

/** One file of a saved run. */
export interface SavedFile {
  name: string;
  bytes: Uint8Array;
}

/** `circles-2026-11-22T10-31-05`: with a number when it is taken. `slug` is the experiment's name as a file name. */
export async function folderName(files: RunFiles, slug: string, startedAt: Date): Promise<string> {
  const base = `${[...slug].slice(0, longestName).join('').replace(/-+$/, '')}-${folderTime(startedAt)}`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!(await files.exists(name))) return name;
  }
}

/** Half-written folders that were seen, by name: the change that was seen last, and when. */
const seen = new Map<string, { changedAt: number; since: number }>();

/**
 * Removes what a crash left behind: what has not changed since it was first seen long enough ago. `now`: milliseconds
 * of a clock that nobody sets. The time of a file says nothing here, since the clock may have been set while another
 * window writes.
 */
export async function cleanLeftovers(files: RunFiles, now: number): Promise<void> {
  for (const name of await files.list()) {
    if (!name.startsWith(leftoverMark) || writing.has(name)) continue;
    const changedAt = await files.changedAt(name);
    const known = seen.get(name);
    if (known?.changedAt !== changedAt) seen.set(name, { changedAt, since: now });
    else if (now - known.since >= leftoverAge) {
      await files.remove(name);
      seen.delete(name);
    }
  }
}

/**
 * Writes all files under a name of its own and renames the folder at last: a crash leaves a whole run or none, and two
 * windows that keep runs at once do not write into one folder. `choose` gives a name that is free, again when another
 * window was faster.
 */
export async function writeFolder(
  files: RunFiles,
  choose: () => Promise<string>,
  contents: readonly SavedFile[],
): Promise<string> {
  let name = await choose();
  const partial = `${leftoverMark}${name}-${randomBytes(4).toString('hex')}`;
  writing.add(partial);
  try {
    await files.makeFolder(partial);
    for (const { name: file, bytes } of contents) await files.write(`${partial}/${file}`, bytes);
    for (let tries = 1; ; tries++) {
      try {
        await files.rename(partial, name);
        return name;
      } catch (error) {
        if (tries === mostTries || !(await files.exists(name))) throw error;
        name = await choose();
      }
    }
  } catch (error) {
    await files.remove(partial).catch(() => undefined);
    throw error;
  } finally {
    writing.delete(partial);
  }
}

/** What is known of a folder: its summary, or why it cannot be read. */
export interface FoundRun {
  folder: string;
  summary?: SavedSummary;
  problem?: SavedRunError;
}

/** The summary of one folder; undefined when it holds no run. */
async function findRun(files: RunFiles, folder: string): Promise<FoundRun | undefined> {
  const path = `${folder}/${runFileName}`;
  if (!(await files.exists(path))) return undefined;
  try {
    const summary = readSummary(await files.head(path));
    if (summary) return { folder, summary };
    if ((await files.size(path)) > largestOtherFile)
      throw new SavedRunError(
        'damaged',
        l10n.t('This run file is corrupt: {0}. It was not changed.', l10n.t("it doesn't begin with its summary")),
      );
    return { folder, summary: readWholeSummary(await files.text(path)) };
  } catch (error) {
    return {
      folder,
      problem: error instanceof SavedRunError ? error : new SavedRunError('damaged', (error as Error).message),
    };
  }
}

/** The folders that hold a run, the one saved last first; those that cannot be read come last. */
export async function findRuns(files: RunFiles): Promise<FoundRun[]> {
  const folders = (await files.list()).filter((name) => !name.startsWith('.'));
  const found = await Promise.all(folders.map((folder) => findRun(files, folder)));
  const known = ({ summary }: FoundRun): number => (summary ? 1 : 0);
  return found
    .filter((run) => run !== undefined)
    .sort(
      (a, b) =>
        known(b) - known(a) ||
        (a.summary && b.summary ? latestFirst(a.summary, b.summary) : 0) ||
        b.folder.localeCompare(a.folder),
    );
}

/**
 * The folders to remove so that `keep` runs stay: the oldest that are not open. What cannot be read is neither counted
 * nor touched.
 */
export function runsToPrune(found: readonly FoundRun[], keep: number, isOpen: (folder: string) => boolean): string[] {
  const known = found.filter(({ summary }) => summary !== undefined);
  return known
    .slice(keep)
    .map(({ folder }) => folder)
    .filter((folder) => !isOpen(folder));
}
