import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { UnrecoverableError, WaitingError, Worker, type Job } from '../library';
import type { RunHeader, TrialRecord } from '../../experiment/record/record';
import { emptyCurve, curveFrom } from '../../experiment/record/curve';
import type { SweepPart } from '../../experiment/sweep/sweep';
import type { Compute } from './compute';
import { hangUp, type QueueConnection } from '../connection';
import type { WorkerFiles } from '../files';
import type { Computed } from '../identity';
import { JobError, readJob, type SweepJob } from '../job';
import { eventsKept, keys, lifetime, prefix, queueName } from '../keys';
import { partIdentities } from '../client/plan';
import { pack, packHeader, type SweepEvent, type TrialResult } from '../result';
import { mayPass } from '../problem';

/** Seconds between two signs of life, and after which a worker without one counts as gone. */
const heartbeatSeconds = 3;
const silentSeconds = 12;
/** Milliseconds that results wait for others to go with, and between two tellings of what running trials recorded. */
const flushEvery = 200;
const progressEvery = 1000;
/** Results that go at once. */
const mostBuffered = 64;
/**
 * A job may lose its worker so often: each time it goes on where it was, so a trial that takes its worker with it is
 * found long before.
 */
const mostLosses = 20;
/** Workers that a trial may take with it before it counts as failed. */
const mostLossesOfTrial = 3;

/** Complaints of a worker that are told at most. */
const mostComplaints = 100;
/** Why jobs end that go back to the queue. */
const closing = new Error('The worker is closing.');

/** Waits for a promise, however it ends, but only so many milliseconds. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const end = new AbortController();
  await Promise.race([
    promise.catch(() => undefined),
    sleep(milliseconds, undefined, { signal: end.signal }).catch(() => undefined),
  ]);
  end.abort();
}

/** What a worker says of itself. */
export interface WorkerFacts {
  id: string;
  name: string;
  engine: string;
  make: string;
  concurrency: number;
  startedAt: number;
  /** Trials that it has computed, and that it computes now. */
  done: number;
  running: number;
}

export interface WorkerOptions {
  computed: Computed;
  compute: Compute;
  files: WorkerFiles;
  concurrency: number;
  /** Seconds after which a worker that is gone loses its jobs to others. */
  lockSeconds: number;
  /** How it is listed; default: host name and process id. */
  name?: string;
  say(line: string): void;
}

/** A trial of a job: where it stands in it, and its identity. */
interface JobTrial {
  id: string;
  part: number;
  trial: number;
  initializer: number;
  seed: number;
}

/** The trials of a job in their order. */
function trialsOfJob({ experiment, parts, computed }: SweepJob): JobTrial[] {
  return partIdentities(experiment, parts, computed).flatMap((ids, part) =>
    ids.map((id, trial) => ({ id, part, trial, initializer: parts[part].initializer, seed: parts[part].seeds[trial] })),
  );
}

/** Takes jobs of sweeps from a queue and computes their trials, several jobs at once. */
export class QueueWorker {
  readonly id = randomUUID();
  private readonly worker: Worker;
  private readonly subscriber;
  private readonly startedAt = Date.now();
  private readonly name: string;
  /** Jobs at work, by the sweep that they are for. */
  private readonly atWork = new Map<AbortController, string>();
  private running = 0;
  private done = 0;
  private readonly heartbeat: NodeJS.Timeout;
  /** What was told already. */
  private readonly complaints = new Set<string>();

  constructor(
    private readonly connection: QueueConnection,
    private readonly options: WorkerOptions,
  ) {
    this.name = options.name ?? `${hostname()}:${process.pid}`;
    this.worker = new Worker(queueName(options.computed), (job, token, signal) => this.process(job, token, signal), {
      connection: connection.redis,
      prefix,
      concurrency: options.concurrency,
      lockDuration: options.lockSeconds * 1000,
      stalledInterval: options.lockSeconds * 1000,
      maxStalledCount: mostLosses,
      skipVersionCheck: true,
    });
    const complain = (error: unknown): void => this.complain(error);
    this.worker.on('error', complain);
    this.worker.on('failed', (job, error) => void (job && this.recordFailure(job, error).catch(complain)));
    this.subscriber = connection.duplicate();
    this.subscriber.subscribe(keys.orders).catch(complain);
    this.subscriber.on('message', (_, sweep: string) => this.abort(sweep));
    this.heartbeat = setInterval(() => void this.beat().catch(complain), heartbeatSeconds * 1000);
    this.beat().catch(complain);
  }

