import * as l10n from '@vscode/l10n';
import { commands, MarkdownString, StatusBarAlignment, window, type QuickPickItem } from 'vscode';
import type { QueueState } from '../../experiment/record/record';
import { trialsText, workersText } from '../../experiment/text/queueText';
import type { HostContext } from '../context';
import { experimentViewType } from '../editor/viewType';
import { DisposableStore } from '../platform/disposable';
import { guarded } from '../platform/guarded';
import { Training } from '../statusBar/training';
import { stopRun } from './queueActions';

/** Milliseconds between two looks at the sweeps. */
const interval = 500;

interface Entry extends QuickPickItem {
  work(): Promise<void>;
}

const stateOf = ({ session }: Training): QueueState => session.run!.queue!;

/** `3 workers · 120 of 400 trials`. */
function progressText({ workers, done, trials, sweep }: QueueState): string {
  if (sweep === undefined || trials === 0) return l10n.t('connecting to the queue…');
  return `${workersText(workers.length)} · ${trialsText(done, trials)}`;
}

/** An entry in the status bar for each sweep in a queue that an open editor follows, the first of several. */
export class QueueStatus extends DisposableStore {
  private readonly item = this.add(window.createStatusBarItem('initLab.queue', StatusBarAlignment.Left));
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly host: HostContext) {
    super();
    this.item.name = l10n.t('Init Lab: sweep queue');
    this.item.command = 'initLab.showQueue';
    this.add(host.sessions.onDidChange(() => this.draw()));
    this.add(
      commands.registerCommand(
        'initLab.showQueue',
        guarded(host, () => this.pick()),
      ),
    );
  }

  private get followed(): Training[] {
    return this.host.sessions
      .active()
      .filter(({ session }) => session.run?.queue)
      .map(({ uri, session }) => new Training(uri, session));
  }

  private draw(): void {
    clearTimeout(this.timer);
    const { item, followed } = this;
    if (followed.length === 0 || this.isDisposed) return item.hide();
    this.timer = setTimeout(() => this.draw(), interval);
    const states = followed.map(stateOf);
    const all: QueueState = {
      sweep: states.find(({ sweep }) => sweep)?.sweep,
      trials: states.reduce((sum, { trials }) => sum + trials, 0),
      done: states.reduce((sum, { done }) => sum + done, 0),
      workers: [...new Set(states.flatMap(({ workers }) => workers))],
    };
    const waiting = states.some((state) => state.waiting !== undefined);
    item.text = `$(${waiting ? 'warning' : followed.every(({ paused }) => paused) ? 'debug-pause' : 'server'}) ${progressText(all)}`;
    const lines = followed.flatMap((one) => {
      const state = stateOf(one);
      return [`${one.name}: ${progressText(state)}`, ...(state.waiting === undefined ? [] : [state.waiting])];
    });
    const tooltip = new MarkdownString();
    tooltip.appendText([...lines, ...all.workers].join('\n'));
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: l10n.t('Sweep queue: {0}', lines.join('; ')), role: 'button' };
    item.show();
  }

  private async pick(): Promise<void> {
    const entries = this.followed.flatMap((one): Entry[] => [
      {
        label: `$(go-to-file) ${l10n.t('Show {0}', one.name)}`,
        detail: stateOf(one).waiting,
        work: async () => void (await commands.executeCommand('vscode.openWith', one.uri, experimentViewType)),
      },
      one.paused
        ? { label: `$(debug-continue) ${l10n.t('Resume {0}', one.name)}`, work: () => one.session.resume() }
        : { label: `$(debug-pause) ${l10n.t('Pause {0}', one.name)}`, work: () => one.session.pause() },
      { label: `$(debug-stop) ${l10n.t('Stop {0}', one.name)}`, work: () => stopRun(this.host, one.session) },
    ]);
    const show = async (command: string): Promise<void> => void (await commands.executeCommand(command));
    const picked = await window.showQuickPick(
      [
        ...entries,
        { label: `$(list-tree) ${l10n.t('Show All Sweeps and Workers')}`, work: () => show('initLab.runs.focus') },
        { label: `$(key) ${l10n.t('Set Queue Password…')}`, work: () => show('initLab.setQueuePassword') },
      ],
      { title: l10n.t('Sweep Queue'), placeHolder: this.host.queue.shownAddress },
    );
    await picked?.work();
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }
}
