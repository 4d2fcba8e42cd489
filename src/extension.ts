import { Uri, window, type ExtensionContext } from 'vscode';
import type { RunRecord } from './experiment/record';
import { registerCommands } from './host/commands';
import type { HostContext } from './host/context';
import { ExperimentEditorProvider } from './host/experimentEditor';
import { useDisplayLanguage } from './host/language';
import { Sessions } from './host/sessions';
import { experimentViewType } from './host/viewType';

/** What other extensions and our tests may ask. */
export interface InitLabApi {
  /** Time that activate() took. */
  activationMilliseconds: number;
  /** The shown run of an open experiment. */
  runOf(uri: string): RunRecord | undefined;
  /** Process id of an open experiment's trainer while it lives. */
  trainerPid(uri: string): number | undefined;
}

/** Composes and registers; no logic. */
export function activate(context: ExtensionContext): InitLabApi {
  const start = performance.now();
  useDisplayLanguage();
  const dist = Uri.joinPath(context.extensionUri, 'dist');
  const log = window.createOutputChannel('Init Lab', { log: true });
  const sessions = new Sessions(Uri.joinPath(dist, 'trainer.js').fsPath);
  const host: HostContext = {
    dist,
    shipped: Uri.joinPath(context.extensionUri, 'media', 'datasets'),
    downloads: Uri.joinPath(context.globalStorageUri, 'datasets'),
    sessions,
    log,
  };
  const editor = new ExperimentEditorProvider(host);
  context.subscriptions.push(
    log,
    sessions,
    window.registerCustomEditorProvider(experimentViewType, editor, { supportsMultipleEditorsPerDocument: true }),
    ...registerCommands(host, editor),
  );
  return {
    activationMilliseconds: performance.now() - start,
    runOf: (uri) => sessions.find(Uri.parse(uri))?.run,
    trainerPid: (uri) => sessions.find(Uri.parse(uri))?.trainerPid,
  };
}
