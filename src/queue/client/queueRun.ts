import { hostname, userInfo } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { Redis } from '../library';
import type { Experiment } from '../../experiment/format/schema';
import { trialsOf } from '../../experiment/format/trials';
import { curveFrom, emptyCurve } from '../../experiment/record/curve';
import type { QueueState, RunHeader, RunStatus, TrialRecord, TrialStatus } from '../../experiment/record/record';
import { cellRunId } from '../../experiment/record/sweepRecord';
import type { CellUpdate, RunUpdate, TrialCopy, TrialUpdate } from '../../experiment/record/update';
import { expandAxes, type SweepCell } from '../../experiment/sweep/sweep';
import { listText } from '../../experiment/text/language';
import type { RunHandle, RunListener } from '../../protocol/runner';
import type { TrialWeights } from '../../protocol/trainer';
import { hangUp, type QueueConnection } from '../connection';
import { sendFiles, type Portable } from '../files';
import { JobError, readJob } from '../job';
import { jobIdentity, type Computed } from '../identity';
import { keys, lifetime } from '../keys';
import { batchesOf, partsOf, type PlannedTrial } from './plan';
import { pack, unpack, unpackHeader, unpackResult, type SweepEvent, type SweepStatus } from '../result';
import type { QueueServer } from './server';
import { mayPass, QueueProblem } from '../problem';
import type { WorkerFacts } from '../worker/worker';

/** Milliseconds between two updates to the client. */
const updateEvery = 100;
/** Milliseconds that a read of the stream waits, and after which all is compared with the server once more. */
const blockFor = 2000;
const compareEvery = 10_000;
/** Milliseconds between two looks at the workers. */
const workersEvery = 3000;
/** Results that are fetched at once, trials and jobs that are looked for, and jobs that are added. */
const fetchedAtOnce = 64;
const lookedAtOnce = 1000;
const comparedAtOnce = 100;
const addedAtOnce = 200;
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

type Place = PlannedTrial['places'][number];

