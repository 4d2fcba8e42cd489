import { hostname, userInfo } from 'node:os';
import type { Redis } from './library';
import type { Experiment } from '../experiment/format/schema';
import { trialsOf } from '../experiment/format/trials';
import { curveFrom, emptyCurve } from '../experiment/record/curve';
import type { RunHeader, RunStatus, TrialRecord, TrialStatus } from '../experiment/record/record';
import { cellRunId } from '../experiment/record/sweepRecord';
import type { CellUpdate, RunUpdate, TrialCopy, TrialUpdate } from '../experiment/record/update';
import { expandAxes, type SweepCell } from '../experiment/sweep/sweep';
import type { RunHandle, RunListener } from '../protocol/runner';
import type { TrialWeights } from '../protocol/trainer';
import type { QueueConnection } from './connection';
import { sendFiles, type Portable } from './files';
import { jobIdentity, type Computed } from './identity';
import { keys, lifetime } from './keys';
import { batchesOf, partsOf, type PlannedTrial } from './plan';
import {
  pack,
  unpack,
  unpackHeader,
  unpackResult,
  type SweepEvent,
  type SweepStatus,
  type TrialResult,
} from './result';
import { mayPass } from './problem';
import type { QueueServer } from './server';
import type { WorkerFacts } from './worker';

/** Milliseconds between two updates to the client. */
const updateEvery = 100;
/** Milliseconds that a read of the stream waits, and after which all is compared with the server once more. */
const blockFor = 2000;
const compareEvery = 10_000;
/** Results that are fetched at once, jobs that are added, and jobs whose states are looked at. */
const fetchedAtOnce = 64;
const addedAtOnce = 200;
const comparedAtOnce = 100;
/** Priorities of BullMQ end there; the first jobs of each sweep come first. */
const lastPriority = 2_000_000;

/** A sweep as it is submitted to a queue. */
export interface QueuedSweep {
  /** Of the run in this process. */
  runId: number;
  /** Its identity on the server. */
  id: string;
  computed: Computed;
  /** As the user has it, and as workers get it. */
  experiment: Experiment;
  portable: Portable;
  /** Of `experiment`, and of what workers get in the same order. */
  cells: readonly SweepCell[];
  trials: readonly PlannedTrial[];
}

/** What a stop of the run does: to end the sweep for everybody, or to leave it to the workers and go. */
export type OnStop = 'cancel' | 'leave';

/** A sweep that workers of a queue compute: submitted, or joined where it is there already, and followed to its end. */
export class QueueRun implements RunHandle {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  private readonly outstanding: Map<string, PlannedTrial>;
  private readonly blocking: Redis;
  private readonly headers: (RunHeader | undefined)[];
  private readonly statuses: TrialStatus[][];
  /** Points of the curve of each running trial that the client has. */
  private readonly points = new Map<string, number>();
  private readonly headerCache = new Map<string, Promise<RunHeader>>();
  private readonly queue: CellUpdate[] = [];
  private batches: PlannedTrial[][] | undefined;
  private status: RunStatus = 'running';
  private message: string | undefined;
  private seconds = 0;
  private announced = false;
  private over = false;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;
  private failedCells = new Set<number>();

  constructor(
    private readonly sweep: QueuedSweep,
    private readonly server: QueueServer,
    private readonly client: RunListener,
    private readonly options: { paused: boolean; onStop: OnStop; retry: boolean; say(text: string | undefined): void },
  ) {
    this.outstanding = new Map(sweep.trials.map((trial) => [trial.id, trial]));
    this.headers = sweep.cells.map(() => undefined);
    this.statuses = sweep.cells.map(({ experiment }) => trialsOf(experiment).map(() => 'waiting'));
    this.blocking = server.connection.duplicate();
    this.started = this.submit();
    this.started.catch(() => undefined);
    this.ended = this.started.then(
      () => this.follow(),
      () => undefined,
    );
    void this.ended.then(() => this.blocking.disconnect());
  }

