import * as l10n from '@vscode/l10n';
import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  workspace,
  type Disposable,
  type TreeDataProvider,
} from 'vscode';
import { formatCount, formatNumber, formatSeconds } from '../../experiment/text/format';
import type { RunStatus } from '../../experiment/record/record';
import { DisposableStore } from '../platform/disposable';
import type { QueueHost } from '../queue/queueHost';
import type { QueueWatch } from '../queue/queueWatch';
import type { SavedRuns, ListedRun } from '../runs/savedRuns';
import { runLabel, timeText } from '../runs/runTitle';
import { queueChildren, queueItem, queueParent, type QueueNode } from './queueItems';

const icons: Partial<Record<RunStatus, ThemeIcon>> = {
  finished: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  stopped: new ThemeIcon('stop-circle'),
  failed: new ThemeIcon('error', new ThemeColor('testing.iconFailed')),
};

/** A status in words. */
function statusText(status: RunStatus): string {
  if (status === 'finished') return l10n.t('finished');
  if (status === 'failed') return l10n.t('failed');
  return l10n.t('stopped');
}

/** A saved run, or the queue and what is on it. */
export type RunNode = ListedRun | QueueNode;

/** The queue where there is one, and the list of saved runs, newest first. */
export class RunsView implements TreeDataProvider<RunNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly savedRuns: SavedRuns,
    private readonly queue: QueueHost,
    private readonly watch: QueueWatch,
  ) {
    this.store.add(savedRuns.onDidChange(() => this.changed.fire(undefined)));
    this.store.add(watch.onDidChange(() => this.changed.fire(undefined)));
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    if (node) return 'type' in node ? queueChildren(this.queue, this.watch, node) : [];
    return [...queueChildren(this.queue, this.watch), ...(await this.savedRuns.list())];
  }

  getParent(node: RunNode): RunNode | undefined {
    return 'type' in node ? queueParent(node) : undefined;
  }

  getTreeItem(node: RunNode): TreeItem {
    return 'type' in node ? queueItem(this.queue, this.watch, node) : runItem(node);
  }

  dispose(): void {
    this.store.dispose();
  }
}

function runItem({ uri, folder, summary, problem, workspaceFolder }: ListedRun): TreeItem {
  const item = new TreeItem(runLabel(folder, summary));
  item.id = uri.toString();
  item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [uri] };
  if (!summary) {
    item.iconPath = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    item.description = problem?.kind === 'version' ? l10n.t('different version') : l10n.t('corrupt');
    item.tooltip = problem?.message;
    item.contextValue = 'run.unreadable';
    return item;
  }
  const time = timeText(summary.startedAt, new Date(), true);
  const best = summary.best && `${summary.best.label} ${formatNumber(summary.best.cost)}`;
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  item.iconPath = icons[summary.status] ?? icons.stopped;
  item.description = [best, timeText(summary.startedAt), ...(several ? [workspaceFolder.name] : [])]
    .filter((part) => part !== undefined)
    .join(' · ');
  item.contextValue = summary.cells === undefined ? 'run' : 'run.sweep';
  const rows = [
    `**${escape(summary.name)}** — ${statusText(summary.status)}`,
    ...(summary.message === undefined ? [] : [escape(summary.message)]),
    `${time} · ${formatSeconds(summary.seconds)}`,
    ...(summary.best
      ? [l10n.t('Best: {0}, cost {1}', escape(summary.best.label), formatNumber(summary.best.cost))]
      : []),
    ...(summary.cells === undefined ? [] : [l10n.t('Sweep with {0} cells', summary.cells)]),
    l10n.t(
      '{0} of {1} steps, {2} initializers, {3} seeds',
      formatCount(summary.steps),
      formatCount(summary.totalSteps),
      summary.initializers,
      summary.seeds.length,
    ),
    escape(folder),
  ];
  item.tooltip = new MarkdownString(rows.join('\n\n'));
  item.accessibilityInformation = {
    label: [summary.name, statusText(summary.status), best, time].filter((part) => part !== undefined).join(', '),
  };
  return item;
}

/** Text of a file in Markdown, as text. */
const escape = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&');
