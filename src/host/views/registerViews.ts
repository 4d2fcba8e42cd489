import * as l10n from '@vscode/l10n';
import { commands, Uri, window, workspace, type Disposable, type TreeView } from 'vscode';
import { experimentSuffix } from '../../experiment/format/experimentFile';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import type { HostContext } from '../context';
import { guarded } from '../platform/guarded';
import type { SweepFacts } from '../../queue/main';
import { cancelSweeps, openSweep, removeSweeps, stopRun } from '../queue/queueActions';
import { QueueWatch } from '../queue/queueWatch';
import { openExperiment } from '../json/openExperiment';
import type { Comparisons } from '../runs/comparison';
import type { SavedRuns, ListedRun } from '../runs/savedRuns';
import { type RunEditorProvider, runViewType } from '../runs/runEditor';
import { runLabel } from '../runs/runTitle';
import { experimentViewType } from '../editor/viewType';
import { ExperimentsView, type ExperimentNode } from './experimentsView';
import { copyPaths, deleteExperiments, deleteRuns, duplicateExperiment, renameItem, reveal } from './itemActions';
import { PresetsView } from './presetsView';
import { RunsView, type RunNode } from './runsView';

/** What the views act on. */
export interface ViewParts {
  editor: ExperimentEditorProvider;
  runEditor: RunEditorProvider;
  savedRuns: SavedRuns;
  comparisons: Comparisons;
}

type Node = ExperimentNode | RunNode;
/** What a command of a view comes with: an item and the selection, or the name of the view from a key. */
type Given = Node | 'experiments' | 'runs' | undefined;

/** What of the views commands act on. */
class Targets {
  constructor(
    private readonly experimentTree: TreeView<ExperimentNode>,
    private readonly runTree: TreeView<RunNode>,
  ) {}

  /** The experiments that are meant. */
  experiments(given: Given, all?: readonly Node[]): Uri[] {
    const nodes =
      given === 'experiments' ? this.experimentTree.selection : (all ?? (given && given !== 'runs' ? [given] : []));
    return nodes.flatMap((node) => ('type' in node && node.type === 'experiment' ? [node.uri] : []));
  }

  /** The runs that are meant. */
  runs(given: Given, all?: readonly Node[]): ListedRun[] {
    const nodes =
      given === 'runs' ? this.runTree.selection : (all ?? (given && given !== 'experiments' ? [given] : []));
    return nodes.flatMap((node) => ('type' in node ? [] : [node]));
  }

  /** The sweeps of the queue that are meant. */
  sweeps(given: Given, all?: readonly Node[]): SweepFacts[] {
    const nodes =
      given === 'runs' ? this.runTree.selection : (all ?? (given && given !== 'experiments' ? [given] : []));
    return nodes.flatMap((node) => ('type' in node && node.type === 'sweep' ? [node.sweep] : []));
  }

  /** Files of experiments, folders of runs. */
  uris(given: Given, all?: readonly Node[]): Uri[] {
    return [...this.experiments(given, all), ...this.runs(given, all).map(({ uri }) => Uri.joinPath(uri, '..'))];
  }
}

const nameOf = (run: ListedRun): string => runLabel(run.folder, run.summary);

