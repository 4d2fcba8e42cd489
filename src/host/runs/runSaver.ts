import { lstat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { FilePermission, FileSystemError, FileType, Uri, window, workspace, type LogOutputChannel } from 'vscode';
import { writeSafetensors } from '../../engine/formats/safetensors';
import { savedMetadata, savedTensors } from '../../experiment/runFile/savedWeights';
import { writeSavedRun } from '../../experiment/runFile/savedRun';
import { nextOrder } from '../../experiment/runFile/savedSummary';
import { allTrials } from '../../experiment/record/sweepRecord';
import { reasonOf } from '../export/writeFiles';
import type { EndedRun } from '../session/runSession';
import { fileNameOf } from '../editor/saveInWorkspace';
import { keepsRuns, savedRunsSetting } from '../platform/settings';
import { codec } from './codec';
import { cleanLeftovers, findRuns, folderName, runFileName, runsToPrune, writeFolder, type SavedFile } from './saveRun';
import type { RunFiles } from './runFiles';
import { runFilesOf, runsFolder, runsPath } from './workspaceRunFiles';

/**
 * Start and final weights that are larger together are not kept: to send and to write them would make everything wait.
 */
const largestWeights = 48e6;
/** Bytes of recorded arrays over which a run is not saved. */
const largestRecording = 512e6;

/** Keeps the runs that end in the workspace folder of their experiment. */
export class RunSaver {
  private queue: Promise<unknown> = Promise.resolve();
  private readonly told = new Set<string>();

  /** `isOpen`: a run is shown and must stay; `saved` hears of a new run. */
  constructor(
    private readonly log: LogOutputChannel,
    private readonly isOpen: (runFile: Uri) => boolean,
    private readonly saved: (runFile: Uri) => void,
    private readonly filesOf: (root: Uri) => RunFiles = runFilesOf,
  ) {}

  /** Keeps a run of the experiment at `uri`; never rejects. Runs are written one after the other. */
  keep(uri: Uri, ended: EndedRun): Promise<void> {
    // Asked for at once: the next run takes the place of these weights.
    const { header, trials } = ended.run;
    const bytes =
      8 * trials.length * header!.layers.reduce((sum, layer) => sum + layer.inputs * layer.units + layer.units, 0);
    const root = this.rootOf(uri);
    if (!root || !keepsRuns(root)) return Promise.resolve();
    if (bytes > largestWeights)
      this.log.info(`The weights of ${uri.path} are not saved: ${Math.round(bytes / 1e6)} MB.`);
    const weights = bytes > largestWeights ? Promise.resolve([]) : ended.weights();
    const work = this.queue.then(async () => {
      try {
        await this.write(root, uri, ended, await weights);
      } catch (error) {
        this.tell(root, reasonOf(error));
      }
    });
    this.queue = work;
    return work;
  }

  /** Resolves when all that ended is saved. */
  async done(): Promise<void> {
    await this.queue;
  }

  /** The workspace folder that a run of `uri` is saved in: the one that holds it, for an untitled one the first. */
  private rootOf(uri: Uri): Uri | undefined {
    const own = workspace.getWorkspaceFolder(uri)?.uri;
    return own ?? (uri.scheme === 'untitled' ? workspace.workspaceFolders?.[0]?.uri : undefined);
  }

  private async write(
    root: Uri,
    experiment: Uri,
    ended: EndedRun,
    weights: Awaited<ReturnType<EndedRun['weights']>>,
  ): Promise<void> {
    const start = performance.now();
    await refuseReadOnly(root);
    const { run, startedAt } = ended;
    const size = recordedBytes(ended);
    if (size > largestRecording)
      throw new Error(
        l10n.t('its recording has {0} MB; the maximum is {1} MB', Math.round(size / 1e6), largestRecording / 1e6),
      );
    const files = this.filesOf(root);
    await this.tidy(root, cleanLeftovers(files, performance.now()));
    // A list that cannot be read is no reason to lose a run.
    const order = await findRuns(files).then(
      (found) => nextOrder(found.map(({ summary }) => summary)),
      () => undefined,
    );
    const contents: SavedFile[] = [
      {
        name: runFileName,
        bytes: new TextEncoder().encode(
          await writeSavedRun(run, { startedAt, source: sourceOf(root, experiment), order }, codec),
        ),
      },
    ];
    for (const moment of ['initial', 'final'] as const) {
      const tensors = savedTensors(run.header!, run.trials, weights, moment);
      if (tensors.length > 0)
        contents.push({
          name: moment === 'initial' ? 'start.safetensors' : 'final.safetensors',
          bytes: writeSafetensors(tensors, savedMetadata(run.header!, moment)),
        });
    }
    const name = await writeFolder(
      files,
      () => folderName(files, fileNameOf(run.header!.experiment.name), startedAt),
      contents,
    );
    this.log.info(
      `Run saved as ${runsPath.join('/')}/${name} (${(contents.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6).toFixed(1)} MB, ${(performance.now() - start).toFixed(0)} ms).`,
    );
    this.saved(runFileOf(root, name));
    await this.tidy(root, this.prune(root, files, name));
  }

  /** What cannot be removed is no reason to lose a run, or to say of a saved one that it is lost. */
  private async tidy(root: Uri, removal: Promise<void>): Promise<void> {
    await removal.catch((error: unknown) =>
      this.log.warn(`Old runs in ${root.toString()} couldn't be deleted: ${reasonOf(error)}`),
    );
  }

  private async prune(root: Uri, files: RunFiles, latest: string): Promise<void> {
    const keep = savedRunsSetting(root);
    const open = (folder: string): boolean => folder === latest || this.isOpen(runFileOf(root, folder));
    for (const folder of runsToPrune(await findRuns(files), keep, open)) {
      await files.remove(folder);
      this.log.info(`Deleted the old run ${folder}: initLab.runs.keep is ${keep}.`);
    }
  }

  /** Once for each folder, where it disturbs nobody. */
  private tell(root: Uri, reason: string): void {
    this.log.warn(`A run couldn't be saved in ${root.toString()}: ${reason}`);
    if (this.told.has(root.toString())) return;
    this.told.add(root.toString());
    window.setStatusBarMessage(`$(warning) ${l10n.t("The run couldn't be saved: {0}", reason)}`, 10_000);
  }
}

/** The `run.json` in a folder of saved runs. */
const runFileOf = (root: Uri, folder: string): Uri => Uri.joinPath(runsFolder(root), folder, runFileName);

/** The experiment file's path below the workspace folder. */
function sourceOf(root: Uri, experiment: Uri): string | undefined {
  return experiment.scheme !== 'untitled' && experiment.path.startsWith(`${root.path}/`)
    ? experiment.path.slice(root.path.length + 1)
    : undefined;
}

/** Bytes of the arrays of a run, from one snapshot of each trial. */
function recordedBytes({ run }: EndedRun): number {
  const one = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 8;
    return ArrayBuffer.isView(value)
      ? value.byteLength
      : Object.values(value).reduce((sum: number, item) => sum + one(item), 0);
  };
  return allTrials(run).reduce(
    (sum, { snapshots, curve }) =>
      sum + 40 * curve.step.length + (snapshots.length === 0 ? 0 : snapshots.length * one(snapshots[0])),
    0,
  );
}