  async pause(): Promise<void> {
    if (this.status !== 'running') return;
    await this.server.setStatus(this.sweep.id, 'paused');
    await this.server.withdraw({ id: this.sweep.id, ...this.sweep.computed });
  }

  async resume(): Promise<void> {
    if (this.status !== 'paused') return;
    await this.server.setStatus(this.sweep.id, 'running');
    await this.addJobs();
  }

  /** Workers on other machines don't go step by step. */
  async step(): Promise<void> {}

  async stop(): Promise<void> {
    if (this.over) return this.ended;
    if (this.options.onStop === 'cancel') await this.server.cancel({ id: this.sweep.id, ...this.sweep.computed });
    this.end('stopped', this.options.onStop === 'leave' ? 'The sweep goes on in the queue.' : undefined);
    await this.ended;
  }

  async hurry(): Promise<void> {}

  /** Of a sweep none are kept. */
  async weights(): Promise<TrialWeights[]> {
    return [];
  }

  private get connection(): QueueConnection {
    return this.server.connection;
  }

  /** Puts the sweep on the server, unless it is there, and jobs for what nobody has computed yet. */
  private async submit(): Promise<void> {
    const { id, computed, experiment, portable, trials } = this.sweep;
    const { redis } = this.connection;
    const known = await this.server.sweep(id);
    const again = known?.status === 'cancelled';
    const large = await sendFiles(this.connection, portable);
    if (large.length > 0)
      this.options.say(`Too large for the queue, so each worker needs them in its --data folder: ${large.join(', ')}`);
    const user = (() => {
      try {
        return userInfo().username;
      } catch {
        return 'somebody';
      }
    })();
    const status: SweepStatus = this.options.paused ? 'paused' : known && !again ? known.status : 'running';
    const facts = {
      name: experiment.name,
      trials: trials.length,
      engine: computed.engine,
      make: computed.make,
      status,
    };
    const submittedAt = known?.submittedAt ?? Date.now();
    await this.connection.persist(() =>
      redis
        .multi()
        .hset(keys.sweep(id), {
          ...facts,
          submittedAt,
          by: known?.by ?? `${user}@${hostname()}`,
          experiment: pack(experiment),
          portable: pack({ ...portable, sources: undefined }),
        })
        .expire(keys.sweep(id), lifetime)
        .zadd(keys.sweeps, submittedAt, id)
        .exec(),
    );
    // A sweep that was over is asked for again to try what failed once more.
    if (this.options.retry && known && known.done >= known.trials) await this.server.forgetFailures(id);
    this.status = status === 'paused' ? 'paused' : 'running';
    // Events from here on are read; what was before shows in the set of results.
    const [last] = await redis.xrevrange(keys.events(id), '+', '-', 'COUNT', 1);
    this.position = last?.[0] ?? '0-0';
    await this.compare();
    if (this.status === 'running') await this.addJobs();
    await this.lookForWorkers();
    this.announce();
  }

  /** Jobs of trials without a result, whose ids depend on the sweep alone: one that is there is not added twice. */
  private unfinishedJobs() {
    const { id, portable, trials } = this.sweep;
    this.batches ??= batchesOf(trials);
    return this.batches.flatMap((batch, index) =>
      batch.some((trial) => this.outstanding.has(trial.id))
        ? [
            {
              name: 'trials',
              data: {
                format: 1,
                sweep: id,
                experiment: portable.experiment,
                parts: partsOf(batch),
                files: portable.files,
                code: portable.code,
              },
              opts: {
                jobId: jobIdentity(
                  id,
                  batch.map((trial) => trial.id),
                ),
                priority: Math.min(lastPriority, index + 1),
              },
            },
          ]
        : [],
    );
  }

