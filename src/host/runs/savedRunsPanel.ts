import * as l10n from '@vscode/l10n';
import { commands, env, l10n as vscodeL10n, type Uri, type WebviewPanel } from 'vscode';
import type { RunRecord } from '../../experiment/record/record';
import type { SourcePlace } from '../../experiment/why/reason';
import type { ReportComparison } from '../../experiment/report/report';
import type { ChartCommand } from '../../protocol/pictures';
import type { TrialWeights } from '../../protocol/trainer';
import type { Action, EditorState, HostApi, SavedRunsView, WebviewApi } from '../../protocol/webview';
import type { HostContext } from '../context';
import { DisposableStore } from '../platform/disposable';
import { openPlace } from '../editor/openPlace';
import { performChart } from '../export/exportCommands';
import type { ExportSource, PageCalls } from '../export/exportSource';
import { guarded } from '../platform/guarded';
import { webviewHtml } from '../platform/html';
import { PageChannel } from '../platform/pageChannel';

/** What a read-only editor shows, and what its few buttons do. */
export interface SavedRunsContent {
  /** Never rejects: what cannot be shown has its reason in `document.savedRuns.problem`. */
  state(): Promise<EditorState>;
  perform(action: Action): Promise<void>;
  /** Absent where there are none. */
  weights?(): Promise<TrialWeights[]>;
}

/** The experiment editor's page over runs that cannot be changed any more. */
export class SavedRunsPanel extends DisposableStore implements ExportSource {
  readonly page: PageCalls;
  run: RunRecord | undefined;
  comparison: ReportComparison | undefined;

  constructor(
    private readonly host: HostContext,
    readonly panel: WebviewPanel,
    private readonly content: SavedRunsContent,
    readonly uri: Uri,
  ) {
    super();
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [host.dist] };
    this.page = this.add(new PageChannel<WebviewApi, HostApi>(panel, this.api(), ['moveTimeline'])).page;
    this.add(host.exportSources.add(this));
    panel.onDidDispose(() => this.dispose());
    webview.html = webviewHtml(webview, host.dist, 'experiment', 'Init Lab');
  }

  async weightsOf(): Promise<TrialWeights[]> {
    return this.content.weights?.() ?? [];
  }

  private api(): HostApi {
    return {
      hydrate: async () => {
        const state = await this.content.state();
        this.run = state.run;
        this.comparison = comparisonOf(state.document.savedRuns);
        this.host.exportSources.refresh();
        return { ...state, strings: vscodeL10n.bundle, layout: this.host.layout.values };
      },
      edit: () => Promise.resolve([{ path: [], message: l10n.t("Saved runs can't be changed.") }]),
      // The model is that of another time.
      takeBack: () => Promise.reject(new Error(l10n.t("Saved runs can't be changed."))),
      // A saved run has no lesson.
      saveLesson: () => Promise.resolve(),
      startLesson: () => Promise.resolve(),
      leaveLesson: () => Promise.resolve(),
      saveLayout: (key, value) => this.host.layout.set(key, value),
      copy: (text: string) => Promise.resolve(env.clipboard.writeText(text)),
      action: guarded(this.host, (action: Action) => this.content.perform(action)),
      openPlace: guarded(this.host, (place: SourcePlace) => openPlace(place, this.uri)),
      chart: guarded(this.host, (command: ChartCommand) => performChart(this, command)),
      manageTrust: async () => void (await commands.executeCommand('workbench.trust.manage')),
    };
  }
}

/** What a report says of several runs; undefined for one. */
function comparisonOf(view: SavedRunsView | undefined): ReportComparison | undefined {
  if (!view || view.runs.length < 2) return undefined;
  const { runs, differences, notes } = view;
  return { runs: runs.map(({ name, time }) => `${name}, ${time}`), differences, notes };
}
