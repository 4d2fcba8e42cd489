import { commands, window, type Disposable } from 'vscode';
import type { Action } from '../protocol/webview';
import { compareInitializers } from './compareInitializers';
import type { HostContext } from './context';
import { downloadDataset } from './download/offerDownload';
import type { ExperimentEditorProvider } from './experimentEditor';

const actions: readonly Action[] = ['run', 'pause', 'resume', 'step', 'stop', 'reset', 'newDraw', 'save', 'openAsJson'];

/** All commands of the extension: `initLab.compareInitializers`, `initLab.downloadDataset`, and one for each action of the editor in front. */
export function registerCommands(host: HostContext, editor: ExperimentEditorProvider): Disposable[] {
  const guarded = <A extends unknown[]>(work: (...args: A) => Promise<void>) => async (...args: A): Promise<void> => {
    try {
      await work(...args);
    } catch (error) {
      host.log.error(error instanceof Error ? error : String(error));
      void window.showErrorMessage(`Init Lab: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return [
    commands.registerCommand('initLab.compareInitializers', guarded((id?: unknown) => compareInitializers(editor, typeof id === 'string' ? id : undefined))),
    commands.registerCommand('initLab.downloadDataset', guarded(() => downloadDataset(host))),
    ...actions.map((action) =>
      commands.registerCommand(`initLab.${action}`, guarded(async () => {
        const active = editor.activeActions;
        if (active) await active.perform(action);
        else void window.showInformationMessage('Open an experiment first: run "Init Lab: Compare Initializers".');
      })),
    ),
  ];
}
