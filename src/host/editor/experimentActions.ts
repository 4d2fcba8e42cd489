import * as l10n from '@vscode/l10n';
import { commands, window, type TextDocument } from 'vscode';
import { datasetOf, isModelExperiment } from '../../experiment/format/forms';
import type { Experiment } from '../../experiment/format/schema';
import { allTrials } from '../../experiment/record/sweepRecord';
import type { Action } from '../../protocol/webview';
import { isInFront } from '../platform/closeTabs';
import { editDocument } from './documentEdit';
import { offerMissing } from '../download/offerDownload';
import { fileIssues } from '../json/fileIssues';
import { runOptions } from '../session/runOptions';
import { stopRun } from '../queue/queueActions';
import type { RunOptions, RunSession } from '../session/runSession';
import { parsedDocument } from './parsedDocument';
import { saveInWorkspace } from './saveInWorkspace';
import { isOnDisk } from '../trust/surroundings';
import type { HostContext } from '../context';

/** The largest seed of an experiment. */
const largestSeed = 4294967295;

/** The experiment as it stands in the document, or undefined with a message to the user. */
function readExperiment(document: TextDocument): Experiment | undefined {
  const { experiment, issues, syntax } = parsedDocument(document);
  if (!experiment)
    void window.showErrorMessage(
      l10n.t("Init Lab can't run this experiment. {0}", syntax?.message ?? issues[0].message),
    );
  return experiment;
}

/** The seeds that follow, each moved on by the length of the list so that none repeats. */
function nextSeeds(seeds: readonly number[]): number[] {
  const span = Math.max(...seeds) - Math.min(...seeds) + 1;
  return seeds.map((seed) => (seed + span <= largestSeed ? seed + span : (seed + span) % (largestSeed + 1)));
}

/** What the toolbar and the commands do to one open experiment. */
export class ExperimentActions {
  constructor(
    private readonly host: HostContext,
    private readonly document: TextDocument,
    private readonly session: RunSession,
  ) {}

  async perform(action: Action): Promise<void> {
    switch (action) {
      case 'run':
        return this.run();
      case 'pause':
        return this.session.pause();
      case 'resume':
        return this.session.resume();
      case 'step':
        return this.step();
      case 'stop':
        return stopRun(this.host, this.session);
      case 'runOnQueue':
        return this.runOnQueue();
      case 'reset':
        return this.start(true);
      case 'newDraw':
        return this.newDraw();
      case 'save':
        return saveInWorkspace(this.host, this.document);
      case 'export':
        return void (await commands.executeCommand('initLab.export'));
      case 'openAsJson':
        return void (await commands.executeCommand('vscode.openWith', this.document.uri, 'default'));
    }
  }

  /** Hands the document's sweep to the queue, or follows it where it is there already. */
  private async runOnQueue(): Promise<void> {
    const experiment = readExperiment(this.document);
    if (!experiment) return;
    if (!experiment.sweep)
      return void window.showInformationMessage(
        l10n.t('Only sweeps run on a queue. Add a sweep in the experiment panel, or use Run.'),
      );
    if (!(await this.host.queue.isReady())) return;
    // A server that refuses leaves the shown run as it is.
    await this.host.queue.use(() => Promise.resolve());
    await this.start(false, {});
  }

  /** Follows the sweep of the queue that the document followed before, while it is there. */
  async joinQueue(): Promise<void> {
    const { uri } = this.document;
    const join = this.host.queue.sweepOf(uri);
    const { run } = this.session;
    if (join === undefined || (this.session.isActive && run?.queue?.sweep === join)) return;
    // A server that can't be asked is told of by the run.
    const there = await this.host.queue.has(join).catch(() => true);
    const { experiment } = parsedDocument(this.document);
    if (this.session.run !== run || !experiment) return;
    if (there) return this.session.start(experiment, { ...runOptions(this.host, uri), queue: { join } }, false);
    this.host.queue.follow(uri, undefined);
    void window.showInformationMessage(l10n.t("The sweep that {0} followed isn't in the queue any more.", uri.path));
  }

  /** Starts a run of the document as it stands; with `queue` on its workers. */
  async start(paused: boolean, queue?: RunOptions['queue']): Promise<void> {
    const experiment = readExperiment(this.document);
    // An editor in preview makes room for the next file that is opened, and would take its run with it.
    if (!experiment) return;
    if (isInFront(this.document.uri)) await commands.executeCommand('workbench.action.keepEditor');
    if (await this.needsFilesElsewhere(experiment)) return;
    if (!queue && isModelExperiment(experiment) && !(await this.host.python.mayRun(this.document.uri))) return;
    const options = { ...runOptions(this.host, this.document.uri), queue };
    const { version } = this.document;
    const dataset = datasetOf(experiment);
    if (dataset && !(await offerMissing(this.host, dataset, options))) return;
    // A download takes its time: the experiment may be another one by now, or its editor closed.
    if (this.document.isClosed) return;
    if (this.document.version !== version) return this.start(paused, queue);
    await this.session.start(experiment, options, paused);
  }

  /** Tells the user of the first file that the experiment needs when it lies where the trainer cannot read. */
  private async needsFilesElsewhere(experiment: Experiment): Promise<boolean> {
    if (isOnDisk(this.document.uri)) return false;
    const issue = (await fileIssues(this.document, experiment)).at(0);
    if (issue) void window.showErrorMessage(l10n.t("Init Lab can't run this experiment. {0}", issue.message));
    return issue !== undefined;
  }

  /** A run that waits at its start, as Reset leaves it, goes on; anything else starts over. */
  private async run(): Promise<void> {
    const waiting = this.session.isPaused && allTrials(this.session.run!).every((trial) => trial.step === 0);
    const same =
      waiting &&
      JSON.stringify(parsedDocument(this.document).experiment) === JSON.stringify(this.session.run!.header?.experiment);
    await (same ? this.session.resume() : this.start(false));
  }

  private async step(): Promise<void> {
    if (!this.session.isActive) return this.firstStep();
    if (!this.session.run?.queue) return this.session.step();
    void window.showInformationMessage(l10n.t("A sweep in a queue can't be run step by step."));
  }

  private async firstStep(): Promise<void> {
    const before = this.session.run;
    await this.start(true);
    if (this.session.isActive && this.session.run !== before) await this.session.step();
  }

  private async newDraw(): Promise<void> {
    const experiment = readExperiment(this.document);
    if (!experiment) return;
    const issues = await editDocument(this.document, [
      { path: ['random', 'seeds'], value: nextSeeds(experiment.random.seeds) },
    ]);
    if (issues.length > 0) return void window.showErrorMessage(issues[0].message);
    await this.start(false);
  }
}
