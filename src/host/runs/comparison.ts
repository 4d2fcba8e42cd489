import * as l10n from '@vscode/l10n';
import {
  commands,
  Uri,
  TabInputWebview,
  ViewColumn,
  window,
  type Disposable,
  type Memento,
  type QuickPickItem,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { NamedRun } from '../../experiment/comparison/comparison';
import { formatNumber } from '../../experiment/text/format';
import { mergeRuns } from '../../experiment/comparison/mergeRuns';
import type { Action, EditorState, SavedRunsView } from '../../protocol/webview';
import type { TrialWeights } from '../../protocol/trainer';
import type { HostContext } from '../context';
import { exists } from '../platform/exists';
import { weightsBeside } from '../export/savedWeights';
import { SavedRunsPanel } from './savedRunsPanel';
import type { SavedRuns, ListedRun } from './savedRuns';
import { readRun } from './readRun';
import { clockText, dayText, timeText } from './runTitle';

/** The view of runs laid over each other. */
const comparisonViewType = 'initLab.comparison';
/** As many runs as can be told apart by their dashes. */
const mostRuns = 7;
const openKey = 'openComparisons';

interface Loaded {
  named: NamedRun;
  line: SavedRunsView['runs'][number];
}

/** Views that lay saved runs over each other. They survive a reload, and the runs they show are not pruned. */
export class Comparisons implements WebviewPanelSerializer<{ runs?: unknown }> {
  private readonly open = new Map<WebviewPanel, Uri[]>();

  constructor(
    private readonly host: HostContext,
    private readonly savedRuns: SavedRuns,
    private readonly memento: Memento,
  ) {}

  register(): Disposable {
    return window.registerWebviewPanelSerializer(comparisonViewType, this);
  }

  /** Whether a comparison shows a run, or will when its tab is looked at. */
  shows(run: Uri): boolean {
    return [...[...this.open.values()].map((runs) => runs.map(String)), ...this.unseen()].some((runs) =>
      runs.includes(run.toString()),
    );
  }

  /** Asks for runs to lay over `first` (without: for two or more), and shows them. */
  async ask(first?: Uri, chosenBefore: readonly Uri[] = []): Promise<void> {
    const runs = (await this.savedRuns.list()).filter(
      ({ summary }) => summary !== undefined && summary.cells === undefined,
    );
    const own = first && (await this.savedRuns.list()).find(({ uri }) => uri.toString() === first.toString());
    if (own?.summary?.cells !== undefined)
      return void window.showInformationMessage(
        l10n.t(
          "Sweeps can't be compared with other runs. Compare the cells in the sweep itself, or run the experiment of a single cell.",
        ),
      );
    const others = runs.filter(({ uri }) => uri.toString() !== first?.toString());
    if (others.length < (first ? 1 : 2))
      return void window.showInformationMessage(
        l10n.t('No other runs to compare with. Runs are saved in the workspace when they end.'),
      );
    const items = others.map((run) => ({
      ...itemOf(run),
      picked: chosenBefore.some((uri) => uri.toString() === run.uri.toString()),
      run,
    }));
    for (;;) {
      const picked = await window.showQuickPick(items, {
        title: l10n.t('Compare Runs'),
        placeHolder: first ? l10n.t('Select runs to compare') : l10n.t('Select two or more runs to compare'),
        canPickMany: true,
        matchOnDescription: true,
        matchOnDetail: true,
      });
      if (!picked) return;
      const chosen = [...(first ? [first] : []), ...picked.map(({ run }) => run.uri)];
      if (chosen.length < 2) void window.showInformationMessage(l10n.t('Select two or more runs.'));
      else return this.show(chosen);
    }
  }

  /** Shows runs over each other, the oldest first. */
  async show(runs: readonly Uri[]): Promise<void> {
    const unique = [...new Map(runs.map((uri) => [uri.toString(), uri])).values()];
    if (unique.length > mostRuns)
      return void window.showInformationMessage(
        l10n.t('At most {0} runs can be compared; {1} are selected.', mostRuns, unique.length),
      );
    const listed = await this.savedRuns.list();
    const place = (uri: Uri): number => listed.findIndex((run) => run.uri.toString() === uri.toString());
    const ordered = unique.sort((a, b) => place(b) - place(a));
    const panel = window.createWebviewPanel(comparisonViewType, l10n.t('Comparison'), ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
    });
    this.fill(panel, ordered);
  }

  async deserializeWebviewPanel(panel: WebviewPanel, state: { runs?: unknown } | undefined): Promise<void> {
    const runs = Array.isArray(state?.runs)
      ? state.runs.filter((uri) => typeof uri === 'string').map((uri) => Uri.parse(uri))
      : [];
    this.fill(panel, runs);
  }

  private fill(panel: WebviewPanel, runs: Uri[]): void {
    panel.iconPath = {
      light: Uri.joinPath(this.host.media, 'compare-light.svg'),
      dark: Uri.joinPath(this.host.media, 'compare-dark.svg'),
    };
    this.open.set(panel, runs);
    void this.remember();
    let state: Promise<EditorState> | undefined;
    const content = {
      state: () => (state ??= this.load(panel, runs)),
      weights: () => weightsOf(runs),
      perform: async (action: Action) =>
        action === 'export' ? void (await commands.executeCommand('initLab.export')) : this.ask(undefined, runs),
    };
    new SavedRunsPanel(this.host, panel, content, runs[0] ?? this.host.media);
    panel.onDidDispose(() => {
      this.open.delete(panel);
      void this.remember();
    });
  }

  /** Which runs are shown outlives this window: a tab that nobody has looked at since says nothing of its own. */
  private async remember(): Promise<void> {
    await this.memento.update(openKey, [...this.unseen(), ...[...this.open.values()].map((runs) => runs.map(String))]);
  }

  /**
   * The runs of tabs that nobody has looked at since this window opened: what was remembered, as long as there are such
   * tabs.
   */
  private unseen(): string[][] {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const comparisons = tabs.filter(
      ({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(comparisonViewType),
    ).length;
    if (comparisons <= this.open.size) return [];
    const seen = [...this.open.values()].map((runs) => runs.map(String).join());
    return this.memento.get<string[][]>(openKey, []).filter((runs) => !seen.includes(runs.join()));
  }

  private async load(panel: WebviewPanel, runs: readonly Uri[]): Promise<EditorState> {
    const problems: string[] = [];
    const loaded = (
      await Promise.all(
        runs.map((uri) =>
          this.loadOne(uri).catch(
            (error: Error) => void problems.push(l10n.t('{0} is excluded: {1}', folderOf(uri), error.message)),
          ),
        ),
      )
    ).filter((one) => one !== undefined);
    const document = { title: l10n.t('Comparison'), untitled: false, readOnly: true, issues: [] };
    const view: SavedRunsView = {
      runs: loaded.map(({ line }) => line),
      notes: problems,
      differences: [],
      saved: { runs: runs.map(String) },
    };
    if (loaded.length < 2)
      return {
        document: {
          ...document,
          savedRuns: { ...view, problem: l10n.t('Fewer than two of these runs can be shown. {0}', problems.join(' ')) },
        },
      };
    const merged = mergeRuns(loaded.map(({ named }) => named));
    if (new Set(loaded.map(({ line }) => line.time)).size < loaded.length)
      for (const { line, named } of loaded) line.time = `${named.day} ${named.second}`;
    const names = [...new Set(loaded.map(({ line }) => line.name))];
    panel.title = l10n.t('Compare {0}', names.join(', '));
    const experiment = merged.run.header!.experiment;
    return {
      document: {
        ...document,
        title: panel.title,
        value: experiment,
        experiment,
        savedRuns: {
          ...view,
          notes: [...problems, ...merged.notes],
          differences: merged.differences,
          looks: merged.looks,
        },
      },
      run: merged.run,
    };
  }

  private async loadOne(uri: Uri): Promise<Loaded> {
    if (!(await exists(uri))) throw new Error(l10n.t('the run no longer exists.'));
    const { summary, run } = await readRun(uri);
    if (run.sweep) throw new Error(l10n.t('the run is a sweep. Compare its cells in the run itself.'));
    const date = new Date(summary.startedAt);
    const named: NamedRun = {
      run,
      name: summary.name,
      day: dayText(date),
      clock: clockText(date, false),
      second: clockText(date, true),
    };
    return {
      named,
      line: { name: summary.name, time: timeText(summary.startedAt), status: summary.status, seconds: summary.seconds },
    };
  }
}

/** The weights beside all runs that can be shown, by the places of the trials in the merged run. */
async function weightsOf(runs: readonly Uri[]): Promise<TrialWeights[]> {
  const all: TrialWeights[] = [];
  let before = 0;
  for (const uri of runs) {
    const run = await readRun(uri).then(
      ({ run: one }) => one,
      () => undefined,
    );
    if (!run || run.sweep) continue;
    all.push(...(await weightsBeside(uri, run)).map((weights) => ({ ...weights, trial: before + weights.trial })));
    before += run.trials.length;
  }
  return all;
}

const folderOf = (uri: Uri): string => uri.path.split('/').at(-2) ?? uri.path;

/** A run in a pick list. */
function itemOf({ summary, folder }: ListedRun): QuickPickItem {
  if (!summary) return { label: folder };
  const best = summary.best && l10n.t('best: {0}, cost {1}', summary.best.label, formatNumber(summary.best.cost));
  return { label: summary.name, description: timeText(summary.startedAt, new Date(), true), detail: best };
}