/** A job as it is added, with the ids of its trials. */
interface QueuedJob {
  trials: string[];
  name: string;
  data: unknown;
  opts: { jobId: string; priority: number };
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
  private readonly headerCache = new Map<string, RunHeader>();
  private readonly queue: CellUpdate[] = [];
  private allJobs: QueuedJob[] | undefined;
  private status: RunStatus = 'running';
  private message: string | undefined;
  private seconds = 0;
  private announced = false;
  /** Settles when all orders are carried out. */
  private order: Promise<unknown> = Promise.resolve();
  private over = false;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = 0;
  private failedCells = new Set<number>();
  private workers: string[] = [];
  private waiting: string | undefined;
  private left = false;

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
    this.started = this.submit(options.paused).catch((error: unknown) => {
      throw error instanceof JobError ? new QueueProblem(error.message) : this.connection.problem(error);
    });
    this.started.catch(() => undefined);
    this.ended = this.started
      .then(() => this.follow())
      .then(async () => void (await this.order))
      .catch(() => undefined);
    void this.ended.then(() => hangUp(this.blocking));
  }

  async pause(): Promise<void> {
    if (this.status !== 'running') return;
    await this.carryOut(async () => {
      await this.server.setStatus(this.sweep.id, 'paused');
      await this.server.withdraw({ id: this.sweep.id, ...this.sweep.computed });
    });
  }

  async resume(): Promise<void> {
    if (this.status !== 'paused') return;
    await this.carryOut(async () => {
      await this.server.setStatus(this.sweep.id, 'running');
      await this.addJobs();
    });
  }

  /** Workers on other machines don't go step by step. */
  async step(): Promise<void> {}

  async stop(): Promise<void> {
    if (this.over) return this.ended;
    if (this.options.onStop === 'leave') return this.leave();
    await this.carryOut(async () => {
      await this.server.setStatus(this.sweep.id, 'cancelled');
      // From now on nothing is computed; jobs that wait are taken back meanwhile.
      this.end('stopped');
      await this.server.withdraw({ id: this.sweep.id, ...this.sweep.computed });
    });
    if (this.announced) await this.ended;
  }

  /** Follows the sweep no longer, and leaves it to the workers. */
  async leave(): Promise<void> {
    this.left = true;
    this.end('stopped', l10n.t('The sweep continues in the queue.'));
    if (this.announced) await this.ended;
  }

  /** Passes on what is waited for; undefined: nothing any more. */
  waitFor(text: string | undefined): void {
    if (this.waiting === text) return;
    this.waiting = text;
    this.schedule();
  }

  async hurry(): Promise<void> {}

  /** Of a sweep none are kept. */
  async weights(): Promise<TrialWeights[]> {
    return [];
  }

  /** Carries an order out; the run has not ended before it is. */
  private carryOut(work: () => Promise<void>): Promise<void> {
    const order = work();
    this.order = Promise.allSettled([this.order, order]);
    return order;
  }

  private get connection(): QueueConnection {
    return this.server.connection;
  }

  /** Puts the sweep on the server, unless it is there, and jobs for what nobody has computed yet. */
  private async submit(paused: boolean): Promise<void> {
    const { id, computed, experiment, portable, trials } = this.sweep;
    const { redis } = this.connection;
    // What every worker would refuse is refused here.
    const [first] = this.jobs();
    if (first) readJob(JSON.parse(JSON.stringify(first.data)), computed);
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
    const status: SweepStatus = paused ? 'paused' : known && !again ? known.status : 'running';
    const facts = {
      name: experiment.name,
      trials: trials.length,
      engine: computed.engine,
      make: computed.make,
      status,
    };
    const submittedAt = known?.submittedAt ?? Date.now();
    await this.connection.transaction((batch) =>
      batch
        .hset(keys.sweep(id), {
          ...facts,
          submittedAt,
          by: known?.by ?? `${user}@${hostname()}`,
          experiment: pack(experiment),
          portable: pack({ ...portable, sources: undefined }),
        })
        .expire(keys.sweep(id), lifetime)
        .zadd(keys.sweeps, submittedAt, id),
    );
    // A sweep that was over is asked for again to try what failed once more.
    if (this.options.retry && known && known.done >= known.trials) await this.server.forgetFailures(id);
    this.status = status === 'paused' ? 'paused' : 'running';
    // Events from here on are read; what was before shows in the set of results.
    const [last] = await redis.xrevrange(keys.events(id), '+', '-', 'COUNT', 1);
    this.position = last?.[0] ?? '0-0';
    await this.adoptResults();
    await this.compare();
    if (this.status === 'running') await this.addJobs();
    await this.lookForWorkers();
    this.announce();
  }

  /** Jobs of all trials, whose ids depend on the sweep alone: one that is there is not added twice. */
  private jobs(): QueuedJob[] {
    const { id, portable, trials } = this.sweep;
    const { experiment, files, code } = portable;
    this.allJobs ??= batchesOf(trials).map((batch, index) => ({
      trials: batch.map((trial) => trial.id),
      name: 'trials',
      data: { format: 1, sweep: id, experiment, parts: partsOf(batch), files, code },
      opts: {
        jobId: jobIdentity(
          id,
          batch.map((trial) => trial.id),
        ),
        priority: Math.min(lastPriority, index + 1),
      },
    }));
    return this.allJobs;
  }

  /** Those of trials without a result. */
  private unfinishedJobs(): QueuedJob[] {
    return this.jobs().filter(({ trials }) => trials.some((trial) => this.outstanding.has(trial)));
  }

  private async addJobs(jobs = this.unfinishedJobs()): Promise<void> {
    const { id, computed } = this.sweep;
    const queue = this.server.queue(computed);
    for (let at = 0; at < jobs.length && !this.over; at += addedAtOnce) {
      const some = jobs.slice(at, at + addedAtOnce);
      // Known before they are there, so that an order to take them back misses none.
      await this.connection.transaction((batch) =>
        batch.sadd(keys.jobs(id), ...some.map(({ opts }) => opts.jobId)).expire(keys.jobs(id), lifetime),
      );
      await this.connection.persist(() => queue.addBulk(some.map(({ name, data, opts }) => ({ name, data, opts }))));
    }
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
        await this.take(reply?.[0][1] ?? []);
        if (performance.now() - comparedAt > compareEvery) {
          comparedAt = performance.now();
          await this.compare();
          await this.addLostJobs();
        }
        if (performance.now() - this.lookedAt > workersEvery) await this.lookForWorkers();
      } catch (error) {
        if (this.over) break;
        if (!mayPass(error)) return this.end('failed', this.connection.problem(error).message);
        // The connection tells of it, and waits.
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      this.finishIfDone();
    }
  }

  /** Takes entries of the stream: results are fetched together, and orders count in their order. */
  private async take(entries: readonly [Buffer, Buffer[]][]): Promise<void> {
    const events = entries.flatMap(([, [, bytes]]) => eventOf(bytes) ?? []);
    await this.fetchResults(events.flatMap(({ done = [] }) => done));
    for (const { progress = [], status } of events) {
      if (this.over) return;
      for (const { trial, from, update } of progress) this.advance(trial, from, update);
      if (status === 'cancelled') this.end('stopped', l10n.t('The sweep was cancelled.'));
      else if (status !== undefined) {
        this.status = status;
        this.schedule();
      }
    }
    // Once all of it is taken: what the connection was lost for is read again.
    const last = entries.at(-1);
    if (last) this.position = last[0].toString();
  }

  /** Counts trials as done that other sweeps have computed. */
  private async adoptResults(): Promise<void> {
    const { redis } = this.connection;
    const ids = [...this.outstanding.keys()];
    for (let at = 0; at < ids.length && !this.over; at += lookedAtOnce) {
      const some = ids.slice(at, at + lookedAtOnce);
      const replies = await Promise.all(some.map((id) => redis.exists(keys.result(id))));
      const there = some.filter((_, index) => replies[index] === 1);
      const done = keys.done(this.sweep.id);
      if (there.length > 0)
        await this.connection.transaction((batch) => batch.sadd(done, ...there).expire(done, lifetime));
    }
  }

  /** Fetches every result that is on the server and not here yet. */
  private async compare(): Promise<void> {
    const { redis } = this.connection;
    const here = this.sweep.trials.length - this.outstanding.size;
    if ((await redis.scard(keys.done(this.sweep.id))) <= here) return;
    await this.fetchResults(await redis.smembers(keys.done(this.sweep.id)));
  }

  private async fetchResults(ids: readonly string[]): Promise<void> {
    const { redis } = this.connection;
    const wanted = ids.filter((id) => this.outstanding.has(id));
    for (let at = 0; at < wanted.length && !this.over; at += fetchedAtOnce) {
      const some = wanted.slice(at, at + fetchedAtOnce);
      const found = await redis.mgetBuffer(some.map((id) => keys.result(id)));
      const failed = found.includes(null) ? await redis.hmgetBuffer(keys.failed(this.sweep.id), ...some) : [];
      for (const [index, id] of some.entries()) {
        const bytes = found[index] ?? failed[index] ?? null;
        const planned = this.outstanding.get(id);
        if (bytes === null || !planned) continue;
        const { trial, header } = await this.read(bytes, planned);
        if (this.over) return;
        this.conclude(id, trial, header);
      }
    }
  }

  /** A result with its header; one that cannot be read is that of a trial that failed. */
  private async read(
    bytes: Buffer,
    planned: PlannedTrial,
  ): Promise<{ trial: TrialRecord; header: RunHeader | undefined }> {
    try {
      const { trial, header: hash } = unpackResult(bytes);
      if (hash === undefined) return { trial, header: undefined };
      let header = this.headerCache.get(hash);
      if (!header) {
        const packed = await this.connection.redis.getBuffer(keys.header(hash));
        if (packed === null) throw new TypeError('what it shares with others is missing on the server');
        this.headerCache.set(hash, (header = unpackHeader(packed)));
      }
      return { trial, header };
    } catch (error) {
      if (mayPass(error)) throw error;
      return { trial: unreadable(planned, error), header: undefined };
    }
  }

  /** A trial has ended: its record goes to every place where the trial stands. */
  private conclude(id: string, record: TrialRecord, header: RunHeader | undefined): void {
    const planned = this.outstanding.get(id);
    if (!planned) return;
    this.outstanding.delete(id);
    const had = this.points.get(id) ?? 0;
    this.points.delete(id);
    this.seconds += record.seconds;
    const { places } = planned;
    const [first] = places;
    if (header) for (const { cell } of places) this.begin(cell, header);
    for (const place of places) {
      if (!this.headers[place.cell]) this.refuse(place, record.message);
      else if (place !== first && this.headers[first.cell]) this.copy(place, first, record.status);
      else
        this.send(
          place.cell,
          [{ ...record, trial: place.trial, curve: curveFrom(record.curve, place === first ? had : 0) }],
          record.status,
        );
    }
  }

  /** A trial of another cell has the record of the first one. */
  private copy({ cell, trial }: Place, first: Place, status: TrialStatus): void {
    this.statuses[cell][trial] = status;
    this.push(cell, [], [{ trial, cell: first.cell, of: first.trial }]);
  }

  /** A trial of a cell of which nothing is known but that it failed. */
  private refuse({ cell, trial }: Place, message: string | undefined): void {
    this.message ??= message;
    this.statuses[cell][trial] = 'failed';
    if (this.failedCells.has(cell)) return;
    this.failedCells.add(cell);
    this.queue.push({ cell, update: { ...this.bare(cell, 'failed'), message } });
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
    if (status === null) return this.submit(false);
    if (status === 'cancelled') return this.end('stopped', l10n.t('The sweep was cancelled.'));
    if (status === 'paused') return;
    const queue = this.server.queue(this.sweep.computed);
    const jobs = this.unfinishedJobs().slice(0, comparedAtOnce);
    const states = await Promise.all(jobs.map(({ opts }) => queue.getJobState(opts.jobId)));
    const lost = jobs.filter((_, index) => states[index] === 'unknown');
    if (lost.length === 0) return;
    // They may have been done meanwhile.
    await this.compare();
    const left = new Set(this.unfinishedJobs());
    await this.addJobs(lost.filter((job) => left.has(job)));
  }

  private lookedAt = -Infinity;

  /** Says who computes for this sweep, and why nothing happens where nobody does. */
  private async lookForWorkers(): Promise<void> {
    this.lookedAt = performance.now();
    if (this.outstanding.size === 0) return this.options.say(undefined);
    const { engine, make } = this.sweep.computed;
    const workers = await this.server.workers();
    this.workers = workers.filter((worker) => worker.engine === engine && worker.make === make).map(({ name }) => name);
    this.options.say(this.workers.length > 0 ? undefined : waitingText(workers, this.sweep.computed));
    this.schedule();
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
    hangUp(this.blocking);
    this.flush();
  }

  private announce(): void {
    this.announced = true;
    this.flush();
  }

  private schedule(): void {
    if (!this.over)
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
    // Before the first result there is nothing to show of the cells.
    const cellsToo = header !== undefined || this.headerSent || this.over;
    this.client.update({
      id: this.sweep.runId,
      status: this.status,
      message: this.message,
      seconds: this.seconds,
      trials: [],
      queue: this.state(),
      ...(header ? { header: { ...header, experiment: this.sweep.experiment } } : {}),
      ...(cellsToo
        ? {
            sweep: {
              ...(this.axesSent ? {} : { axes: expandAxes(this.sweep.experiment) }),
              cells: this.queue.splice(0),
            },
          }
        : {}),
    });
    if (cellsToo) this.axesSent = true;
    if (header) this.headerSent = true;
  }

  private state(): QueueState {
    const { length: trials } = this.sweep.trials;
    return {
      sweep: this.sweep.id,
      trials,
      done: trials - this.outstanding.size,
      workers: this.workers,
      ...(this.over || this.waiting === undefined ? {} : { waiting: this.waiting }),
      ...(this.left ? { left: true } : {}),
    };
  }
}

