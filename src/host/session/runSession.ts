import * as l10n from '@vscode/l10n';
import { EventEmitter, type Disposable } from 'vscode';
import { applyUpdate } from '../../experiment/record/applyUpdate';
import { endUpdate } from '../../experiment/record/endUpdate';
import type { RunRecord } from '../../experiment/record/record';
import type { Experiment } from '../../experiment/format/schema';
import { allTrials } from '../../experiment/record/sweepRecord';
import { isActive } from '../../experiment/record/runStatus';
import type { RunUpdate } from '../../experiment/record/update';
import type { RunHandle, Runner } from '../../protocol/runner';
import type { DataPlaces, RunRequest, TrialWeights } from '../../protocol/trainer';

/** What a run needs besides its experiment. */
export interface RunOptions {
  directory?: string;
  places: DataPlaces;
  workers?: number;
  backend: RunRequest['backend'];
  maxMemoryMB: number;
  /** Where models in Python are trained unless their experiment says so. */
  device?: string;
  /** Of a sweep that workers of a queue are to compute. */
  queue?: RunRequest['queue'];
}

/** A run that trained and has come to its end, whatever end. */
export interface EndedRun {
  run: RunRecord;
  startedAt: Date;
  /** As far as its runner lives to tell; asked for at once, since the next run takes their place. */
  weights(): Promise<TrialWeights[]>;
}

let lastId = 0;

/** The run of a session with all that goes along when another session takes it over. */
interface ShownRun {
  readonly record: RunRecord;
  readonly startedAt: Date;
  readonly handle: RunHandle;
  session: RunSession;
  stopping: boolean;
  /** Weights that are on their way: the next run takes their place. */
  reading: Promise<unknown>;
}

/** The runs of one experiment document: holds the shown one, which is the only truth, and what computes it. */
export class RunSession implements Disposable {
  private runner: Runner;
  private shown: ShownRun | undefined;
  /** How often a start was asked for: of several at once the last one counts. */
  private starts = 0;
  private disposed = false;
  private readonly replaced = new EventEmitter<RunRecord | undefined>();
  private readonly updated = new EventEmitter<RunUpdate>();
  readonly onDidReplace = this.replaced.event;
  readonly onDidUpdate = this.updated.event;
  /** The run that ended last, on its way to where it is saved. */
  private keeping: Promise<void> = Promise.resolve();

  /** `ended` keeps a run; a session that closes waits for it. */
  constructor(
    private readonly newRunner: () => Runner,
    private readonly ended: (ended: EndedRun) => Promise<void>,
  ) {
    this.runner = newRunner();
  }

  get run(): RunRecord | undefined {
    return this.shown?.record;
  }

  get trainerPid(): number | undefined {
    return this.runner.pid;
  }

  get isActive(): boolean {
    return isActive(this.run?.status);
  }

  get isPaused(): boolean {
    return this.run?.status === 'paused';
  }

  /** Takes the place of the shown run. A run that cannot start is saved as failed with its reason. */
  async start(experiment: Experiment, options: RunOptions, paused: boolean): Promise<void> {
    const start = ++this.starts;
    await this.stop();
    await this.shown?.reading;
    // Its editor may have been closed meanwhile: what would begin now would have no owner.
    if (this.disposed || start !== this.starts) return;
    const record: RunRecord = { id: ++lastId, status: 'starting', trials: [], seconds: 0 };
    if (options.queue) record.queue = { sweep: options.queue.join, trials: 0, done: 0, workers: [] };
    const shown: ShownRun = {
      record,
      startedAt: new Date(),
      handle: this.runner.run(
        { id: record.id, experiment, ...options, paused },
        {
          update: (update) => shown.session.advance(shown, update),
          lost: (reason) =>
            this.end(shown, 'failed', l10n.t('{0} Recorded data is preserved. Run starts again.', reason)),
        },
      ),
      session: this,
      stopping: false,
      reading: Promise.resolve(),
    };
    this.shown = shown;
    this.replaced.fire(record);
    try {
      await shown.handle.started;
    } catch (error) {
      // One that is stopped before it begins says so too.
      if (!shown.stopping) this.end(shown, 'failed', error instanceof Error ? error.message : String(error));
    }
  }

  async pause(): Promise<void> {
    if (this.isActive && !this.isPaused) await this.shown?.handle.pause();
  }

  async resume(): Promise<void> {
    if (this.isPaused || this.run?.status === 'starting') await this.shown?.handle.resume();
  }

  /** One more step of every running trial, pausing first when needed. */
  async step(): Promise<void> {
    await this.pause();
    await this.shown?.handle.step();
  }

  /** Start and end weights of the shown run, as far as its runner lives to tell. */
  async weights(): Promise<TrialWeights[]> {
    return this.shown ? this.weightsOf(this.shown) : [];
  }

  /** Ends the run and keeps it. */
  async stop(): Promise<void> {
    const { shown } = this;
    if (!shown || !this.isActive) return;
    const begun = shown.record.status !== 'starting';
    shown.stopping = true;
    await shown.handle.stop();
    this.end(
      shown,
      'stopped',
      begun ? l10n.t("The trainer didn't respond and was stopped.") : l10n.t('Stopped before the first step.'),
    );
  }

  /** Takes the run of `other` and what computes it, still going, in the place of its own; `other` has none then. */
  async adopt(other: RunSession): Promise<void> {
    await this.stop();
    await this.shown?.reading;
    this.runner.dispose();
    this.starts++;
    other.starts++;
    this.runner = other.runner;
    other.runner = other.newRunner();
    this.shown = other.shown;
    if (this.shown) this.shown.session = this;
    other.shown = undefined;
    this.replaced.fire(this.run);
  }

  /** Ends the run, has it saved, and lets everything go. */
  async close(): Promise<void> {
    this.starts++;
    await this.stop();
    await this.keeping;
    this.dispose();
  }

  dispose(): void {
    this.disposed = true;
    this.runner.dispose();
    this.replaced.dispose();
    this.updated.dispose();
  }

  /** Takes what is told of the shown run, and has it saved when that was the last. */
  private advance(shown: ShownRun, update: RunUpdate): void {
    const { record: run, startedAt } = shown;
    if (this.shown !== shown) return;
    const was = this.isActive;
    applyUpdate(run, update);
    this.updated.fire(update);
    // A sweep that goes on elsewhere has not ended.
    if (!was || this.isActive || run.queue?.left || !allTrials(run).some((trial) => trial.step > 0)) return;
    this.keeping = this.ended({ run, startedAt, weights: () => this.weightsOf(shown) });
  }
  /** Ends a run of which nothing more will be told. One that has ended stays as it is. */
  private end(shown: ShownRun, status: 'stopped' | 'failed', message: string): void {
    if (isActive(shown.record.status)) shown.session.advance(shown, endUpdate(shown.record, status, message));
  }

  private weightsOf(shown: ShownRun): Promise<TrialWeights[]> {
    const weights = shown.handle.weights();
    shown.reading = Promise.all([shown.reading, weights]);
    return weights;
  }
}
