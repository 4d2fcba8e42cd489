import type { BirpcReturn } from 'birpc';
import {
  commands,
  env,
  EventEmitter,
  l10n,
  workspace,
  type CustomTextEditorProvider,
  type TextDocument,
  type Uri,
  type ViewColumn,
  type WebviewPanel,
} from 'vscode';
import type { Change } from '../../experiment/edit/edit';
import type { SourcePlace } from '../../experiment/why/reason';
import type { RunRecord } from '../../experiment/record/record';
import type { ChartCommand } from '../../protocol/pictures';
import type { TrialWeights } from '../../protocol/trainer';
import type { Action, HostApi, ShownLesson, WebviewApi } from '../../protocol/webview';
import { tabsOf } from '../platform/closeTabs';
import type { HostContext } from '../context';
import { DisposableStore } from '../platform/disposable';
import { editsDone } from './documentEdit';
import { documentState } from './documentState';
import { ExperimentActions } from './experimentActions';
import { performChart } from '../export/exportCommands';
import type { ExportSource, PageCalls } from '../export/exportSource';
import { guarded } from '../platform/guarded';
import { experimentViewType } from './viewType';
import { webviewHtml } from '../platform/html';
import { PageChannel } from '../platform/pageChannel';
import { openPlace } from './openPlace';
import { PageEdits } from './pageEdits';
import type { RunSession } from '../session/runSession';
import { runsOnOpen } from '../platform/settings';
import { isReadOnly } from '../trust/readOnly';
import { surroundingsOf, watchSurroundings } from '../trust/surroundings';

/** One shown experiment: keeps its webview up to date and does what it asks. */
class ExperimentPanel extends DisposableStore implements ExportSource {
  private readonly actions: ExperimentActions;
  private readonly edits: PageEdits;
  private readonly view: BirpcReturn<WebviewApi, HostApi>;
  /** Set once the webview has asked for everything: from then on it gets what changes. */
  private hydrated = false;
  private readOnly = false;

  constructor(
    private readonly host: HostContext,
    private readonly document: TextDocument,
    readonly panel: WebviewPanel,
    private readonly session: RunSession,
  ) {
    super();
    this.actions = new ExperimentActions(host, document, session);
    this.edits = new PageEdits(document);
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [host.dist] };
    this.view = this.add(
      new PageChannel<WebviewApi, HostApi>(panel, this.api(), [
        'documentChanged',
        'runReplaced',
        'runUpdated',
        'surroundingsChanged',
        'lessonChanged',
        'moveTimeline',
      ]),
    ).page;
    this.listen();
    this.add(host.exportSources.add(this));
    webview.html = webviewHtml(webview, host.dist, 'experiment', 'Init Lab');
  }

  get uri(): Uri {
    return this.document.uri;
  }

  get run(): RunRecord | undefined {
    return this.session.run;
  }

  get page(): PageCalls {
    return this.view;
  }

  weightsOf(): Promise<TrialWeights[]> {
    return this.session.weights();
  }

  private listen(): void {
    this.add(this.session.onDidReplace(this.host.exportSources.refresh));
    this.add(this.session.onDidUpdate((update) => update.header && this.host.exportSources.refresh()));
    this.add(
      workspace.onDidChangeTextDocument(
        (event) => event.document === this.document && event.contentChanges.length > 0 && this.sendDocument(),
      ),
    );
    this.add(workspace.onDidSaveTextDocument((document) => document === this.document && this.sendDocument()));
    this.add(this.session.onDidReplace((run) => this.hydrated && this.view.runReplaced(run)));
    this.add(this.session.onDidUpdate((update) => this.hydrated && this.view.runUpdated(update)));
    this.add(
      watchSurroundings(this.uri, () => this.hydrated && this.view.surroundingsChanged(surroundingsOf(this.uri))),
    );
    this.add(this.host.lessons.onDidChange(() => void this.sendLesson()));
    this.add(
      workspace.onDidChangeConfiguration(
        (event) => event.affectsConfiguration('files', this.uri) && void this.lookAtPermissions(),
      ),
    );
    // A hidden webview is thrown away by VS Code; the one made when it shows again asks for everything anew.
    this.add(
      this.panel.onDidChangeViewState(() => {
        if (!this.panel.visible) this.hydrated = false;
      }),
    );
  }

  private lesson(): Promise<ShownLesson | undefined> {
    return this.host.lessons.of(this.uri, this.document.getText());
  }

  private async sendLesson(): Promise<void> {
    const lesson = await this.lesson();
    // Its file was read meanwhile: the page may be gone.
    if (this.hydrated && !this.isDisposed) this.view.lessonChanged(lesson);
  }

  private async lookAtPermissions(): Promise<void> {
    this.readOnly = await isReadOnly(this.document);
    this.sendDocument();
  }

  private sendDocument(): void {
    if (this.hydrated) void this.view.documentChanged(documentState(this.document, this.readOnly, this.edits.tell()));
  }

  private api(): HostApi {
    return {
      hydrate: async () => {
        const lesson = await this.lesson();
        this.readOnly = await isReadOnly(this.document);
        this.hydrated = true;
        // The answer is serialised before the next event: what is recorded after this goes out as an update.
        return {
          document: documentState(this.document, this.readOnly, this.edits.tell()),
          run: this.session.run,
          surroundings: surroundingsOf(this.uri),
          strings: l10n.bundle,
          layout: this.host.layout.values,
          lesson,
        };
      },
      edit: (changes: Change[], version = this.document.version) => this.edits.edit(changes, version),
      saveLesson: (id, progress) => this.host.lessons.keep(id, progress),
      startLesson: async (id) => void (await commands.executeCommand('initLab.startLesson', id)),
      leaveLesson: () => this.host.lessons.assign(this.uri, undefined),
      saveLayout: (key, value) => this.host.layout.set(key, value),
      copy: (text: string) => Promise.resolve(env.clipboard.writeText(text)),
      action: (action: Action) => this.perform(action),
      openPlace: guarded(this.host, (place: SourcePlace) => openPlace(place, this.uri)),
      takeBack: async (command, index) => {
        await editsDone(this.document);
        await commands.executeCommand(`initLab.${command}`, this.uri, index);
      },
      chart: guarded(this.host, (command: ChartCommand) => performChart(this, command)),
      manageTrust: async () => void (await commands.executeCommand('workbench.trust.manage')),
    };
  }

  /**
   * Acts once the edits before it are in. A failure tells the user and the log; it never leaves the webview without an
   * answer.
   */
  perform(action: Action): Promise<void> {
    return guarded(this.host, async () => {
      await editsDone(this.document);
      await this.actions.perform(action);
    })();
  }

  joinQueue(): Promise<void> {
    return guarded(this.host, () => this.actions.joinQueue())();
  }
}

