import * as l10n from '@vscode/l10n';
import { commands, window, type Disposable } from 'vscode';
import type { Action } from '../protocol/webview';
import { compareInitializers } from './compareInitializers';
import type { HostContext } from './context';
import { downloadDataset } from './download/offerDownload';
import type { ExperimentEditorProvider } from './experimentEditor';
import { browseForPath } from './json/browseForPath';
import { openExperiment } from './json/openExperiment';
import { browseCommand } from './json/quickFixes';

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
    commands.registerCommand('initLab.openInEditor', guarded((uri?: unknown) => openExperiment(editor, uri))),
    commands.registerCommand('initLab.runFile', guarded((uri?: unknown) => openExperiment(editor, uri, { run: true }))),
    commands.registerCommand('initLab.compareFile', guarded((uri?: unknown) => openExperiment(editor, uri, { run: true, beside: true }))),
    commands.registerCommand(browseCommand, guarded(browseForPath)),
    commands.registerCommand('initLab.previousRecordedStep', () => editor.moveTimeline(-1)),
    commands.registerCommand('initLab.nextRecordedStep', () => editor.moveTimeline(1)),
    ...actions.map((action) =>
      commands.registerCommand(`initLab.${action}`, guarded(async () => {
        const active = editor.activeActions;
        if (active) await active.perform(action);
        else void window.showInformationMessage(l10n.t('Open an experiment first: run "Init Lab: Compare Initializers".'));
      })),
    ),
  ];
}
