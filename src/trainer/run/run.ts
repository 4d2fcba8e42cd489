import { applyUpdate } from '../../experiment/record/applyUpdate';
import type { RunRecord, RunStatus, TrialStatus } from '../../experiment/record/record';
import type { RunUpdate } from '../../experiment/record/update';
import type { NetworkRunRequest, TrainerClient, TrialWeights, WeightsPiece } from '../../protocol/trainer';
import { Board } from '../shared/board';
import { monotonic } from '../shared/clock';
import { Control } from '../shared/control';
import type { FromWorker } from '../worker/job';
import { type PackedShape, packedShape, unpackSnapshot } from '../worker/packedSnapshot';
import { prepareRun, type PreparedRun } from '../prepare/prepareRun';
import { Team } from '../shared/team';
import { TrainingTime } from '../shared/trainingTime';
import type { BeginRun, LocalRun } from './localRun';
import { UpdateQueue } from './updateQueue';
import { WeightsLog } from './weightsLog';
import type { WorkerPool, WorkerTask } from './workerPool';

/** Milliseconds between two updates to the client. */
const updateEvery = 100;

const unended = (status: TrialStatus): boolean => status === 'running' || status === 'waiting';

/** One run on its workers: gathers what they record and passes it on in one stream. */
export class Run implements LocalRun {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  /**
   * Resolves when no trial makes a step any more and the weights of each are here; in a run that is stopped before
   * figures are computed.
   */
  readonly handedOver: Promise<void>;
  private resolveHandedOver!: () => void;
  private isHandedOver = false;
  private readonly control = new Control();
  private readonly board: Board;
  private readonly team: Team | undefined;
  private readonly shape: PackedShape;
  private readonly queue = new UpdateQueue();
  private readonly tensors = new Map<number, TrialWeights>();
  private readonly log = new WeightsLog();
  /** Readers of the log that wait for what is to come. */
  private readonly readers: (() => void)[] = [];
  private status: RunStatus;
  private readonly trainingTime = new TrainingTime();
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;
  /** Workers at work, and why others are not any more. */
  private alive: number;
  private readonly lost: string[] = [];
  private stopAsked = false;
  private message: string | undefined;
  /** What has been passed on, to know each trial's last state. */
  private readonly record: RunRecord;

  /** Loads the data and plans the memory. Throws RunRefused. */
  static async prepare(request: NetworkRunRequest, kernels: string): Promise<BeginRun> {
    const prepared = await prepareRun(request, kernels);
    return (client, pool, paused) => new Run(request.id, prepared, client, pool, paused);
  }

  constructor(
    private readonly id: number,
    prepared: PreparedRun,
    private readonly client: TrainerClient,
    pool: WorkerPool,
    paused: boolean,
  ) {
    this.status = paused ? 'paused' : 'running';
    this.record = { id, status: 'starting', trials: [], seconds: 0 };
    if (paused) this.control.pause();
    this.send({ id, status: this.status, header: prepared.header, seconds: 0, trials: [] });
    this.shape = packedShape(prepared.jobs[0]);
    this.alive = prepared.jobs.length;
    this.board = new Board(prepared.jobs[0].trials.length);
    this.team = prepared.sharesSteps ? new Team(prepared.jobs.length) : undefined;
    const shared = { control: this.control.buffer, board: this.board.buffer, team: this.team?.buffer };
    this.handedOver = new Promise((resolve) => (this.resolveHandedOver = resolve));
    const tasks = prepared.jobs.map((job) => pool.start({ ...job, ...shared }, (message) => this.receive(message)));
    if (!this.control.shared) this.control.told = () => tasks.forEach((task) => task.order(this.control.orders));
    this.started = Promise.all(tasks.map(({ started }) => started)).then(() => undefined);
    this.ended = Promise.all(tasks.map((task, index) => this.follow(task, index))).then(() => this.finish());
  }

  async pause(): Promise<void> {
    if (this.status !== 'running' || this.stopAsked) return;
    this.control.pause();
    this.change('paused');
  }

  async resume(): Promise<void> {
    if (this.status !== 'paused' || this.stopAsked) return;
    this.control.resume();
    this.change('running');
  }

  async step(): Promise<void> {
    if (this.status === 'paused') this.control.grantStep();
  }

  async stop(): Promise<void> {
    if (this.status !== 'running' && this.status !== 'paused') return this.ended;
    this.stopAsked = true;
    this.control.stop();
    await this.ended;
  }

