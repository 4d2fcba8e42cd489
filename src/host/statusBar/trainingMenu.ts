import * as l10n from '@vscode/l10n';
import { commands, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { experimentViewType } from '../editor/viewType';
import type { Training } from './training';

interface Entry extends QuickPickItem {
  work?: () => Promise<unknown>;
}

function entriesOf(training: Training): Entry[] {
  const { session, uri } = training;
  return [
    { label: training.line, kind: QuickPickItemKind.Separator },
    {
      label: `$(go-to-file) ${l10n.t('Show {0}', training.name)}`,
      work: async () => commands.executeCommand('vscode.openWith', uri, experimentViewType),
    },
    training.paused
      ? { label: `$(debug-continue) ${l10n.t('Resume {0}', training.name)}`, work: () => session.resume() }
      : { label: `$(debug-pause) ${l10n.t('Pause {0}', training.name)}`, work: () => session.pause() },
    { label: `$(debug-stop) ${l10n.t('Stop {0}', training.name)}`, work: () => session.stop() },
  ];
}

/** Shows what trains, and does what is picked for one of them. */
export async function pickTraining(trainings: readonly Training[]): Promise<void> {
  const entries: Entry[] = trainings.flatMap(entriesOf);
  if (trainings.length > 1) {
    entries.push({ label: l10n.t('All'), kind: QuickPickItemKind.Separator });
    entries.push({
      label: `$(debug-stop) ${l10n.t('Stop all {0} experiments', trainings.length)}`,
      work: () => Promise.all(trainings.map(({ session }) => session.stop())),
    });
  }
  if (entries.length === 0) return void window.showInformationMessage(l10n.t('No experiments are running.'));
  const picked = await window.showQuickPick(entries, {
    title: l10n.t('Training'),
    placeHolder: l10n.t('Show, pause or stop'),
  });
  await picked?.work?.();
}
