import { existsSync } from 'node:fs';
import { Uri, window, workspace, type ExtensionContext } from 'vscode';
import type { RunRecord } from './experiment/record/record';
import { tabsOf } from './host/platform/closeTabs';
import { registerCommands } from './host/commands';
import type { HostContext } from './host/context';
import { sourcesFor } from './host/download/testSources';
import { ExperimentEditorProvider } from './host/editor/experimentEditor';
import { registerExport } from './host/export/exportCommands';
import { ExportSources } from './host/export/exportSource';
import { GitignoreOffer } from './host/platform/gitignoreOffer';
import { registerJsonSide } from './host/json/jsonSide';
import { useDisplayLanguage } from './host/platform/language';
import { Comparisons } from './host/runs/comparison';
import { SavedRuns } from './host/runs/savedRuns';
import { isRunOpen } from './host/runs/openRuns';
import { RunEditorProvider, runViewType } from './host/runs/runEditor';
import { RunSaver } from './host/runs/runSaver';
import { RunContext } from './host/session/runContext';
import { LayoutMemory } from './host/editor/layoutMemory';
import { Lessons } from './host/lessons/lessons';
import { registerLessons } from './host/lessons/registerLessons';
import { PythonHost } from './host/python/pythonHost';
import { QueueHost } from './host/queue/queueHost';
import { QueueStatus } from './host/queue/queueStatus';
import { registerPython } from './host/python/registerPython';
import { DocumentRunner } from './host/session/documentRunner';
import { ForkedTrainer } from './trainer/forkedTrainer';
import { Sessions } from './host/session/sessions';
import { TrainingStatus } from './host/statusBar/statusBar';
import { registerViews } from './host/views/registerViews';
import { registerWeights } from './host/weights/registerWeights';
import { experimentViewType } from './host/editor/viewType';
import type { WeightsState } from './protocol/weights';

/** What other extensions and our tests may ask. */
export interface InitLabApi {
  /** Time that activate() took. */
  activationMilliseconds: number;
  /** The shown run of an open experiment. */
  runOf(uri: string): RunRecord | undefined;
  /** Process id of an open experiment's trainer while it lives. */
  trainerPid(uri: string): number | undefined;
  /** What the editor of a file of weights shows. */
  weightsOf(uri: string): WeightsState | undefined;
  /** Process id of the reader of weights while it lives. */
  inspectorPid(): number | undefined;
}

/** Ends what still trains and has it saved; set by activate(). */
let end: (() => Promise<void>) | undefined;

/** The window closes: VS Code waits for a few seconds. */
export async function deactivate(): Promise<void> {
  await end?.();
}

/** Composes and registers; no logic. */
export function activate(context: ExtensionContext): InitLabApi {
  const start = performance.now();
  useDisplayLanguage();
  const dist = Uri.joinPath(context.extensionUri, 'dist');
  const log = window.createOutputChannel('Init Lab', { log: true });
  const savedRuns = new SavedRuns();
  const gitignore = new GitignoreOffer(context.workspaceState, log);
  const keeper = new RunSaver(
    log,
    (run) => isRunOpen(run, comparisons),
    (run) => {
      savedRuns.refresh();
      void gitignore.runKept(run);
    },
  );
  const python = new PythonHost(context.extensionUri, context.workspaceState, (text) => log.warn(text));
  const queue = new QueueHost(dist, context.secrets, context.workspaceState);
  const sessions = new Sessions(
    (uri) =>
      new DocumentRunner({
        trainer: new ForkedTrainer(Uri.joinPath(dist, 'trainer.js').fsPath),
        python: python.runner(uri),
        queue: queue.runner(),
      }),
    (uri, ended) => keeper.keep(uri, ended),
    {
      hasTab: (uri) => tabsOf(uri).length > 0,
      isThere: (uri) => uri.scheme === 'file' && existsSync(uri.fsPath),
    },
  );
  queue.watch(sessions);
  end = async () => {
    await sessions.closeAll();
    await keeper.done();
    log.dispose();
  };
  const host: HostContext = {
    dist,
    media: Uri.joinPath(context.extensionUri, 'media'),
    shipped: Uri.joinPath(context.extensionUri, 'media', 'datasets'),
    downloads: Uri.joinPath(context.globalStorageUri, 'datasets'),
    sources: sourcesFor(context.extensionMode),
    sessions,
    layout: new LayoutMemory(context.workspaceState),
    lessons: new Lessons(Uri.joinPath(context.extensionUri, 'lessons'), context.workspaceState),
    python,
    queue,
    exportSources: new ExportSources(),
    log,
  };
  const editor = new ExperimentEditorProvider(host);
  const weights = registerWeights(host);
  const comparisons = new Comparisons(host, savedRuns, context.workspaceState);
  const runEditor = new RunEditorProvider(host, (run) => comparisons.ask(run));
  // The log is disposed of last, in deactivate().
  context.subscriptions.push(
    sessions,
    savedRuns,
    comparisons.register(),
    window.registerCustomEditorProvider(runViewType, runEditor, { supportsMultipleEditorsPerDocument: true }),
    workspace.onWillRenameFiles((event) => sessions.move(event.files)),
    workspace.onDidRenameFiles(() => sessions.moved()),
    window.tabGroups.onDidChangeTabs(({ closed }) => closed.length > 0 && sessions.tabsClosed()),
    ...registerViews(host, { editor, runEditor, savedRuns, comparisons }),
    window.registerCustomEditorProvider(experimentViewType, editor, { supportsMultipleEditorsPerDocument: true }),
    host.lessons,
    ...registerCommands(host, editor),
    ...registerLessons(host, editor),
    ...registerExport(host, String(context.extension.packageJSON.version)),
    ...weights.disposables,
    ...registerJsonSide(),
    python,
    ...registerPython(host, editor),
    queue,
    new TrainingStatus(sessions),
    new QueueStatus(host),
    new RunContext(editor, sessions),
  );
  return {
    activationMilliseconds: performance.now() - start,
    runOf: (uri) => sessions.find(Uri.parse(uri))?.run,
    trainerPid: (uri) => sessions.find(Uri.parse(uri))?.trainerPid,
    weightsOf: (uri) => weights.editor.find(Uri.parse(uri))?.state,
    inspectorPid: () => weights.inspector.pid,
  };
}
