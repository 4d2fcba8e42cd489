import { posix } from 'node:path';
import {
  commands,
  type CancellationToken,
  type CustomDocument,
  type CustomDocumentOpenContext,
  type CustomReadonlyEditorProvider,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import { moveText } from '../../experiment/edit/movePaths';
import { experimentText } from '../../experiment/presets/presets';
import type { KeptRun } from '../../experiment/runFile/keptRun';
import type { Action, EditorState } from '../../protocol/webview';
import type { HostContext } from '../context';
import { openUntitled } from '../editor/compareInitializers';
import { weightsBeside } from '../export/keptWeights';
import { KeptPanel } from './keptPanel';
import { readRun } from './readRun';
import { runTitle, timeText } from './runTitle';

/** The custom editor of kept runs, as in package.json. */
export const runViewType = 'initLab.run';

/** A kept run that an editor shows. */
class KeptDocument implements CustomDocument {
  constructor(
    readonly uri: Uri,
    readonly kept: KeptRun | undefined,
    readonly problem: string | undefined,
  ) {}

  dispose(): void {}
}

/** Shows a kept run as it looked. */
export class RunEditorProvider implements CustomReadonlyEditorProvider<KeptDocument> {
  private readonly panels = new Map<KeptPanel, Uri>();

  /** `compare` asks for more runs to lay over one. */
  constructor(
    private readonly host: HostContext,
    private readonly compare: (run: Uri) => Promise<void>,
  ) {}

  /** The run of the editor in front, if one is. */
  get activeRun(): Uri | undefined {
    return [...this.panels].find(([{ panel }]) => panel.active)?.[1];
  }

  /** Opens the experiment of a kept run as a new, untitled one. */
  async openAsExperiment(uri: Uri): Promise<void> {
    const { summary, run } = await readRun(uri);
    const { experiment } = run.header!;
    // The new one lies in the workspace folder itself: paths of its data start from there.
    const rebase = (path: string): string => posix.normalize(posix.join(posix.dirname(summary.source ?? ''), path));
    await openUntitled(experiment.name, moveText(experimentText(experiment), rebase));
  }

  async openCustomDocument(
    uri: Uri,
    _context: CustomDocumentOpenContext,
    _token: CancellationToken,
  ): Promise<KeptDocument> {
    try {
      return new KeptDocument(uri, await readRun(uri), undefined);
    } catch (error) {
      this.host.log.warn(`${uri.path}: ${error instanceof Error ? error.message : String(error)}`);
      return new KeptDocument(uri, undefined, error instanceof Error ? error.message : String(error));
    }
  }

  resolveCustomEditor(document: KeptDocument, panel: WebviewPanel): void {
    const shown = new KeptPanel(
      this.host,
      panel,
      {
        state: () => Promise.resolve(stateOf(document)),
        perform: (action) => this.perform(document.uri, action),
        weights: async () => (document.kept ? weightsBeside(document.uri, document.kept.run) : []),
      },
      document.uri,
    );
    if (document.kept) panel.title = runTitle(document.kept.summary.name, document.kept.summary.startedAt);
    this.panels.set(shown, document.uri);
    panel.onDidDispose(() => this.panels.delete(shown));
  }

  private async perform(uri: Uri, action: Action): Promise<void> {
    if (action === 'openAsExperiment') await this.openAsExperiment(uri);
    else if (action === 'compareRuns') await this.compare(uri);
    else if (action === 'startAgainstEnd') await commands.executeCommand('initLab.startAgainstEnd', uri);
    else if (action === 'export') await commands.executeCommand('initLab.export');
    else if (action === 'openAsJson') await commands.executeCommand('vscode.openWith', uri, 'default');
  }
}

function stateOf({ uri, kept, problem }: KeptDocument): EditorState {
  const folder = uri.path.split('/').at(-2) ?? uri.path;
  const document = { untitled: false, readOnly: true, issues: [] };
  if (!kept)
    return { document: { ...document, title: folder, kept: { runs: [], problem, notes: [], differences: [] } } };
  const { summary, run } = kept;
  const { experiment } = run.header!;
  const line = {
    name: summary.name,
    time: timeText(summary.startedAt),
    status: summary.status,
    seconds: summary.seconds,
  };
  return {
    document: {
      ...document,
      title: runTitle(summary.name, summary.startedAt),
      value: experiment,
      experiment,
      kept: { runs: [line], notes: [], differences: [] },
    },
    run,
  };
}
