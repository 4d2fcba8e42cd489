import type { Experiment } from '../experiment/format/schema';
import { trialsOf } from '../experiment/format/trials';
import type { RunHeader, RunStatus, TrialStatus } from '../experiment/record/record';
import { cellRunId } from '../experiment/record/sweepRecord';
import type { CellUpdate, RunUpdate, SweepUpdate } from '../experiment/record/update';
import { expandAxes, type SweepCell } from '../experiment/sweep/sweep';
import type { RunHandle, RunListener } from '../protocol/runner';
import type { TrainerClient, TrialWeights } from '../protocol/trainer';
import { SharedTrials, type CellPlan } from './sharedTrials';

/** Milliseconds between two updates to the client. */
const updateEvery = 100;

/** A sweep that was asked for, and who computes its cells. */
export interface Sweep<E extends Experiment> {
  id: number;
  experiment: E;
  /** Its cells, as `expandSweep` has them. */
  cells: SweepCell<E>[];
  /**
   * Begins the run of a cell. It rejects, or the run does not start, with a message for the user when the cell cannot
   * be run.
   */
  begin(
    cell: { id: number; experiment: E; snapshotSeed?: number; paused: boolean },
    listener: RunListener,
  ): Promise<RunHandle>;
}

/**
 * The cells of a sweep one after the other, each an ordinary run of one runner; it is steered and told of like one
 * run. A sweep whose first cell cannot be run does not start.
 */
export class SweepRun<E extends Experiment> implements RunHandle {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  private readonly shared: SharedTrials<E>;
  private readonly headers: (RunHeader | undefined)[] = [];
  /** Of every trial of every cell that has begun. */
  private readonly statuses: TrialStatus[][] = [];
  /** Cells that could not begin. */
  private readonly refused = new Set<number>();
  private readonly queue: CellUpdate[] = [];
  private current: RunHandle | undefined;
  private stopAsked = false;
  private failure: string | undefined;
  private endedSeconds = 0;
  private cellSeconds = 0;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;
  /** The client knows its axes and the header. */
  private announced = false;

  constructor(
    private readonly sweep: Sweep<E>,
    private readonly client: TrainerClient,
    private paused: boolean,
  ) {
    this.shared = new SharedTrials(sweep.cells);
    this.started = this.start(0, this.shared.plan(0));
    this.started.catch(() => undefined);
    this.ended = this.started.then(
      () => this.runAll(),
      () => undefined,
    );
  }

  async pause(): Promise<void> {
    this.steer(true);
  }

  async resume(): Promise<void> {
    this.steer(false);
  }

  async step(): Promise<void> {
    await this.current?.step();
  }

  /** Ends the cell under way, and begins no other. */
  async stop(): Promise<void> {
    this.stopAsked = true;
    await this.current?.stop();
    await this.ended;
  }

  async hurry(): Promise<void> {
    if (this.stopAsked) await this.current?.hurry();
  }

  /** Of so many trials none are kept. */
  async weights(): Promise<TrialWeights[]> {
    return [];
  }

  private steer(paused: boolean): void {
    if (this.paused === paused || this.stopAsked) return;
    this.paused = paused;
    void (paused ? this.current?.pause() : this.current?.resume());
    this.flush();
  }

  private get status(): RunStatus {
    return this.paused ? 'paused' : 'running';
  }

  private async runAll(): Promise<void> {
    await this.current!.ended;
    this.finishCell(0);
    for (let cell = 1; cell < this.sweep.cells.length && !this.stopAsked; cell++) await this.runCell(cell);
    const left = this.sweep.cells
      .map((_, cell) => cell)
      .filter((cell) => !this.headers[cell] && !this.refused.has(cell));
    for (const cell of left) this.queue.push({ cell, update: this.bare(cell, 'stopped') });
    const all = this.statuses.flat();
    const stopped = left.length > 0 || all.includes('stopped');
    const failed = this.refused.size > 0 || all.includes('failed');
    if (failed) this.failure ??= 'A cell failed.';
    this.flush(failed ? 'failed' : stopped ? 'stopped' : 'finished');
  }