  /** Lets jobs at work go back to the queue, and ends. */
  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    for (const controller of this.atWork.keys()) controller.abort(closing);
    // Waits for jobs at work; what is not told within a few seconds is computed again by another worker.
    await within(3000, this.worker.pause());
    await within(500, this.worker.close(true));
    this.options.compute.dispose();
    hangUp(this.subscriber);
    await within(500, this.connection.redis.multi().srem(keys.workers, this.id).del(keys.worker(this.id)).exec());
  }

  /** Says what keeps it from working, once; the connection tells of what it waits for. */
  private complain(error: unknown): void {
    if (mayPass(error)) return;
    const { message } = this.connection.problem(error);
    if (this.complaints.has(message) || this.complaints.size > mostComplaints) return;
    this.complaints.add(message);
    this.options.say(message);
  }

  private abort(sweep: string): void {
    for (const [controller, of] of this.atWork) if (of === sweep) controller.abort();
  }

  private async beat(): Promise<void> {
    const { engine, make } = this.options.computed;
    const facts: WorkerFacts = {
      id: this.id,
      name: this.name,
      engine,
      make,
      concurrency: this.options.concurrency,
      startedAt: this.startedAt,
      done: this.done,
      running: this.running,
    };
    await this.connection.redis
      .multi()
      .sadd(keys.workers, this.id)
      .set(keys.worker(this.id), JSON.stringify(facts), 'EX', silentSeconds)
      .exec();
    // An order that was given while the connection was lost.
    for (const sweep of new Set(this.atWork.values()))
      if ((await this.connection.redis.hget(keys.sweep(sweep), 'status')) === 'cancelled') this.abort(sweep);
  }

  private async process(job: Job, token?: string, signal?: AbortSignal): Promise<void> {
    let read: SweepJob;
    try {
      read = readJob(job.data, this.options.computed);
    } catch (error) {
      if (error instanceof JobError) throw new UnrecoverableError(error.message);
      throw error;
    }
    const controller = new AbortController();
    signal?.addEventListener('abort', () => controller.abort(signal.reason));
    this.atWork.set(controller, read.sweep);
    try {
      await this.compute(job, read, controller.signal);
    } finally {
      this.atWork.delete(controller);
    }
    if (controller.signal.reason !== closing) return;
    await job.moveToWait(token);
    throw new WaitingError();
  }

  private async compute(job: Job, read: SweepJob, signal: AbortSignal): Promise<void> {
    const status = await this.connection.persist(() => this.connection.redis.hget(keys.sweep(read.sweep), 'status'));
    if (status === 'cancelled' || status === 'paused') return;
    const sink = new ResultSink(this.connection, read.sweep, this.name);
    try {
      await this.computeInto(sink, job, read, signal);
    } finally {
      await sink.close();
    }
  }

  private async computeInto(sink: ResultSink, job: Job, read: SweepJob, signal: AbortSignal): Promise<void> {
    const { files, compute } = this.options;
    const all = trialsOfJob(read);
    const known = await this.knownOf(all);
    for (const { id } of all) if (known.has(id)) sink.known(id);
    let left = all.filter(({ id }) => !known.has(id));
    if (left.length === 0) return;
    let placed: Awaited<ReturnType<WorkerFiles['prepare']>>;
    try {
      placed = await files.prepare(read);
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      throw new UnrecoverableError(error.message);
    }
    let open = left.length;
    this.running += open;
    const runBatch = async (trials: readonly JobTrial[]): Promise<void> => {
      const { parts, places } = chosenParts(read.parts, trials);
      const trialAt = (part: number, trial: number): JobTrial => places[part][trial];
      await compute.run(
        { ...placed, parts, signal },
        {
          ended: (part, trial, record, header) => {
            open--;
            this.running--;
            this.done++;
            sink.ended(trialAt(part, trial).id, record, header);
          },
          progress: (part, trial, record) => sink.progress(trialAt(part, trial).id, record),
          refused: (part, message) => {
            for (const trial of places[part]) sink.refused(trial, message);
          },
        },
      );
    };
    try {
      if (job.attemptsStarted > 1) left = await this.withoutDeadly(job, left, sink);
      // After a loss one by one, so that the one which takes its worker with it is known.
      if (job.attemptsStarted > 2)
        for (const trial of left) {
          if (signal.aborted) break;
          // What has ended must not count as tried once more when a later one takes the worker with it.
          await sink.flush();
          await this.mark(job, trial);
          await runBatch([trial]);
        }
      else if (left.length > 0) await runBatch(left);
    } finally {
      this.running -= open;
    }
  }

  /** Those of the trials whose result is there already. */
  private async knownOf(trials: readonly JobTrial[]): Promise<Set<string>> {
    const { redis } = this.connection;
    const replies = await this.connection.persist(() =>
      Promise.all(trials.map(({ id }) => redis.exists(keys.result(id)))),
    );
    return new Set(trials.filter((_, index) => replies[index] === 1).map(({ id }) => id));
  }

  /** Remembers which trial is tried alone, and how often it was. */
  private async mark(job: Job, { id }: JobTrial): Promise<void> {
    const key = keys.tried(job.id!);
    await this.connection.transaction((batch) => batch.sadd(key, `${id} ${job.attemptsStarted}`).expire(key, lifetime));
  }

  /** Records trials as failed that were alone when their worker was lost, again and again; answers with the others. */
  private async withoutDeadly(job: Job, trials: JobTrial[], sink: ResultSink): Promise<JobTrial[]> {
    const { redis } = this.connection;
    const tried = await this.connection.persist(() => redis.smembers(keys.tried(job.id!)));
    return trials.filter((trial) => {
      const times = tried.filter((one) => one.startsWith(trial.id)).length;
      if (times < mostLossesOfTrial) return true;
      sink.refused(trial, `Its worker was lost ${times} times while it was trained.`);
      return false;
    });
  }

  /** A job that is not tried again: its trials get the reason, so that nobody waits for them. */
  private async recordFailure(job: Job, error: Error): Promise<void> {
    const final = error instanceof UnrecoverableError || job.attemptsMade >= (job.opts.attempts ?? 1);
    if (!final && !/stalled/.test(error.message)) return;
    let read: SweepJob;
    try {
      read = readJob(job.data, this.options.computed);
    } catch {
      return this.options.say(`Refused job ${String(job.id)}: ${error.message}`);
    }
    this.options.say(`Job ${String(job.id)} failed: ${error.message}`);
    const sink = new ResultSink(this.connection, read.sweep, this.name);
    const all = trialsOfJob(read);
    const known = await this.knownOf(all);
    for (const trial of all) if (!known.has(trial.id)) sink.refused(trial, error.message);
    await sink.close();
  }
}

