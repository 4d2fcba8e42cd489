import { Worker } from 'node:worker_threads';
import { applyUpdate } from '../experiment/applyUpdate';
import type { RunRecord, RunStatus } from '../experiment/record';
import type { RunUpdate, TrialUpdate } from '../experiment/update';
import type { TrainerClient, TrialWeights } from '../protocol/trainer';
import { Control } from './control';
import type { FromWorker } from './job';
import type { PreparedRun } from './prepareRun';

/** Milliseconds between two updates to the client. */
const updateEvery = 100;

/** One run on its workers: gathers what they record and passes it on in one stream. */
export class Run {
  readonly weights: TrialWeights[] = [];
  /** Resolves when every worker is at work. */
  readonly started: Promise<void>;
  /** Resolves when every trial has ended and the last update is out. */
  readonly ended: Promise<void>;
  private readonly control = new Control();
  private readonly pending = new Map<number, TrialUpdate>();
  private status: RunStatus;
  private startedAt = Infinity;
  private lastAt = 0;
  private pausedAt = 0;
  private pausedFor = 0;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;
  private stopAsked = false;
  private message: string | undefined;
  /** What has been passed on, to know each trial's last state. */
  private readonly record: RunRecord;

  constructor(
    private readonly id: number,
    prepared: PreparedRun,
    private readonly client: TrainerClient,
    workerEntry: string,
    paused: boolean,
  ) {
    this.status = paused ? 'paused' : 'running';
    this.record = { id, status: 'starting', trials: [], seconds: 0 };
    if (paused) this.control.pause();
    this.send({ id, status: this.status, header: prepared.header, seconds: 0, trials: [] });
    const workers = prepared.jobs.map((job) => new Worker(workerEntry, { workerData: { ...job, control: this.control.buffer }, stderr: false }));
    this.started = Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('online', resolve)))).then(() => undefined);
    this.ended = Promise.all(workers.map((worker, index) => this.follow(worker, prepared.jobs[index].trials.map(({ trial }) => trial)))).then(() => this.finish());
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

  /** Resolves when `worker` is gone; a worker that died fails those of its trials that still ran. */
  private follow(worker: Worker, trials: readonly number[]): Promise<void> {
    let reason = 'The worker thread ended early.';
    worker.on('message', (message: FromWorker) => this.receive(message));
    worker.on('error', (error) => (reason = error.message));
    return new Promise((resolve) =>
      worker.once('exit', () => {
        for (const trial of trials) this.failUnended(trial, reason);
        resolve();
      }),
    );
  }

  private failUnended(trial: number, message: string): void {
    const last = this.pending.get(trial) ?? this.record.trials[trial];
    if (last.status !== 'running' && last.status !== 'waiting') return;
    this.message = message;
    this.receive({
      type: 'updates',
      updates: [{ trial, status: 'failed', message, step: last.step, seconds: last.seconds, curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] }, snapshots: [] }],
      startedAt: 0,
      lastAt: 0,
    });
  }

  private receive(message: FromWorker): void {
    if (message.type === 'weights') return void this.weights.push(message.weights);
    if (message.startedAt > 0) this.startedAt = Math.min(this.startedAt, message.startedAt);
    this.lastAt = Math.max(this.lastAt, message.lastAt);
    for (const update of message.updates) this.queue(update);
    if (this.status === 'paused') this.flush();
    else this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.sentAt + updateEvery - Date.now()));
  }

  /** Joins what comes of one trial between two updates to the client. */
  private queue(update: TrialUpdate): void {
    const waiting = this.pending.get(update.trial);
    if (!waiting) return void this.pending.set(update.trial, update);
    const joined = { ...waiting, ...Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined)) } as TrialUpdate;
    joined.snapshots = [...waiting.snapshots, ...update.snapshots];
    const { curve } = waiting;
    joined.curve = {
      step: [...curve.step, ...update.curve.step],
      train: [...curve.train, ...update.curve.train],
      test: [...curve.test, ...update.curve.test],
      trainAccuracy: [...curve.trainAccuracy, ...update.curve.trainAccuracy],
      testAccuracy: [...curve.testAccuracy, ...update.curve.testAccuracy],
    };
    this.pending.set(update.trial, joined);
  }

  /** Wall time of training so far in seconds, pauses left out. */
  private get seconds(): number {
    return this.startedAt === Infinity ? 0 : Math.max(0, this.lastAt - this.startedAt - this.pausedFor) / 1000;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const trials = [...this.pending.values()];
    this.pending.clear();
    this.send({ id: this.id, status: this.status, message: this.message, seconds: this.seconds, trials });
  }

  private send(update: RunUpdate): void {
    this.sentAt = Date.now();
    // The record only follows states here: curves and snapshots are the client's.
    applyUpdate(this.record, { ...update, trials: update.trials.map((trial) => ({ ...trial, snapshots: [] })) });
    this.client.update(update);
  }

  private finish(): void {
    const all = this.record.trials.map((trial, index) => this.pending.get(index)?.status ?? trial.status);
    this.change(all.includes('failed') ? 'failed' : this.stopAsked && all.includes('stopped') ? 'stopped' : 'finished');
  }
}