/** The three views of the activity bar and the commands of their items. */
export function registerViews(
  host: HostContext,
  { editor, runEditor, savedRuns, comparisons }: ViewParts,
): Disposable[] {
  const experiments = new ExperimentsView(host.sessions);
  const watch = new QueueWatch(host.queue);
  const runs = new RunsView(savedRuns, host.queue, watch);
  const experimentTree = window.createTreeView('initLab.experiments', {
    treeDataProvider: experiments,
    canSelectMany: true,
  });
  const runTree = window.createTreeView('initLab.runs', { treeDataProvider: runs, canSelectMany: true });
  const targets = new Targets(experimentTree, runTree);
  const on = (name: string, work: (given: Given, all?: Node[]) => Promise<unknown>): Disposable =>
    commands.registerCommand(`initLab.views.${name}`, guarded(host, work));
  return [
    experiments,
    runs,
    experimentTree,
    runTree,
    watch,
    runTree.onDidChangeVisibility(({ visible }) => {
      if (visible) savedRuns.refresh();
      watch.look(visible);
    }),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('initLab.sweeps') && watch.restart()),
    workspace.onDidGrantWorkspaceTrust(() => watch.restart()),
    host.queue.passwords.onDidChange(() => watch.restart()),
    window.registerTreeDataProvider('initLab.presets', new PresetsView(host.media)),
    on('refresh', async () => {
      experiments.refresh();
      savedRuns.refresh();
      watch.refresh();
    }),
    on('open', async (given, all) => {
      for (const uri of targets.experiments(given, all))
        await commands.executeCommand('vscode.openWith', uri, experimentViewType);
      for (const { uri } of targets.runs(given, all))
        await commands.executeCommand('vscode.openWith', uri, runViewType);
    }),
    on('run', async (given) => {
      for (const uri of targets.experiments(given)) await openExperiment(editor, uri, { run: true });
    }),
    on('stop', async (given) => {
      for (const uri of targets.experiments(given)) {
        const session = host.sessions.find(uri);
        if (session) await stopRun(host, session);
      }
    }),
    on('rename', async (given) => {
      for (const uri of targets.experiments(given).slice(0, 1))
        await renameItem(uri, l10n.t('Rename Experiment'), experimentSuffix);
      for (const { uri } of targets.runs(given).slice(0, 1))
        await renameItem(Uri.joinPath(uri, '..'), l10n.t('Rename Run'));
    }),
    on('duplicate', async (given) => {
      for (const uri of targets.experiments(given))
        await commands.executeCommand('vscode.openWith', await duplicateExperiment(uri), experimentViewType);
    }),
    on('delete', async (given, all) => {
      const files = targets.experiments(given, all);
      const chosen = targets.runs(given, all);
      if (files.length > 0) await deleteExperiments(files);
      if (chosen.length > 0)
        await deleteRuns(
          chosen.map(({ uri }) => uri),
          chosen.map(nameOf),
        );
      if (given === 'runs') await removeSweeps(host, targets.sweeps(given));
      savedRuns.refresh();
      watch.refresh();
    }),
    on('reveal', async (given) => {
      for (const uri of targets.uris(given).slice(0, 1)) await reveal(uri, 'explorer');
    }),
    on('revealInOS', async (given) => {
      for (const uri of targets.uris(given).slice(0, 1)) await reveal(uri, 'os');
    }),
    on('copyPath', async (given, all) => copyPaths(targets.uris(given, all))),
    on('openAsExperiment', async (given) => {
      for (const { uri } of targets.runs(given)) await runEditor.openAsExperiment(uri);
    }),
    on('openSweep', async (given, all) => {
      for (const sweep of targets.sweeps(given, all)) await openSweep(host, editor, sweep);
    }),
    on('cancelSweep', async (given, all) => {
      await cancelSweeps(host, targets.sweeps(given, all));
      watch.refresh();
    }),
    on('removeSweep', async (given, all) => {
      await removeSweeps(host, targets.sweeps(given, all));
      watch.refresh();
    }),
    on('compare', async (given, all) => {
      const chosen = targets.runs(given, all).map(({ uri }) => uri);
      await (chosen.length > 1 ? comparisons.show(chosen) : comparisons.ask(chosen[0]));
    }),
    commands.registerCommand(
      'initLab.compareRuns',
      guarded(host, () => comparisons.ask(runEditor.activeRun)),
    ),
    commands.registerCommand(
      'initLab.openRunAsExperiment',
      guarded(host, async () => {
        if (runEditor.activeRun) await runEditor.openAsExperiment(runEditor.activeRun);
      }),
    ),
  ];
}
