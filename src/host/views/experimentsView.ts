import * as l10n from '@vscode/l10n';
import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  workspace,
  type Disposable,
  type TreeDataProvider,
  type Uri,
  type WorkspaceFolder,
} from 'vscode';
import { experimentPattern, experimentSuffix } from '../../experiment/format/experimentFile';
import { isActive } from '../../experiment/record/runStatus';
import { DisposableStore } from '../platform/disposable';
import type { Sessions } from '../session/sessions';
import { excludePattern } from './excludes';
import { readFacts, type ExperimentFacts } from './experimentFacts';

/** An experiment file, or a workspace folder when there are several. */
export type ExperimentNode = { type: 'experiment'; uri: Uri } | { type: 'folder'; folder: WorkspaceFolder };

/** So many at most; a workspace with more has them in its explorer. */
const mostFiles = 2000;
/** Milliseconds over which changes of files are gathered. */
const patience = 300;

/** The list of every experiment of the workspace: searched for when it is first looked at, watched from then on. */
export class ExperimentsView implements TreeDataProvider<ExperimentNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<ExperimentNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private found: Promise<Uri[]> | undefined;
  private readonly facts = new Map<string, Promise<ExperimentFacts>>();
  private watching = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sessions: Sessions) {
    this.store.add(sessions.onDidChange(() => this.changed.fire(undefined)));
  }

  /** Searches and reads everything anew, soon. */
  refresh(): void {
    this.facts.clear();
    this.searchAgain();
  }

  private searchAgain(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.found = undefined;
      this.changed.fire(undefined);
    }, patience);
  }

  async getChildren(node?: ExperimentNode): Promise<ExperimentNode[]> {
    if (node?.type === 'experiment') return [];
    this.watch();
    const uris = await (this.found ??= this.find());
    const folders = workspace.workspaceFolders ?? [];
    if (!node && folders.length > 1)
      return folders
        .filter((folder) => uris.some((uri) => isIn(uri, folder)))
        .map((folder) => ({ type: 'folder', folder }));
    return uris.filter((uri) => !node || isIn(uri, node.folder)).map((uri) => ({ type: 'experiment', uri }));
  }

  async getTreeItem(node: ExperimentNode): Promise<TreeItem> {
    if (node.type === 'folder') {
      const item = new TreeItem(node.folder.name, TreeItemCollapsibleState.Expanded);
      item.contextValue = 'folder';
      item.iconPath = ThemeIcon.Folder;
      return item;
    }
    return this.itemOf(node.uri);
  }

  getParent(node: ExperimentNode): ExperimentNode | undefined {
    const folder = node.type === 'experiment' ? workspace.getWorkspaceFolder(node.uri) : undefined;
    return folder && (workspace.workspaceFolders?.length ?? 0) > 1 ? { type: 'folder', folder } : undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.store.dispose();
  }

  private async itemOf(uri: Uri): Promise<TreeItem> {
    const key = uri.toString();
    const facts = this.facts.get(key) ?? readFacts(uri);
    this.facts.set(key, facts);
    const { description, name, problem } = await facts;
    const path = workspace.asRelativePath(uri, false);
    const folder = path.split('/').slice(0, -1).join('/');
    const item = new TreeItem(path.split('/').at(-1)!.slice(0, -experimentSuffix.length));
    // No resource: its file icon would take the place of the state.
    item.id = key;
    item.description = [description, folder].filter((part) => part !== '').join(' · ');
    const status = this.sessions.find(uri)?.run?.status;
    const active = isActive(status);
    item.iconPath =
      status === 'paused'
        ? new ThemeIcon('debug-pause')
        : active
          ? new ThemeIcon('loading~spin')
          : problem
            ? new ThemeIcon('warning', new ThemeColor('list.warningForeground'))
            : new ThemeIcon('graph-line');
    item.contextValue = active ? 'experiment.training' : 'experiment';
    item.tooltip = [name, path, problem].filter((part) => part !== undefined).join('\n');
    const state = status === 'paused' ? l10n.t('paused') : active ? l10n.t('training') : undefined;
    item.accessibilityInformation = {
      label: [item.label as string, state, item.description, problem].filter((part) => part !== undefined).join(', '),
    };
    // A single click leaves the keys with the list, as in the explorer.
    item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [uri] };
    return item;
  }

  /** A search that failed is made again by the next look. */
  private find(): Promise<Uri[]> {
    const found = findExperiments();
    found.catch(() => {
      if (this.found === found) this.found = undefined;
    });
    return found;
  }

  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    const watcher = this.store.add(workspace.createFileSystemWatcher(experimentPattern));
    watcher.onDidCreate((uri) => this.forget(uri));
    watcher.onDidDelete((uri) => this.forget(uri));
    watcher.onDidChange((uri) => this.forget(uri));
    // A folder that goes or moves tells of itself alone.
    this.store.add(workspace.onDidDeleteFiles(() => this.refresh()));
    this.store.add(workspace.onDidRenameFiles(() => this.refresh()));
    this.store.add(workspace.onDidChangeWorkspaceFolders(() => this.refresh()));
    this.store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude') || event.affectsConfiguration('search.exclude')) this.refresh();
      }),
    );
  }

  private forget(uri: Uri): void {
    this.facts.delete(uri.toString());
    this.searchAgain();
  }
}

/**
 * All experiments of the workspace that its settings do not shut out, by path. `files.exclude` is obeyed by VS Code
 * itself.
 */
async function findExperiments(): Promise<Uri[]> {
  const excluded = excludePattern(workspace.getConfiguration('search').get<Record<string, unknown>>('exclude', {}));
  const uris = await workspace.findFiles(experimentPattern, excluded, mostFiles);
  return uris.sort((a, b) => a.path.localeCompare(b.path));
}

const isIn = (uri: Uri, folder: WorkspaceFolder): boolean =>
  workspace.getWorkspaceFolder(uri)?.uri.toString() === folder.uri.toString();
