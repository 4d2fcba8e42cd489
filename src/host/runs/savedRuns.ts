import { EventEmitter, RelativePattern, Uri, workspace, type Disposable, type WorkspaceFolder } from 'vscode';
import { DisposableStore } from '../platform/disposable';
import { findRuns, runFileName, type FoundRun } from './saveRun';
import { runFilesOf, runsFolder, runsPath } from './workspaceRunFiles';

/** A saved run of the workspace. */
export interface ListedRun extends FoundRun {
  /** Its `run.json`. */
  uri: Uri;
  workspaceFolder: WorkspaceFolder;
}

/** Milliseconds over which changes of files are gathered. */
const patience = 200;

/** Lists of several folders as one. Each keeps its order; which comes first is told by the times of their runs. */
function mergedByTime(lists: readonly (readonly ListedRun[])[]): ListedRun[] {
  const left = lists.map((list) => [...list]);
  const time = (list: readonly ListedRun[]): number =>
    list[0].summary ? Date.parse(list[0].summary.startedAt) : -Infinity;
  const merged: ListedRun[] = [];
  for (;;) {
    const rest = left.filter((list) => list.length > 0);
    if (rest.length === 0) return merged;
    merged.push(rest.reduce((latest, list) => (time(list) > time(latest) ? list : latest)).shift()!);
  }
}

/** All saved runs of the workspace; read when somebody asks, and watched from then on. */
export class SavedRuns implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private runs: Promise<ListedRun[]> | undefined;
  private watchers: DisposableStore | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.store.add(
      workspace.onDidChangeWorkspaceFolders(() => {
        this.watchers?.dispose();
        this.watchers = undefined;
        this.refresh();
      }),
    );
  }

  /** The one kept last first; those of a folder that cannot be read after its others. */
  list(): Promise<ListedRun[]> {
    this.watch();
    this.runs ??= this.find();
    return this.runs;
  }

  /** Looks anew, soon. */
  refresh(): void {
    this.runs = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.fire(), patience);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.watchers?.dispose();
    this.store.dispose();
  }

  private async find(): Promise<ListedRun[]> {
    const lists = await Promise.all(
      (workspace.workspaceFolders ?? []).map(async (workspaceFolder) => {
        const folder = runsFolder(workspaceFolder.uri);
        const found = await findRuns(runFilesOf(workspaceFolder.uri)).catch(() => []);
        return found.map((run): ListedRun => ({
          ...run,
          workspaceFolder,
          uri: Uri.joinPath(folder, run.folder, runFileName),
        }));
      }),
    );
    return mergedByTime(lists);
  }

  private watch(): void {
    if (this.watchers) return;
    this.watchers = new DisposableStore();
    for (const folder of workspace.workspaceFolders ?? []) {
      const watcher = this.watchers.add(
        workspace.createFileSystemWatcher(new RelativePattern(folder, `${runsPath.join('/')}/**`)),
      );
      // A watcher may tell of a folder that was renamed under its old name, that of a run being written.
      watcher.onDidCreate(() => this.refresh());
      watcher.onDidChange(() => this.refresh());
      watcher.onDidDelete(() => this.refresh());
    }
  }
}
