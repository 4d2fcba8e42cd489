import * as l10n from '@vscode/l10n';
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { SweepFacts, WorkerFacts } from '../../queue/main';
import { formatCount } from '../../experiment/text/format';
import { trialsText, workersText } from '../../experiment/text/queueText';
import type { QueueHost } from '../queue/queueHost';
import type { QueueWatch } from '../queue/queueWatch';
import { timeText } from '../runs/runTitle';

/** The queue in the list of runs, and what is on it. */
export type QueueNode =
  { type: 'queue' } | { type: 'sweep'; sweep: SweepFacts } | { type: 'worker'; worker: WorkerFacts };

const queueNode: QueueNode = { type: 'queue' };

/** What stands below a node; below none, the queue itself where there is one. */
export function queueChildren(queue: QueueHost, { contents }: QueueWatch, node?: QueueNode): QueueNode[] {
  if (!node) return queue.isSet ? [queueNode] : [];
  if (node.type !== 'queue' || !contents) return [];
  return [
    ...contents.sweeps.map((sweep): QueueNode => ({ type: 'sweep', sweep })),
    ...contents.workers.map((worker): QueueNode => ({ type: 'worker', worker })),
  ];
}

export function queueParent(node: QueueNode): QueueNode | undefined {
  return node.type === 'queue' ? undefined : queueNode;
}

export function queueItem(queue: QueueHost, watch: QueueWatch, node: QueueNode): TreeItem {
  switch (node.type) {
    case 'queue':
      return headItem(queue, watch);
    case 'sweep':
      return sweepItem(node.sweep);
    case 'worker':
      return workerItem(node.worker);
  }
}

function headItem(queue: QueueHost, { contents }: QueueWatch): TreeItem {
  const item = new TreeItem(l10n.t('Sweep Queue'), TreeItemCollapsibleState.Expanded);
  item.id = 'queue';
  item.contextValue = 'queue';
  item.tooltip = queue.shownAddress;
  item.iconPath = new ThemeIcon('server');
  if (!contents) item.description = l10n.t('connecting…');
  else if (contents.problem === undefined) {
    const workers = workersText(contents.workers.length);
    item.description = contents.sweeps.length === 0 ? l10n.t('{0} · no sweeps', workers) : workers;
  } else {
    item.iconPath = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    item.description = contents.problem;
    item.tooltip = `${queue.shownAddress}\n${contents.problem}`;
  }
  return item;
}

/** How a sweep stands: its icon, and a word. */
function stateOf({ status, done, trials, failed }: SweepFacts): [icon: ThemeIcon, text: string] {
  if (done >= trials && failed > 0)
    return [
      new ThemeIcon('error', new ThemeColor('testing.iconFailed')),
      l10n.t('finished, {0} failed', formatCount(failed)),
    ];
  if (done >= trials) return [new ThemeIcon('pass', new ThemeColor('testing.iconPassed')), l10n.t('finished')];
  if (status === 'cancelled') return [new ThemeIcon('stop-circle'), l10n.t('ended early')];
  if (status === 'paused') return [new ThemeIcon('debug-pause'), l10n.t('paused')];
  return [new ThemeIcon('loading~spin'), l10n.t('running')];
}

function sweepItem(sweep: SweepFacts): TreeItem {
  const [icon, state] = stateOf(sweep);
  const trials = trialsText(sweep.done, sweep.trials);
  const at = new Date(sweep.submittedAt);
  const item = new TreeItem(sweep.name);
  item.id = `sweep ${sweep.id}`;
  item.iconPath = icon;
  item.description = `${trials} · ${state}`;
  item.contextValue = sweep.done >= sweep.trials || sweep.status === 'cancelled' ? 'sweep.ended' : 'sweep.active';
  item.tooltip = [
    sweep.name,
    `${trials} · ${state}`,
    Number.isNaN(at.getTime()) ? sweep.by : l10n.t('Submitted by {0}, {1}', sweep.by, timeText(at.toISOString())),
    sweep.id.slice(0, 8),
  ].join('\n');
  item.accessibilityInformation = { label: [sweep.name, trials, state].join(', ') };
  item.command = { command: 'initLab.views.openSweep', title: l10n.t('Open'), arguments: [{ type: 'sweep', sweep }] };
  return item;
}

function workerItem({ id, name, make, running, done }: WorkerFacts): TreeItem {
  const item = new TreeItem(name);
  item.id = `worker ${id}`;
  item.iconPath = new ThemeIcon('vm');
  item.contextValue = 'worker';
  item.description = l10n.t('{0} running, {1} done', formatCount(running), formatCount(done));
  item.tooltip = [name, item.description, make].join('\n');
  item.accessibilityInformation = { label: l10n.t('Worker {0}, {1}', name, item.description) };
  return item;
}