/** The custom editor of experiments: the text document is the state, the webview a view of it and of its run. */
export class ExperimentEditorProvider implements CustomTextEditorProvider {
  private readonly panels = new Set<ExperimentPanel>();
  /** Documents whose run starts as soon as their editor is there. */
  private readonly startWhenShown = new Set<string>();
  private readonly activeChanged = new EventEmitter<void>();
  /** Another experiment editor, or none, is in front. */
  readonly onDidChangeActive = this.activeChanged.event;

  constructor(private readonly host: HostContext) {}

  /** The experiment editor in front, if one is. */
  private get active(): ExperimentPanel | undefined {
    return [...this.panels].find(({ panel }) => panel.active);
  }

  private panelOf(uri: Uri): ExperimentPanel | undefined {
    return [...this.panels].find((panel) => panel.uri.toString() === uri.toString());
  }

  /** Whether an editor of `uri` is open. */
  isShown(uri: Uri): boolean {
    return this.panelOf(uri) !== undefined;
  }

  /** Does something to an experiment whose editor is open. */
  performOn(uri: Uri, action: Action): void {
    void this.panelOf(uri)?.perform(action);
  }

  /** Shows an experiment, and the sweep of the queue that it follows. */
  async openFollowing(uri: Uri): Promise<void> {
    await this.open(uri);
    await this.panelOf(uri)?.joinQueue();
  }

  /** Does something to the experiment in front; undefined when none is. */
  performOnActive(action: Action): Promise<void> | undefined {
    return this.active?.perform(action);
  }

  /** The experiment in front, if one is. */
  get activeUri(): Uri | undefined {
    return this.active?.uri;
  }

  /** Shows an experiment in its own editor, and with `run` runs it: as soon as the editor is there. */
  async open(uri: Uri, { run = false, column }: { run?: boolean; column?: ViewColumn } = {}): Promise<void> {
    const shown = this.isShown(uri);
    const key = uri.toString();
    if (run && !shown) this.startWhenShown.add(key);
    try {
      await commands.executeCommand('vscode.openWith', uri, experimentViewType, column);
    } catch (error) {
      // Nor is anything started when it opens some other time.
      this.startWhenShown.delete(key);
      throw error;
    }
    if (tabsOf(uri).length === 0) this.startWhenShown.delete(key);
    if (run && shown) this.performOn(uri, 'run');
  }

  resolveCustomTextEditor(document: TextDocument, panel: WebviewPanel): void {
    const { uri } = document;
    const session = this.host.sessions.acquire(uri);
    const shown = new ExperimentPanel(this.host, document, panel, session);
    this.panels.add(shown);
    panel.onDidChangeViewState(() => this.activeChanged.fire());
    this.activeChanged.fire();
    panel.onDidDispose(() => {
      this.panels.delete(shown);
      shown.dispose();
      this.host.sessions.release(uri, session);
      this.activeChanged.fire();
    });
    if (this.startWhenShown.delete(uri.toString())) void shown.perform('run');
    else if (session.run) return;
    else if (this.host.queue.sweepOf(uri) !== undefined) void shown.joinQueue();
    else if (runsOnOpen(uri)) void shown.perform('run');
  }
}