/** Why no worker computes for a sweep, from the workers that there are. */
function waitingText(workers: readonly WorkerFacts[], { engine, make }: Computed): string {
  if (workers.length === 0)
    return l10n.t('No worker is connected. Start one with: {0}', 'initlab worker --queue ADDRESS');
  const sameEngine = workers.filter((worker) => worker.engine === engine);
  const others = new Set(sameEngine.map((worker) => worker.make));
  return sameEngine.length === 0
    ? l10n.t(
        'The connected workers have another version of Init Lab ({0}). Update them: their numbers could differ, so they compute nothing for this sweep.',
        listText(workers.map(({ name }) => name)),
      )
    : l10n.t('No worker computes with {0}. Connected are workers for {1} (--backend).', make, listText([...others]));
}

function failedUpdate(trial: number, message?: string): TrialUpdate {
  return { trial, status: 'failed', message, step: 0, seconds: 0, curve: emptyCurve(), snapshots: [] };
}

/** The record of a trial whose result cannot be read. */
function unreadable({ initializer, seed }: PlannedTrial, error: unknown): TrialRecord {
  const message = `Its result can't be read: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`;
  const { trial: _, ...failed } = failedUpdate(0, message);
  return { initializer, seed, ...failed };
}

/** What an entry of the stream tells; undefined for one that cannot be read: what it told is compared later. */
function eventOf(bytes: Buffer): SweepEvent | undefined {
  try {
    return unpack(bytes) as SweepEvent;
  } catch {
    return undefined;
  }
}
