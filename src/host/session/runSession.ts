import * as l10n from '@vscode/l10n';
import { EventEmitter, type Disposable } from 'vscode';
import { applyUpdate } from '../../experiment/record/applyUpdate';
import { endUpdate } from '../../experiment/record/endUpdate';
import type { RunRecord } from '../../experiment/record/record';
import type { Experiment } from '../../experiment/format/schema';
import { allTrials } from '../../experiment/record/sweepRecord';
import type { RunUpdate } from '../../experiment/record/update';
import type { DataPlaces, RunRequest, TrialWeights } from '../../protocol/trainer';
import { TrainerProcess } from './trainerProcess';

/** What a run needs besides its experiment. */
export interface RunOptions {
  directory?: string;
  places: DataPlaces;
  workers?: number;
  backend: RunRequest['backend'];
  maxMemoryMB: number;
}

/** A run that trained and has come to its end, whatever end. */
export interface EndedRun {
  run: RunRecord;
  startedAt: Date;
  /** As far as the trainer lives to tell; asked for at once, since the next run takes their place. */
  weights(): Promise<TrialWeights[]>;
}

let lastId = 0;

const active = (run: RunRecord | undefined): run is RunRecord =>
  run !== undefined && ['starting', 'running', 'paused'].includes(run.status);

/** The runs of one experiment document: holds the shown one, which is the only truth, and its trainer. */
export class RunSession implements Disposable {
  private trainer: TrainerProcess | undefined;
  /** Whom the trainer tells: it may pass to another session with its run. */
  private owner: { session: RunSession } = { session: this };
  private record: RunRecord | undefined;
  /** How often a start was asked for: of several at once the last one counts. */
  private starts = 0;
  private disposed = false;
  private readonly replaced = new EventEmitter<RunRecord | undefined>();
  private readonly updated = new EventEmitter<RunUpdate>();
  readonly onDidReplace = this.replaced.event;
  readonly onDidUpdate = this.updated.event;
  private startedAt = new Date();
  /** Weights that are handed over as the shown run is stopped: its trainer may be killed after that. */
  private handed: { weights?: Promise<TrialWeights[]> } = {};

  /** `ended` keeps a run; a session that closes waits for it. */
  constructor(
    private readonly trainerEntry: string,
    private readonly ended: (ended: EndedRun) => Promise<void>,
  ) {}

  /** The run that ended last, on its way to where it is kept. */
  private keeping: Promise<void> = Promise.resolve();

  get run(): RunRecord | undefined {
    return this.record;
  }

  get trainerPid(): number | undefined {
    return this.trainer?.alive ? this.trainer.pid : undefined;
  }

  get isActive(): boolean {
    return active(this.record);
  }

  get isPaused(): boolean {
    return this.record?.status === 'paused';
  }

  /** Takes the place of the shown run. A run that cannot start is kept as failed with its reason. */
  async start(experiment: Experiment, options: RunOptions, paused: boolean): Promise<void> {
    const start = ++this.starts;
    await this.stop();
    await this.settled();
    // Its editor may have been closed meanwhile: a trainer forked now would have no owner.
    if (this.disposed || start !== this.starts) return;
    const run: RunRecord = { id: ++lastId, status: 'starting', trials: [], seconds: 0 };
    this.record = run;
    this.handed = {};
    this.startedAt = new Date();
    this.replaced.fire(run);
    try {
      await this.startTrainer().api.run({ id: run.id, experiment, ...options, paused });
    } catch (error) {
      if (this.record === run && active(run))
        this.advance({
          id: run.id,
          status: 'failed',
          message: error instanceof Error ? error.message : String(error),
          seconds: 0,
          trials: [],
        });
    }
  }

  async pause(): Promise<void> {
    if (this.isActive && !this.isPaused) await this.trainer?.api.pause(this.record!.id);
  }

  async resume(): Promise<void> {
    if (this.isPaused || this.record?.status === 'starting') await this.trainer?.api.resume(this.record!.id);
  }

  /** One more step of every running trial, pausing first when needed. */
  async step(): Promise<void> {
    await this.pause();
    if (this.record) await this.trainer?.api.step(this.record.id);
  }

  /** Start and end weights of the shown run, as far as its trainer lives to tell. */
  async weights(): Promise<TrialWeights[]> {
    return this.handed.weights ?? (this.record && this.trainer?.alive ? this.trainer.weights(this.record.id) : []);
  }

  /** Ends the run and keeps it. */
  async stop(): Promise<void> {
    const run = this.record;
    if (!active(run) || !this.trainer) return;
    if (run.status === 'starting') {
      // It is loading data and knows of no run to stop yet.
      this.trainer.dispose();
      return this.end(run, 'stopped', l10n.t('Stopped before the first step.'));
    }
    const { answered, weights } = this.trainer.stop(run.id);
    this.handed.weights = weights;
    if (!(await answered) && active(run))
      this.end(run, 'stopped', l10n.t("The trainer didn't respond and was stopped."));
  }

  /** Takes the run of `other` and its trainer, still going, in the place of its own; `other` has none then. */
  async adopt(other: RunSession): Promise<void> {
    await this.stop();
    await this.settled();
    this.trainer?.dispose();
    this.starts++;
    other.starts++;
    this.trainer = other.trainer;
    this.owner = other.owner;
    this.owner.session = this;
    this.record = other.record;
    this.startedAt = other.startedAt;
    this.handed = other.handed;
    other.handed = {};
    other.trainer = undefined;
    other.owner = { session: other };
    other.record = undefined;
    this.replaced.fire(this.record);
  }

  /** Ends the run, has it kept, and lets everything go. */
  async close(): Promise<void> {
    this.starts++;
    await this.stop();
    await this.keeping;
    this.dispose();
  }

  dispose(): void {
    this.disposed = true;
    this.trainer?.dispose();
    this.replaced.dispose();
    this.updated.dispose();
  }

  /** Resolves when no weights are on their way: the next run takes their place. */
  private async settled(): Promise<void> {
    if (this.trainer?.alive) await this.trainer.settled();
  }

  private startTrainer(): TrainerProcess {
    if (this.trainer?.alive) return this.trainer;
    const owner = { session: this as RunSession };
    this.owner = owner;
    this.trainer = new TrainerProcess(this.trainerEntry, {
      update: (update) => owner.session.advance(update),
      died: (reason) => {
        const { record } = owner.session;
        if (active(record))
          owner.session.end(record, 'failed', l10n.t('{0} Recorded data is preserved. Run starts again.', reason));
      },
    });
    return this.trainer;
  }

  /** Ends a run that its trainer can end no more. */
  private end(run: RunRecord, status: 'stopped' | 'failed', message: string): void {
    this.advance(endUpdate(run, status, message));
  }

  private advance(update: RunUpdate): void {
    if (!this.record || this.record.id !== update.id) return;
    const { record: run, trainer, startedAt, handed } = this;
    const was = this.isActive;
    applyUpdate(run, update);
    this.updated.fire(update);
    if (!was || this.isActive || !allTrials(run).some((trial) => trial.step > 0)) return;
    const weights = async (): Promise<TrialWeights[]> =>
      handed.weights ?? (trainer?.alive ? trainer.weights(run.id) : []);
    this.keeping = this.ended({ run, startedAt, weights });
  }
}
