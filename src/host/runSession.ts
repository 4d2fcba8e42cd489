import { EventEmitter, type Disposable } from 'vscode';
import { applyUpdate } from '../experiment/applyUpdate';
import type { RunRecord } from '../experiment/record';
import type { Experiment } from '../experiment/schema';
import type { RunUpdate } from '../experiment/update';
import type { DataPlaces } from '../protocol/trainer';
import { TrainerProcess } from './trainerProcess';

/** What a run needs besides its experiment. */
export interface RunOptions {
  directory?: string;
  places: DataPlaces;
  workers?: number;
  maxMemoryMB: number;
}

let lastId = 0;

const active = (run: RunRecord | undefined): run is RunRecord => run !== undefined && ['starting', 'running', 'paused'].includes(run.status);

/** The runs of one experiment document: holds the shown one, which is the only truth, and its trainer. */
export class RunSession implements Disposable {
  private trainer: TrainerProcess | undefined;
  private record: RunRecord | undefined;
  /** How often a start was asked for: of several at once the last one counts. */
  private starts = 0;
  private disposed = false;
  private readonly replaced = new EventEmitter<RunRecord | undefined>();
  private readonly updated = new EventEmitter<RunUpdate>();
  readonly onDidReplace = this.replaced.event;
  readonly onDidUpdate = this.updated.event;

  constructor(private readonly trainerEntry: string) {}

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
    // Its editor may have been closed meanwhile: a trainer forked now would have no owner.
    if (this.disposed || start !== this.starts) return;
    const run: RunRecord = { id: ++lastId, status: 'starting', trials: [], seconds: 0 };
    this.record = run;
    this.replaced.fire(run);
    try {
      await this.startTrainer().api.run({ id: run.id, experiment, ...options, backend: 'auto', paused });
    } catch (error) {
      if (this.record === run && active(run)) this.advance({ id: run.id, status: 'failed', message: error instanceof Error ? error.message : String(error), seconds: 0, trials: [] });
    }
  }

  async pause(): Promise<void> {
    if (this.record?.status === 'running') await this.trainer?.api.pause(this.record.id);
  }

  async resume(): Promise<void> {
    if (this.isPaused) await this.trainer?.api.resume(this.record!.id);
  }

  /** One more step of every running trial, pausing first when needed. */
  async step(): Promise<void> {
    await this.pause();
    if (this.record) await this.trainer?.api.step(this.record.id);
  }

  /** Ends the run and keeps it. */
  async stop(): Promise<void> {
    const run = this.record;
    if (!active(run) || !this.trainer) return;
    if (run.status === 'starting') {
      // It is loading data and knows of no run to stop yet.
      this.trainer.dispose();
      return this.end(run, 'stopped', 'Stopped before the first step.');
    }
    const answered = await this.trainer.stop(run.id);
    if (!answered && active(run)) this.end(run, 'stopped', 'The trainer did not answer and was ended.');
  }

  dispose(): void {
    this.disposed = true;
    this.trainer?.dispose();
    this.replaced.dispose();
    this.updated.dispose();
  }

  private startTrainer(): TrainerProcess {
    if (this.trainer?.alive) return this.trainer;
    this.trainer = new TrainerProcess(this.trainerEntry, {
      update: (update) => this.advance(update),
      died: (reason) => {
        if (active(this.record)) this.end(this.record, 'failed', `${reason} What was recorded is kept; Run starts again.`);
      },
    });
    return this.trainer;
  }

  /** Ends a run that its trainer can end no more. */
  private end(run: RunRecord, status: 'stopped' | 'failed', message: string): void {
    const trials = run.trials.flatMap(({ status: was, step, seconds }, trial) =>
      was === 'running' || was === 'waiting' ? [{ trial, status, step, seconds, message, curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] }, snapshots: [] }] : [],
    );
    this.advance({ id: run.id, status, message, seconds: run.seconds, trials });
  }

  private advance(update: RunUpdate): void {
    if (!this.record || this.record.id !== update.id) return;
    applyUpdate(this.record, update);
    this.updated.fire(update);
  }
}
