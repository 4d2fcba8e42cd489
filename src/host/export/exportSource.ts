import { commands, Disposable, type Uri, type WebviewPanel } from 'vscode';
import type { RunRecord } from '../../experiment/record/record';
import type { ReportComparison } from '../../experiment/report/report';
import type { TrialWeights } from '../../protocol/trainer';
import type { WebviewApi } from '../../protocol/webview';

/** What commands ask of an editor's page. */
export type PageCalls = Pick<WebviewApi, 'charts' | 'pictures' | 'copyChart' | 'moveTimeline'>;

/**
 * An editor that shows a run: what of it can be exported comes from here, and the timeline of its page can be moved.
 */
export interface ExportSource {
  readonly panel: WebviewPanel;
  /** Of the document; files are proposed beside it. */
  readonly uri: Uri;
  /** The run that is shown, if any. */
  readonly run: RunRecord | undefined;
  readonly page: PageCalls;
  /** Where the run is several saved ones laid over each other. */
  readonly comparison?: ReportComparison;
  /** Start and final weights of every trial, as far as they are kept; empty when they are not. */
  weightsOf(): Promise<TrialWeights[]>;
}

/** The context key by which menus know that there is something to export. */
const hasRun = 'initLab.hasRun';

/** All editors that show runs. */
export class ExportSources {
  private readonly sources = new Set<ExportSource>();
  private told: boolean | undefined;

  /** Makes an editor known while it is open. */
  add(source: ExportSource): Disposable {
    this.sources.add(source);
    const watch = source.panel.onDidChangeViewState(() => this.refresh());
    this.refresh();
    return new Disposable(() => {
      watch.dispose();
      this.sources.delete(source);
      this.refresh();
    });
  }

  /** The editor in front. */
  get active(): ExportSource | undefined {
    return [...this.sources].find(({ panel }) => panel.active);
  }

  /** The editor of a document, that in front first. */
  of(uri: Uri): ExportSource | undefined {
    return [...this.sources]
      .filter((source) => source.uri.toString() === uri.toString())
      .sort((a, b) => Number(b.panel.active) - Number(a.panel.active))[0];
  }

  /** Looks again whether the editor in front has a run that has begun. */
  readonly refresh = (): void => {
    const now = this.active?.run?.header !== undefined;
    if (now === this.told) return;
    this.told = now;
    void commands.executeCommand('setContext', hasRun, now);
  };
}