/** The parts that some trials of a job make, and the trial at each place of them. */
function chosenParts(
  parts: readonly SweepPart[],
  trials: readonly JobTrial[],
): { parts: SweepPart[]; places: JobTrial[][] } {
  const byPart = new Map<number, JobTrial[]>();
  for (const trial of trials) byPart.set(trial.part, [...(byPart.get(trial.part) ?? []), trial]);
  const places = [...byPart.values()];
  return {
    parts: places.map((of) => {
      const part = parts[of[0].part];
      return { ...part, seeds: of.map(({ trial }) => part.seeds[trial]) };
    }),
    places,
  };
}

/** Writes results to the server, some together, and tells the sweep of them. */
class ResultSink {
  private readonly results = new Map<string, Buffer>();
  private readonly failed = new Map<string, Buffer>();
  private readonly headers = new Map<string, Buffer>();
  private readonly sentHeaders = new Set<string>();
  private readonly packedHeaders = new WeakMap<RunHeader, string>();
  private readonly done: string[] = [];
  /** Running trials with what has been told of their curves. */
  private readonly running = new Map<string, { record: TrialRecord; told: number }>();
  private readonly timer: NodeJS.Timeout;
  private readonly progressTimer: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();
  /** A write waits for its turn, and tells of running trials too. */
  private waits = false;
  private withProgress = false;

