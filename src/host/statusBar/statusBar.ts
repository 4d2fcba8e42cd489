import * as l10n from '@vscode/l10n';
import { commands, MarkdownString, StatusBarAlignment, window } from 'vscode';
import { DisposableStore } from '../platform/disposable';
import type { Sessions } from '../session/sessions';
import { pickTraining } from './trainingMenu';
import { Training } from './training';

/** Milliseconds between two looks at how far the runs are. */
const interval = 500;

/** An entry in the status bar while something trains: how far it is, and a menu to show, pause and stop it. */
export class TrainingStatus extends DisposableStore {
  private readonly item = this.add(window.createStatusBarItem('initLab.training', StatusBarAlignment.Left));
  private trainings: Training[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sessions: Sessions) {
    super();
    this.item.name = l10n.t('Init Lab: training');
    this.item.command = 'initLab.showTraining';
    this.add(sessions.onDidChange(() => this.look()));
    this.add(commands.registerCommand('initLab.showTraining', () => pickTraining(this.trainings)));
    this.look();
  }

  private look(): void {
    if (this.isDisposed) return;
    this.trainings = this.sessions
      .active()
      // Those of a queue have an entry of their own.
      .filter(({ session }) => !session.run?.queue)
      .map(
        ({ uri, session }) =>
          this.trainings.find((known) => known.session === session && known.uri === uri) ?? new Training(uri, session),
      );
    const any = this.trainings.length > 0;
    if (any === (this.timer === undefined)) {
      clearInterval(this.timer);
      this.timer = any ? setInterval(() => this.draw(), interval) : undefined;
      void commands.executeCommand('setContext', 'initLab.training', any);
    }
    this.draw();
  }

  private draw(): void {
    const { item, trainings } = this;
    if (trainings.length === 0) return item.hide();
    for (const training of trainings) training.measure();
    const paused = trainings.every((training) => training.paused);
    const fraction = trainings.reduce((sum, training) => sum + training.fraction, 0) / trainings.length;
    const what = trainings.length === 1 ? trainings[0].name : l10n.t('{0} experiments', trainings.length);
    item.text = `${paused ? '$(debug-pause)' : '$(sync~spin)'} ${l10n.t('{0} {1} %', what, Math.floor(fraction * 100))}`;
    item.tooltip = new MarkdownString();
    item.tooltip.appendText(trainings.map(({ line }) => line).join('\n'));
    item.accessibilityInformation = {
      label: l10n.t('Init Lab trains: {0}', trainings.map(({ line }) => line).join('; ')),
      role: 'button',
    };
    item.show();
  }

  override dispose(): void {
    clearInterval(this.timer);
    super.dispose();
  }
}