  private async runCell(cell: number): Promise<void> {
    const plan = this.shared.plan(cell);
    if (!plan.experiment) return this.copyCell(cell, plan);
    try {
      await this.start(cell, plan);
      await this.current!.ended;
      this.finishCell(cell);
    } catch (error) {
      if (this.stopAsked) return;
      // A cell that is refused, such as one whose network is too large, leaves the others their turn.
      this.failCell(cell, error instanceof Error ? error.message : String(error));
    }
  }

  /** Resolves when the trials of a cell that are left to train have started. */
  private async start(cell: number, plan: CellPlan<E>): Promise<void> {
    this.cellSeconds = 0;
    this.statuses[cell] = trialsOf(this.sweep.cells[cell].experiment).map(() => 'waiting');
    for (const copy of plan.copies) this.statuses[cell][copy.trial] = this.statuses[copy.cell][copy.of];
    const { paused } = this;
    const run = await this.sweep.begin(
      {
        id: cellRunId(this.sweep.id, cell),
        experiment: plan.experiment!,
        snapshotSeed: this.sweep.cells[cell].snapshotSeed,
        paused,
      },
      {
        update: (update) => this.receive(cell, update, plan),
        lost: (reason) => this.failCell(cell, reason),
      },
    );
    this.current = run;
    if (this.stopAsked) void run.stop();
    // It may have been paused or resumed while its data was loaded.
    else if (this.paused !== paused) void (this.paused ? run.pause() : run.resume());
    await run.started;
  }

  private failCell(cell: number, message: string): void {
    this.failure ??= message;
    this.refused.add(cell);
    this.queue.push({ cell, update: { ...this.bare(cell, 'failed'), message } });
    this.schedule();
  }

  /** Every trial of this cell is one of another. */
  private copyCell(cell: number, { copies }: CellPlan<E>): void {
    const header = { ...this.headers[copies[0].cell]!, experiment: this.sweep.cells[cell].experiment };
    this.headers[cell] = header;
    this.statuses[cell] = [];
    for (const copy of copies) this.statuses[cell][copy.trial] = this.statuses[copy.cell][copy.of];
    this.queue.push({ cell, update: { ...this.bare(cell, 'finished'), header }, copies });
    this.schedule();
  }

  private bare(cell: number, status: RunStatus): RunUpdate {
    return { id: cellRunId(this.sweep.id, cell), status, seconds: 0, trials: [] };
  }

  /** Takes what a cell's run says, whose trials are those that were left to train. */
  private receive(cell: number, update: RunUpdate, plan: CellPlan<E>): void {
    const header = update.header && { ...update.header, experiment: this.sweep.cells[cell].experiment };
    if (header) this.headers[cell] = header;
    const trials = update.trials.map((trial) => ({ ...trial, trial: plan.trials[trial.trial] }));
    for (const { trial, status } of trials) this.statuses[cell][trial] = status;
    this.cellSeconds = update.seconds;
    if (update.status === 'failed') this.failure ??= update.message;
    this.queue.push({ cell, update: { ...update, header, trials }, copies: header ? plan.copies : undefined });
    this.schedule();
  }

  private finishCell(cell: number): void {
    this.endedSeconds += this.cellSeconds;
    this.cellSeconds = 0;
    const ends = new Map<number, boolean>();
    trialsOf(this.sweep.cells[cell].experiment).forEach(({ initializer }, trial) => {
      const complete = this.statuses[cell][trial] === 'finished' || this.statuses[cell][trial] === 'diverged';
      ends.set(initializer, (ends.get(initializer) ?? true) && complete);
    });
    for (const [initializer, complete] of ends) if (complete) this.shared.remember(cell, initializer);
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.sentAt + updateEvery - performance.now()));
  }

  private flush(status = this.status): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sentAt = performance.now();
    this.client.update({
      id: this.sweep.id,
      status,
      message: this.failure,
      seconds: this.endedSeconds + this.cellSeconds,
      trials: [],
      ...this.announcement(),
    });
  }

  private announcement(): { header?: RunHeader; sweep: SweepUpdate } {
    const { experiment } = this.sweep;
    const cells = this.queue.splice(0);
    if (this.announced) return { sweep: { cells } };
    this.announced = true;
    return { header: { ...this.headers[0]!, experiment }, sweep: { axes: expandAxes(experiment), cells } };
  }
}