  private async addJobs(jobs = this.unfinishedJobs()): Promise<void> {
    const { id, computed } = this.sweep;
    const queue = this.server.queue(computed);
    const { redis } = this.connection;
    for (let at = 0; at < jobs.length && !this.over; at += addedAtOnce) {
      const some = jobs.slice(at, at + addedAtOnce);
      await this.connection.persist(() => queue.addBulk(some));
      await this.connection.persist(() => redis.sadd(keys.jobs(id), ...some.map(({ opts }) => opts.jobId)));
    }
    await redis.expire(keys.jobs(id), lifetime);
  }

  private position = '0-0';

  /** Reads what happens until all trials have ended. */
  private async follow(): Promise<void> {
    const { id } = this.sweep;
    let comparedAt = performance.now();
    this.finishIfDone();
    while (!this.over) {
      try {
        const reply = (await this.blocking.xreadBuffer(
          'COUNT',
          200,
          'BLOCK',
          blockFor,
          'STREAMS',
          keys.events(id),
          this.position,
        )) as [Buffer, [Buffer, Buffer[]][]][] | null;
        if (this.over) break;
        const entries = reply?.[0][1] ?? [];
        for (const [entry, [, bytes]] of entries) {
          this.position = entry.toString();
          await this.take(unpack(bytes) as SweepEvent);
        }
        if (performance.now() - comparedAt > compareEvery) {
          comparedAt = performance.now();
          await this.compare();
          await this.addLostJobs();
          await this.lookForWorkers();
        }
      } catch (error) {
        if (this.over) break;
        if (!mayPass(error)) {
          this.end('failed', `The queue: ${error instanceof Error ? error.message : String(error)}`);
          break;
        }
        // The connection tells of it, and waits.
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      this.finishIfDone();
    }
  }

  private async take({ done = [], progress = [], status }: SweepEvent): Promise<void> {
    await this.fetch(done);
    for (const { trial, from, update } of progress) this.advance(trial, from, update);
    if (status === 'cancelled') this.end('stopped', 'The sweep was cancelled.');
    else if (status !== undefined && !this.over) {
      this.status = status;
      this.schedule();
    }
  }

  /** Fetches every result that is on the server and not here yet. */
  private async compare(): Promise<void> {
    const { redis } = this.connection;
    const done = new Set(await redis.smembers(keys.done(this.sweep.id)));
    const there = [...this.outstanding.keys()];
    // Trials that another sweep has computed are known too.
    const unknown = there.filter((id) => !done.has(id));
    for (let at = 0; at < unknown.length; at += 1000) {
      const some = unknown.slice(at, at + 1000);
      const replies = await Promise.all(some.map((id) => redis.exists(keys.result(id))));
      some.forEach((id, index) => replies[index] === 1 && done.add(id));
    }
    await this.fetch(there.filter((id) => done.has(id)));
  }

  private async fetch(ids: readonly string[]): Promise<void> {
    const { redis } = this.connection;
    const wanted = ids.filter((id) => this.outstanding.has(id));
    for (let at = 0; at < wanted.length && !this.over; at += fetchedAtOnce) {
      const some = wanted.slice(at, at + fetchedAtOnce);
      const found = await redis.mgetBuffer(some.map((id) => keys.result(id)));
      const failed = found.includes(null) ? await redis.hmgetBuffer(keys.failed(this.sweep.id), ...some) : [];
      for (const index of some.keys()) {
        const bytes = found[index] ?? failed[index] ?? null;
        if (bytes === null) continue;
        let result: TrialResult;
        try {
          result = unpackResult(bytes);
        } catch (error) {
          result = unreadable(this.outstanding.get(some[index])!, error);
        }
        const header = result.header === undefined ? undefined : await this.headerOf(result.header);
        this.conclude(some[index], result.trial, header);
      }
    }
  }

  private headerOf(hash: string): Promise<RunHeader> {
    let header = this.headerCache.get(hash);
    if (!header) {
      header = this.connection.redis.getBuffer(keys.header(hash)).then((bytes) => {
        if (bytes === null) throw new Error('A header is missing on the server of the queue.');
        return unpackHeader(bytes);
      });
      this.headerCache.set(hash, header);
      header.catch(() => this.headerCache.delete(hash));
    }
    return header;
  }

  /** A trial has ended: its record goes to every place where the trial stands. */
  private conclude(id: string, record: TrialRecord, header: RunHeader | undefined): void {
    const planned = this.outstanding.get(id);
    if (!planned) return;
    this.outstanding.delete(id);
    const had = this.points.get(id) ?? 0;
    this.points.delete(id);
    this.seconds += record.seconds;
    const [first, ...others] = planned.places;
    for (const { cell } of planned.places) if (header) this.begin(cell, header);
    if (!this.headers[first.cell]) return this.refuse(planned, record.message);
    const update = { ...record, trial: first.trial, curve: curveFrom(record.curve, had) };
    this.send(first.cell, [update], record.status);
    for (const { cell, trial } of others) {
      if (!this.headers[cell]) continue;
      this.statuses[cell][trial] = record.status;
      this.push(cell, [], [{ trial, cell: first.cell, of: first.trial }]);
    }
  }

  /** A trial of a cell of which nothing is known but that it failed. */
  private refuse({ places }: PlannedTrial, message: string | undefined): void {
    this.message ??= message;
    for (const { cell, trial } of places) {
      this.statuses[cell][trial] = 'failed';
      if (this.headers[cell] || this.failedCells.has(cell)) continue;
      this.failedCells.add(cell);
      this.queue.push({ cell, update: { ...this.bare(cell, 'failed'), message } });
    }
    this.schedule();
  }

  private advance(id: string, from: number, update: TrialUpdate): void {
    const planned = this.outstanding.get(id);
    const had = this.points.get(id) ?? 0;
    const [first] = planned?.places ?? [];
    const { length } = update.curve.step;
    // A trial that began again tells once more what is known; what is missing comes with its end.
    if (!planned || from > had || from + length <= had || !this.headers[first.cell]) return;
    this.points.set(id, from + length);
    this.send(first.cell, [{ ...update, trial: first.trial, curve: curveFrom(update.curve, had - from) }], 'running');
  }

  /** Makes the trials of a cell, when its first result tells what is known of it. */
  private begin(cell: number, header: RunHeader): void {
    if (this.headers[cell]) return;
    this.headers[cell] = { ...header, experiment: this.sweep.cells[cell].experiment };
    this.queue.push({ cell, update: { ...this.bare(cell, 'running'), header: this.headers[cell] } });
    // Trials that were refused before.
    this.statuses[cell].forEach((status, trial) => {
      if (status === 'failed') this.push(cell, [failedUpdate(trial, this.message)]);
    });
    this.schedule();
  }

  private send(cell: number, trials: TrialUpdate[], status: TrialStatus): void {
    for (const { trial, message } of trials) {
      this.statuses[cell][trial] = status;
      if (status === 'failed') this.message ??= message;
    }
    this.push(cell, trials);
  }

  private push(cell: number, trials: TrialUpdate[], copies?: TrialCopy[]): void {
    this.queue.push({ cell, update: { ...this.bare(cell, this.cellStatus(cell)), trials }, copies });
    this.schedule();
  }

  private cellStatus(cell: number): RunStatus {
    const all = this.statuses[cell];
    if (all.some((status) => status === 'waiting' || status === 'running')) return 'running';
    return all.includes('failed') ? 'failed' : 'finished';
  }

  private bare(cell: number, status: RunStatus): RunUpdate {
    return { id: cellRunId(this.sweep.runId, cell), status, seconds: 0, trials: [] };
  }

  /** Jobs that the server has lost, as one that was restarted without its data does, are added again. */
  private async addLostJobs(): Promise<void> {
    if (this.status !== 'running' || this.outstanding.size === 0) return;
    const status = await this.connection.redis.hget(keys.sweep(this.sweep.id), 'status');
    if (status === null) return this.submit();
    if (status === 'cancelled') return this.end('stopped', 'The sweep was cancelled.');
    if (status === 'paused') return;
    const queue = this.server.queue(this.sweep.computed);
    const jobs = this.unfinishedJobs().slice(0, comparedAtOnce);
    const states = await Promise.all(jobs.map(({ opts }) => queue.getJobState(opts.jobId)));
    const lost = jobs.filter((_, index) => states[index] === 'unknown');
    if (lost.length === 0) return;
    // They may have been done meanwhile.
    await this.compare();
    const left = new Set(this.unfinishedJobs().map(({ opts }) => opts.jobId));
    await this.addJobs(lost.filter(({ opts }) => left.has(opts.jobId)));
  }

  /** Says why nothing happens where no worker computes for this sweep. */
  private async lookForWorkers(): Promise<void> {
    if (this.outstanding.size === 0) return this.options.say(undefined);
    const { engine, make } = this.sweep.computed;
    const workers = await this.server.workers();
    if (workers.some((worker) => worker.engine === engine && worker.make === make)) return this.options.say(undefined);
    this.options.say(waitingText(workers, this.sweep.computed));
  }

  private finishIfDone(): void {
    if (this.over || this.outstanding.size > 0) return;
    const failed = this.failedCells.size > 0 || this.statuses.flat().includes('failed');
    if (failed) this.message ??= 'A cell failed.';
    this.end(failed ? 'failed' : 'finished');
  }

  private end(status: RunStatus, message?: string): void {
    if (this.over) return;
    this.over = true;
    this.message ??= message;
    this.status = status;
    if (status === 'stopped')
      this.sweep.cells.forEach((_, cell) => {
        const left = this.statuses[cell].flatMap((one, trial) =>
          one === 'waiting' || one === 'running' ? [{ ...failedUpdate(trial), status: 'stopped' as const }] : [],
        );
        if (left.length === 0) return;
        this.queue.push({
          cell,
          update: { ...this.bare(cell, 'stopped'), trials: this.headers[cell] ? left : [] },
        });
      });
    this.blocking.disconnect();
    this.flush();
  }

  private announce(): void {
    this.announced = true;
    this.flush();
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.sentAt + updateEvery - performance.now()));
  }

  private axesSent = false;
  private headerSent = false;

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.announced) return;
    this.sentAt = performance.now();
    const header = this.headerSent ? undefined : this.headers.find((one) => one !== undefined);
    if (!header && !this.headerSent && this.status === 'running') return;
    const cells = this.queue.splice(0);
    this.client.update({
      id: this.sweep.runId,
      status: this.status,
      message: this.message,
      seconds: this.seconds,
      trials: [],
      ...(header ? { header: { ...header, experiment: this.sweep.experiment } } : {}),
      sweep: { ...(this.axesSent ? {} : { axes: expandAxes(this.sweep.experiment) }), cells },
    });
    this.axesSent = true;
    if (header) this.headerSent = true;
  }
}

/** Why no worker computes for a sweep, from the workers that there are. */
function waitingText(workers: readonly WorkerFacts[], { engine, make }: Computed): string {
  if (workers.length === 0) return 'No worker is connected. Start one with: initlab worker --queue ADDRESS';
  const sameEngine = workers.filter((worker) => worker.engine === engine);
  const others = new Set(sameEngine.map((worker) => worker.make));
  return sameEngine.length === 0
    ? `${workers.length} worker(s) of another version of Init Lab are connected. They compute nothing for this sweep, because its numbers could differ; update them.`
    : `No worker computes with ${make}; there are workers for ${[...others].join(', ')} (--backend).`;
}

function failedUpdate(trial: number, message?: string): TrialUpdate {
  return { trial, status: 'failed', message, step: 0, seconds: 0, curve: emptyCurve(), snapshots: [] };
}

/** The result of a trial that cannot be read. */
function unreadable({ initializer, seed }: PlannedTrial, error: unknown): TrialResult {
  const message = `Its result can't be read: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`;
  return {
    worker: '',
    trial: { initializer, seed, status: 'failed', message, step: 0, seconds: 0, curve: emptyCurve(), snapshots: [] },
  };
}
