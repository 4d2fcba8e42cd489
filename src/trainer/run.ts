import { applyUpdate } from '../experiment/applyUpdate';
import type { RunRecord, RunStatus } from '../experiment/record';
import type { RunUpdate } from '../experiment/update';
import type { TrainerClient, TrialWeights } from '../protocol/trainer';
import { Board } from './board';
import { Control } from './control';
import type { FromWorker } from './job';
import { type PackedShape, packedShape, unpackSnapshot } from './packedSnapshot';
import type { PreparedRun } from './prepareRun';
import { Team } from './team';
import { UpdateQueue } from './updateQueue';
import type { WorkerPool, WorkerTask } from './workerPool';

/** Milliseconds between two updates to the client. */
const updateEvery = 100;

/** One run on its workers: gathers what they record and passes it on in one stream. */
export class Run {
  /** Resolves when every worker is at work. */
  readonly started: Promise<void>;
  /** Resolves when every trial has ended and the last update is out. */
  readonly ended: Promise<void>;
  private readonly control = new Control();
  private readonly board: Board;
  private readonly team: Team | undefined;
  private readonly shape: PackedShape;
  private readonly queue = new UpdateQueue();
  private readonly tensors = new Map<number, TrialWeights>();
  private status: RunStatus;
  private startedAt = Infinity;
  private lastAt = 0;
  private pausedAt = 0;
  private pausedFor = 0;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;
  /** Workers at work. */
  private alive: number;
  private stopAsked = false;
  private message: string | undefined;
  /** What has been passed on, to know each trial's last state. */
  private readonly record: RunRecord;

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
    const tasks = prepared.jobs.map((job) => pool.start({ ...job, ...shared }, (message) => this.receive(message)));
    this.started = Promise.all(tasks.map(({ started }) => started)).then(() => undefined);
    this.ended = Promise.all(tasks.map((task, index) => this.follow(task, index))).then(() => this.finish());
  }

  pause(): void {
    if (this.status !== 'running') return;
    this.control.pause();
    this.pausedAt = Date.now();
    this.change('paused');
  }

  resume(): void {
    if (this.status !== 'paused') return;
    if (this.pausedAt > 0) this.pausedFor += Date.now() - this.pausedAt;
    this.pausedAt = 0;
    this.control.resume();
    this.change('running');
  }

  step(): void {
    if (this.status === 'paused') this.control.grantStep();
  }

  async stop(): Promise<void> {
    if (this.status !== 'running' && this.status !== 'paused') return this.ended;
    this.stopAsked = true;
    this.control.stop();
    await this.ended;
  }

  private change(status: RunStatus): void {
    this.status = status;
    this.flush();
  }

  /** Start and end weights, as far as they are known. */
  get weights(): TrialWeights[] {
    return [...this.tensors.values()];
  }

  /** Resolves when a worker is done; one that died fails the trial that it had, and the others go on. */
  private async follow(task: WorkerTask, index: number): Promise<void> {
    const reason = await task.ended;
    this.alive--;
    if (reason === undefined) return;
    this.team?.lose(index);
    for (let trial = 0; trial < this.board.trials; trial++) if (this.board.isClaimedBy(trial, index)) this.failUnended(trial, reason);
    if (this.alive === 0) for (let trial = 0; trial < this.board.trials; trial++) this.failUnended(trial, reason);
  }

  private failUnended(trial: number, message: string): void {
    const last = this.queue.peek(trial) ?? this.record.trials[trial];
    if (last.status !== 'running' && last.status !== 'waiting') return;
    this.message = message;
    this.board.setEnded(trial);
    this.control.wake();
    this.queue.end({ trial, status: 'failed', message, step: this.board.steps(trial), seconds: this.board.seconds(trial), curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] }, snapshots: [] });
    this.schedule();
  }

  private receive(message: FromWorker): void {
    if (message.type === 'done') return;
    if (message.type === 'weights') {
      const { weights } = message;
      this.tensors.set(weights.trial, { initial: [], ...this.tensors.get(weights.trial), ...weights });
      return;
    }
    if (message.startedAt > 0) this.startedAt = Math.min(this.startedAt, message.startedAt);
    this.lastAt = Math.max(this.lastAt, message.lastAt);
    for (const { piece, update, snapshots } of message.pieces) this.queue.add({ piece, update: { ...update, snapshots: snapshots.map((snapshot) => unpackSnapshot(snapshot, this.shape)) } });
    this.schedule();
  }

  private schedule(): void {
    if (this.status === 'paused') this.flush();
    else this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.sentAt + updateEvery - Date.now()));
  }

  /** Wall time of training so far in seconds, pauses left out. */
  private get seconds(): number {
    return this.startedAt === Infinity ? 0 : Math.max(0, this.lastAt - this.startedAt - this.pausedFor) / 1000;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.send({ id: this.id, status: this.status, message: this.message, seconds: this.seconds, trials: this.queue.take() });
  }

  private send(update: RunUpdate): void {
    this.sentAt = Date.now();
    // The record only follows states here: curves and snapshots are the client's.
    applyUpdate(this.record, { ...update, trials: update.trials.map((trial) => ({ ...trial, snapshots: [] })) });
    this.client.update(update);
  }

  private finish(): void {
    const all = this.record.trials.map((trial, index) => this.queue.peek(index)?.status ?? trial.status);
    this.change(all.includes('failed') ? 'failed' : this.stopAsked && all.includes('stopped') ? 'stopped' : 'finished');
  }
}
