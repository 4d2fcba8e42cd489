import type { RunHeader, RunStatus, TrialStatus } from '../../experiment/record/record';
import type { NetworkExperiment } from '../../experiment/format/schema';
import { expandAxes, expandSweep, type SweepCell } from '../../experiment/sweep/sweep';
import { cellRunId } from '../../experiment/record/sweepRecord';
import { trialsOf } from '../../experiment/format/trials';
import type { CellUpdate, RunUpdate } from '../../experiment/record/update';
import type { NetworkRunRequest, TrainerClient, TrialWeights, WeightsPiece } from '../../protocol/trainer';
import { monotonic } from '../shared/clock';
import { datasetCache } from '../../data/datasetCache';
import { prepareRun, type CellShare, type PreparedRun } from '../prepare/prepareRun';
import type { BeginRun, LocalRun } from './localRun';
import { Run } from './run';
import { SharedTrials, type CellPlan } from './sharedTrials';
import type { WorkerPool } from './workerPool';

/** Milliseconds between two updates to the client. */
const updateEvery = 100;

/** A sweep whose first cell is ready. */
interface PreparedSweep {
  request: NetworkRunRequest;
  kernels: string;
  cells: SweepCell<NetworkExperiment>[];
  share: CellShare;
  first: PreparedRun;
}

/**
 * The cells of a sweep one after the other, each an ordinary run on the same threads; it is steered and told of like
 * one run.
 */
export class SweepRun implements LocalRun {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  private readonly shared: SharedTrials;
  private readonly headers: (RunHeader | undefined)[] = [];
  /** Of every trial of every cell that has begun. */
  private readonly statuses: TrialStatus[][] = [];
  /** Cells that could not begin. */
  private readonly refused = new Set<number>();
  private readonly queue: CellUpdate[] = [];
  private current: Run | undefined;
  private stopAsked = false;
  private failure: string | undefined;
  private endedSeconds = 0;
  private cellSeconds = 0;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;

  /** Loads the data, and finds out about the first cell what can be wrong with all. Throws RunRefused. */
  static async prepare(request: NetworkRunRequest, kernels: string): Promise<BeginRun> {
    const cells = expandSweep(request.experiment);
    const trials = cells.reduce((sum, { experiment }) => sum + trialsOf(experiment).length, 0);
    const share = { loadDataset: datasetCache(), trials };
    const first = await prepareRun({ ...request, experiment: cells[0].experiment }, kernels, share);
    return (client, pool, paused) => new SweepRun({ request, kernels, cells, share, first }, client, pool, paused);
  }

  private constructor(
    private readonly sweep: PreparedSweep,
    private readonly client: TrainerClient,
    private readonly pool: WorkerPool,
    private paused: boolean,
  ) {
    const { request, cells, first } = sweep;
    this.shared = new SharedTrials(cells);
    this.client.update({
      id: request.id,
      status: this.status,
      seconds: 0,
      trials: [],
      header: { ...first.header, experiment: request.experiment },
      sweep: { axes: expandAxes(request.experiment), cells: [] },
    });
    this.current = this.begin(0, first, this.shared.plan(0));
    this.started = this.current.started;
    this.ended = this.runAll(this.current);
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

  async weightsFrom(_place: number): Promise<WeightsPiece | undefined> {
    return undefined;
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

  private async runAll(first: Run): Promise<void> {
    await first.ended;
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
    try {
      if (!plan.experiment) return this.copyCell(cell, plan);
      const { request, kernels, share } = this.sweep;
      const prepared = await prepareRun({ ...request, experiment: plan.experiment }, kernels, share);
      if (this.stopAsked) return;
      this.current = this.begin(cell, prepared, plan);
      await this.current.ended;
      this.finishCell(cell);
    } catch (error) {
      // A cell that is refused, such as one whose network is too large, leaves the others their turn.
      const message = error instanceof Error ? error.message : String(error);
      this.failure ??= message;
      this.refused.add(cell);
      this.queue.push({ cell, update: { ...this.bare(cell, 'failed'), message } });
    }
  }

  private begin(cell: number, prepared: PreparedRun, plan: CellPlan): Run {
    this.cellSeconds = 0;
    this.statuses[cell] = trialsOf(this.sweep.cells[cell].experiment).map(() => 'waiting');
    for (const copy of plan.copies) this.statuses[cell][copy.trial] = this.statuses[copy.cell][copy.of];
    return new Run(
      cellRunId(this.sweep.request.id, cell),
      prepared,
      { update: (update) => this.receive(cell, update, plan) },
      this.pool,
      this.paused,
    );
  }

  /** Every trial of this cell is one of another. */
  private copyCell(cell: number, { copies }: CellPlan): void {
    const header = { ...this.headers[copies[0].cell]!, experiment: this.sweep.cells[cell].experiment };
    this.headers[cell] = header;
    this.statuses[cell] = [];
    for (const copy of copies) this.statuses[cell][copy.trial] = this.statuses[copy.cell][copy.of];
    this.queue.push({ cell, update: { ...this.bare(cell, 'finished'), header }, copies });
    this.schedule();
  }

  private bare(cell: number, status: RunStatus): RunUpdate {
    return { id: cellRunId(this.sweep.request.id, cell), status, seconds: 0, trials: [] };
  }

  /** Takes what a cell's run says, whose trials are those that were left to train. */
  private receive(cell: number, update: RunUpdate, plan: CellPlan): void {
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
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.sentAt + updateEvery - monotonic()));
  }

  private flush(status = this.status): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sentAt = monotonic();
    this.client.update({
      id: this.sweep.request.id,
      status,
      message: this.failure,
      seconds: this.endedSeconds + this.cellSeconds,
      trials: [],
      sweep: { cells: this.queue.splice(0) },
    });
  }
}