  async hurry(): Promise<void> {
    if (this.stopAsked) this.control.hurry();
  }

  private change(status: RunStatus): void {
    this.status = status;
    this.flush();
  }

  async weights(): Promise<TrialWeights[]> {
    if (this.stopAsked) await this.handedOver;
    return [...this.tensors.values()];
  }

  /** The weights in pieces, in the order in which they came; those that a stop is to bring are waited for. */
  async weightsFrom(place: number): Promise<WeightsPiece | undefined> {
    while (this.stopAsked && !this.isHandedOver && !this.log.from(place))
      await new Promise<void>((resolve) => this.readers.push(resolve));
    return this.log.from(place);
  }

  /** Resolves when a worker is done; one that died fails the trial that it had, and the others go on. */
  private async follow(task: WorkerTask, index: number): Promise<void> {
    const reason = await task.ended;
    this.alive--;
    if (reason === undefined) return;
    this.lost.push(reason);
    this.team?.lose(index);
    for (let trial = 0; trial < this.board.trials; trial++)
      if (this.alive === 0 || this.board.isClaimedBy(trial, index)) this.fail(trial, reason);
  }

  /** How a trial stands by what has come of it. */
  private statusOf(trial: number): TrialStatus {
    return (this.queue.peek(trial) ?? this.record.trials[trial]).status;
  }

  /** Fails a trial of which no end will come. One that has ended stays as it is. */
  private fail(trial: number, message: string): void {
    this.board.setEnded(trial);
    this.control.wake();
    if (!unended(this.statusOf(trial))) return;
    const known = this.record.trials[trial];
    this.queue.end({
      trial,
      status: 'failed',
      message,
      step: Math.max(known.step, this.board.steps(trial)),
      seconds: Math.max(known.seconds, this.board.seconds(trial)),
      curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] },
      snapshots: [],
    });
    this.schedule();
    this.lookForHandOver();
  }

  private lookForHandOver(): void {
    if (this.record.trials.every((_, trial) => !unended(this.statusOf(trial)))) this.handOver();
  }

  private handOver(): void {
    this.isHandedOver = true;
    this.resolveHandedOver();
    this.wakeReaders();
  }

  private wakeReaders(): void {
    for (const wake of this.readers.splice(0)) wake();
  }

  private receive(message: FromWorker): void {
    if (message.type === 'done') return;
    if (message.type === 'failed') return this.fail(message.trial, message.message);
    if (message.type === 'weights') {
      const { weights } = message;
      this.tensors.set(weights.trial, { initial: [], ...this.tensors.get(weights.trial), ...weights });
      for (const end of ['initial', 'final'] as const) this.log.add(weights.trial, end, weights[end] ?? []);
      return this.wakeReaders();
    }
    this.trainingTime.add(message.trained);
    for (const { piece, update, snapshots } of message.pieces)
      this.queue.add({
        piece,
        update: { ...update, snapshots: snapshots.map((snapshot) => unpackSnapshot(snapshot, this.shape)) },
      });
    this.schedule();
    if (this.stopAsked) this.lookForHandOver();
  }

  private schedule(): void {
    if (this.status === 'paused') this.flush();
    else this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.sentAt + updateEvery - monotonic()));
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.send({
      id: this.id,
      status: this.status,
      message: this.message,
      seconds: this.trainingTime.seconds,
      trials: this.queue.take(),
    });
  }

  private send(update: RunUpdate): void {
    this.sentAt = monotonic();
    // The record only follows states here: curves and snapshots are the client's.
    applyUpdate(this.record, { ...update, trials: update.trials.map((trial) => ({ ...trial, snapshots: [] })) });
    this.client.update(update);
  }

  /** Every worker has ended, and so must every trial have: what the record then says of a trial is how it ended. */
  private finish(): void {
    const { lost, record } = this;
    for (const trial of record.trials.keys())
      this.fail(trial, lost.at(-1) ?? 'The workers exited without a result for this trial.');
    this.handOver();
    const all = record.trials.map((_, trial) => this.statusOf(trial));
    const failed = all.indexOf('failed');
    if (failed >= 0) this.message = (this.queue.peek(failed) ?? record.trials[failed]).message;
    else if (lost.length > 0) this.message = `${lost[0]} The other workers continued.`;
    this.change(all.includes('failed') ? 'failed' : this.stopAsked && all.includes('stopped') ? 'stopped' : 'finished');
  }
}
