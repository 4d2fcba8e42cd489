import * as l10n from '@vscode/l10n';
import { commands, window, type Disposable } from 'vscode';
import type { Action } from '../protocol/webview';
import { compareInitializers } from './editor/compareInitializers';
import type { HostContext } from './context';
import { downloadDataset } from './download/offerDownload';
import type { ExperimentEditorProvider } from './editor/experimentEditor';
import { guarded } from './platform/guarded';
import { setQueuePassword } from './queue/queueActions';
import { browseForPath } from './json/browseForPath';
import { openExperiment } from './json/openExperiment';
import { browseCommand } from './json/quickFixes';

const actions: readonly Action[] = [
  'run',
  'runOnQueue',
  'pause',
  'resume',
  'step',
  'stop',
  'reset',
  'newDraw',
  'save',
  'openAsJson',
];

/**
 * The commands on experiments: to make one, to open and run the text in front, and one for each action of the editor in
 * front.
 */
export function registerCommands(host: HostContext, editor: ExperimentEditorProvider): Disposable[] {
  /** Of an experiment, a saved run or a comparison. */
  const moveTimeline = (by: number): void => void host.exportSources.active?.page.moveTimeline(by);
  return [
    commands.registerCommand(
      'initLab.compareInitializers',
      guarded(host, (id?: unknown) => compareInitializers(host, editor, typeof id === 'string' ? id : undefined)),
    ),
    commands.registerCommand(
      'initLab.downloadDataset',
      guarded(host, () => downloadDataset(host)),
    ),
    commands.registerCommand(
      'initLab.openInEditor',
      guarded(host, (uri?: unknown) => openExperiment(editor, uri)),
    ),
    commands.registerCommand(
      'initLab.runFile',
      guarded(host, (uri?: unknown) => openExperiment(editor, uri, { run: true })),
    ),
    commands.registerCommand(
      'initLab.compareFile',
      guarded(host, (uri?: unknown) => openExperiment(editor, uri, { run: true, beside: true })),
    ),
    commands.registerCommand(browseCommand, guarded(host, browseForPath)),
    commands.registerCommand(
      'initLab.setQueuePassword',
      guarded(host, () => setQueuePassword(host)),
    ),
    commands.registerCommand('initLab.previousRecordedStep', () => moveTimeline(-1)),
    commands.registerCommand('initLab.nextRecordedStep', () => moveTimeline(1)),
    ...actions.map((action) =>
      commands.registerCommand(`initLab.${action}`, async () => {
        const done = editor.performOnActive(action);
        if (done) await done;
        else
          void window.showInformationMessage(
            l10n.t('Open an experiment first, for example with "Init Lab: Compare Initializers".'),
          );
      }),
    ),
  ];
}
