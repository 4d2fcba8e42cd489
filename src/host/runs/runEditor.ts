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
import type { SavedRun } from '../../experiment/runFile/savedRun';
import type { Action, EditorState } from '../../protocol/webview';
import type { HostContext } from '../context';
import { openUntitled } from '../editor/compareInitializers';
import { weightsBeside } from '../export/savedWeights';
import { SavedRunsPanel } from './savedRunsPanel';
import { readRun } from './readRun';
import { runTitle, timeText } from './runTitle';

/** The custom editor of saved runs, as in package.json. */
export const runViewType = 'initLab.run';

/** A saved run that an editor shows. */
class SavedDocument implements CustomDocument {
  constructor(
    readonly uri: Uri,
    readonly saved: SavedRun | undefined,
    readonly problem: string | undefined,
  ) {}

  dispose(): void {}
}

/** Shows a saved run as it looked. */
export class RunEditorProvider implements CustomReadonlyEditorProvider<SavedDocument> {
  private readonly panels = new Map<SavedRunsPanel, Uri>();

  /** `compare` asks for more runs to lay over one. */
  constructor(
    private readonly host: HostContext,
    private readonly compare: (run: Uri) => Promise<void>,
  ) {}

  /** The run of the editor in front, if one is. */
  get activeRun(): Uri | undefined {
    return [...this.panels].find(([{ panel }]) => panel.active)?.[1];
  }

  /** Opens the experiment of a saved run as a new, untitled one. */
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
  ): Promise<SavedDocument> {
    try {
      return new SavedDocument(uri, await readRun(uri), undefined);
    } catch (error) {
      this.host.log.warn(`${uri.path}: ${error instanceof Error ? error.message : String(error)}`);
      return new SavedDocument(uri, undefined, error instanceof Error ? error.message : String(error));
    }
  }

  resolveCustomEditor(document: SavedDocument, panel: WebviewPanel): void {
    const shown = new SavedRunsPanel(
      this.host,
      panel,
      {
        state: () => Promise.resolve(stateOf(document)),
        perform: (action) => this.perform(document.uri, action),
        weights: async () => (document.saved ? weightsBeside(document.uri, document.saved.run) : []),
      },
      document.uri,
    );
    if (document.saved) panel.title = runTitle(document.saved.summary.name, document.saved.summary.startedAt);
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

function stateOf({ uri, saved, problem }: SavedDocument): EditorState {
  const folder = uri.path.split('/').at(-2) ?? uri.path;
  const document = { untitled: false, readOnly: true, issues: [] };
  if (!saved)
    return { document: { ...document, title: folder, savedRuns: { runs: [], problem, notes: [], differences: [] } } };
  const { summary, run } = saved;
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
      savedRuns: { runs: [line], notes: [], differences: [] },
    },
    run,
  };
}