/** Throws where nothing can be written; a link could lead out of a workspace that is not trusted. */
async function refuseReadOnly(root: Uri): Promise<void> {
  if (workspace.fs.isWritableFileSystem(root.scheme) === false) throw new Error(l10n.t('{0} is read-only.', root.path));
  for (let depth = 0; depth <= runsPath.length; depth++) {
    const uri = Uri.joinPath(root, ...runsPath.slice(0, depth));
    const { readOnly, link, unknown } = await statOf(uri);
    if (readOnly) throw new Error(l10n.t('{0} is read-only.', uri.path));
    // What cannot be looked at may be a link.
    if (depth > 0 && unknown && !workspace.isTrusted)
      throw new Error(
        l10n.t("{0} can't be accessed, and nothing is written there in an untrusted workspace.", uri.path),
      );
    if (depth > 0 && link && !workspace.isTrusted)
      throw new Error(l10n.t('{0} is a link. Links are not followed in an untrusted workspace.', uri.path));
  }
}

/**
 * What of a folder decides whether a run is saved in it; nothing of one that is not there. `unknown`: it cannot be
 * looked at.
 */
async function statOf(uri: Uri): Promise<{ readOnly: boolean; link: boolean; unknown: boolean }> {
  const plain = { readOnly: false, link: false, unknown: false };
  // On a disk VS Code knows of no folder that is read-only: writing to it says so.
  if (uri.scheme === 'file')
    return lstat(uri.fsPath).then(
      (found) => ({ ...plain, link: found.isSymbolicLink() }),
      (error: NodeJS.ErrnoException) => ({ ...plain, unknown: error.code !== 'ENOENT' }),
    );
  return Promise.resolve(workspace.fs.stat(uri)).then(
    ({ permissions, type }) => ({
      ...plain,
      readOnly: ((permissions ?? 0) & FilePermission.Readonly) !== 0,
      link: (type & FileType.SymbolicLink) !== 0,
    }),
    (error: unknown) => ({ ...plain, unknown: !(error instanceof FileSystemError && error.code === 'FileNotFound') }),
  );
}
