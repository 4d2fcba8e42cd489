import { EventEmitter, RelativePattern, Uri, workspace, type Disposable, type WorkspaceFolder } from 'vscode';
import { DisposableStore } from '../disposable';
import { findRuns, runFileName, type FoundRun } from './keepRun';
import { runFilesOf, runsFolder, runsPath } from './workspaceRunFiles';

/** A kept run of the workspace. */
export interface ListedRun extends FoundRun {
  /** Its `run.json`. */
  uri: Uri;
  workspaceFolder: WorkspaceFolder;
}

/** Milliseconds over which changes of files are gathered. */
const patience = 200;

/** All kept runs of the workspace; read when somebody asks, and watched from then on. */
export class KeptRuns implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private runs: Promise<ListedRun[]> | undefined;
  private watchers: DisposableStore | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.store.add(workspace.onDidChangeWorkspaceFolders(() => {
      this.watchers?.dispose();
      this.watchers = undefined;
      this.refresh();
    }));
  }

  /** Newest first over all folders; those that cannot be read last. */
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
    const lists = await Promise.all((workspace.workspaceFolders ?? []).map(async (workspaceFolder) => {
      const folder = runsFolder(workspaceFolder.uri);
      const found = await findRuns(runFilesOf(workspaceFolder.uri)).catch(() => []);
      return found.map((run): ListedRun => ({ ...run, workspaceFolder, uri: Uri.joinPath(folder, run.folder, runFileName) }));
    }));
    const time = ({ summary }: ListedRun): number => (summary ? Date.parse(summary.startedAt) : -Infinity);
    return lists.flat().sort((a, b) => time(b) - time(a));
  }

  private watch(): void {
    if (this.watchers) return;
    this.watchers = new DisposableStore();
    for (const folder of workspace.workspaceFolders ?? []) {
      const watcher = this.watchers.add(workspace.createFileSystemWatcher(new RelativePattern(folder, `${runsPath.join('/')}/**`)));
      // A watcher may tell of a folder that was renamed under its old name, that of a run being written.
      watcher.onDidCreate(() => this.refresh());
      watcher.onDidChange(() => this.refresh());
      watcher.onDidDelete(() => this.refresh());
    }
  }
}