  constructor(
    private readonly connection: QueueConnection,
    private readonly sweep: string,
    private readonly worker: string,
  ) {
    this.timer = setInterval(() => void this.flush(), flushEvery);
    this.progressTimer = setInterval(() => void this.flush(true), progressEvery);
  }

  /** The result of a trial is there already. */
  known(id: string): void {
    this.done.push(id);
  }

  ended(id: string, trial: TrialRecord, header: RunHeader): void {
    this.running.delete(id);
    const result: TrialResult = { trial, header: this.headerHash(header), worker: this.worker };
    this.results.set(id, pack(result));
    this.done.push(id);
    if (this.results.size >= mostBuffered) void this.flush();
  }

  progress(id: string, record: TrialRecord): void {
    const known = this.running.get(id);
    if (known) known.record = record;
    else this.running.set(id, { record, told: 0 });
  }

  /** A trial that cannot begin, or will not be tried again. */
  refused({ id, initializer, seed }: JobTrial, message: string): void {
    this.running.delete(id);
    const trial: TrialRecord = {
      initializer,
      seed,
      status: 'failed',
      message,
      step: 0,
      seconds: 0,
      curve: emptyCurve(),
      snapshots: [],
    };
    this.failed.set(id, pack({ trial, worker: this.worker } satisfies TrialResult));
    this.done.push(id);
  }

  /** Writes what is left; rejects where something could not be written. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    clearInterval(this.progressTimer);
    this.running.clear();
    await this.flush();
  }

  private headerHash(header: RunHeader): string {
    let hash = this.packedHeaders.get(header);
    if (hash === undefined) {
      // Which experiment it is of, the reader knows better: cells differ in it alone.
      const packed = packHeader({ ...header, experiment: {} as RunHeader['experiment'] });
      hash = packed.hash;
      this.packedHeaders.set(header, hash);
      if (!this.sentHeaders.has(hash)) this.headers.set(hash, packed.bytes);
    }
    return hash;
  }

  /** Writes what there is, after what is being written; rejects where that cannot be written. */
  flush(progress = false): Promise<void> {
    this.withProgress ||= progress;
    // A write that waits for its turn takes what comes meanwhile.
    if (!this.waits) {
      this.waits = true;
      this.writing = this.writing.then(() => this.write());
      // Whoever waits for it is told.
      this.writing.catch(() => undefined);
    }
    return this.writing;
  }

  private async write(): Promise<void> {
    this.waits = false;
    const results = [...this.results];
    const failed = [...this.failed];
    const headers = [...this.headers];
    const done = this.done.splice(0);
    this.results.clear();
    this.failed.clear();
    this.headers.clear();
    const progress = this.withProgress ? this.newProgress() : [];
    this.withProgress = false;
    if (done.length === 0 && progress.length === 0) return;
    const event: SweepEvent = {
      ...(done.length > 0 ? { done } : {}),
      ...(progress.length > 0 ? { progress } : {}),
    };
    await this.connection.transaction((batch) => {
      for (const [hash, bytes] of headers) batch.set(keys.header(hash), bytes, 'EX', lifetime + 3600);
      // The first result of a trial stays: another one would be the same.
      for (const [id, bytes] of results) batch.set(keys.result(id), bytes, 'EX', lifetime, 'NX');
      for (const [id, bytes] of failed) batch.hset(keys.failed(this.sweep), id, bytes);
      if (failed.length > 0) batch.expire(keys.failed(this.sweep), lifetime);
      if (done.length > 0) batch.sadd(keys.done(this.sweep), ...done).expire(keys.done(this.sweep), lifetime);
      return batch
        .xadd(keys.events(this.sweep), 'MAXLEN', '~', eventsKept, '*', 'event', pack(event))
        .expire(keys.events(this.sweep), lifetime);
    });
    for (const [hash] of headers) this.sentHeaders.add(hash);
  }

  /** What running trials have recorded since the last time. */
  private newProgress(): NonNullable<SweepEvent['progress']> {
    return [...this.running].flatMap(([trial, running]) => {
      const { record, told } = running;
      if (record.curve.step.length === told) return [];
      running.told = record.curve.step.length;
      const { status, step, seconds } = record;
      return [
        {
          trial,
          from: told,
          update: { trial: 0, status, step, seconds, curve: curveFrom(record.curve, told), snapshots: [] },
        },
      ];
    });
  }
}
