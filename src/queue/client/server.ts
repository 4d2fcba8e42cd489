import { Queue } from '../library';
import { checkExperiment } from '../../experiment/format/checks/check';
import type { Experiment } from '../../experiment/format/schema';
import type { QueueConnection } from '../connection';
import type { Portable } from '../files';
import type { Computed } from '../identity';
import { eventsKept, keys, lifetime, prefix, queueName } from '../keys';
import { QueueProblem } from '../problem';
import { pack, sweepStatuses, unpack, type SweepEvent, type SweepStatus } from '../result';
import type { WorkerFacts } from '../worker/worker';

/** A sweep on the server. */
export interface SweepFacts extends Computed {
  id: string;
  name: string;
  submittedAt: number;
  /** Who submitted it first: user and host. */
  by: string;
  status: SweepStatus;
  /** Trials in all, each counted once, those whose results are there, and of these those that failed. */
  trials: number;
  done: number;
  failed: number;
}

/** What comes from a server is checked like a file. */
function checked(value: unknown): Experiment {
  const { experiment, issues } = checkExperiment(value);
  if (!experiment) throw new QueueProblem(`The experiment on the server is not valid: ${issues[0].message}`);
  return experiment;
}

const text = (value: string | undefined, otherwise = ''): string => value ?? otherwise;

/** What is on the server, and orders about it. */
export class QueueServer {
  private readonly queues = new Map<string, Queue>();

  constructor(readonly connection: QueueConnection) {}

  /** The BullMQ queue of jobs that are computed so. */
  queue(computed: Computed): Queue {
    const name = queueName(computed);
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, {
        connection: this.connection.redis,
        prefix,
        skipVersionCheck: true,
        defaultJobOptions: {
          attempts: 3,
          backoff: { type: 'exponential', delay: 1000 },
          removeOnComplete: true,
          removeOnFail: true,
        },
      });
      queue.on('error', () => undefined);
      this.queues.set(name, queue);
    }
    return queue;
  }

  async sweep(id: string): Promise<SweepFacts | undefined> {
    const { redis } = this.connection;
    const [hash, done, failed] = await Promise.all([
      redis.hgetall(keys.sweep(id)),
      redis.scard(keys.done(id)),
      redis.hlen(keys.failed(id)),
    ]);
    if (hash.experiment === undefined) return undefined;
    return {
      id,
      name: text(hash.name),
      by: text(hash.by),
      submittedAt: Number(hash.submittedAt),
      engine: text(hash.engine),
      make: text(hash.make) as Computed['make'],
      status: sweepStatuses.find((status) => status === hash.status) ?? 'running',
      trials: Number(hash.trials),
      done,
      failed,
    };
  }

  /** All sweeps, the newest first. */
  async sweeps(): Promise<SweepFacts[]> {
    const { redis } = this.connection;
    const ids = await redis.zrevrange(keys.sweeps, 0, -1);
    const found = await Promise.all(ids.map((id) => this.sweep(id)));
    const gone = ids.filter((_, index) => found[index] === undefined);
    if (gone.length > 0) await redis.zrem(keys.sweeps, ...gone);
    return found.filter((one) => one !== undefined);
  }

  /** The sweep whose id begins so. Throws QueueProblem for none and for several. */
  async find(start: string): Promise<SweepFacts> {
    const ids = (await this.connection.redis.zrange(keys.sweeps, '0', '-1')).filter((id) => id.startsWith(start));
    const found = ids.length === 1 ? await this.sweep(ids[0]) : undefined;
    if (found) return found;
    throw new QueueProblem(
      ids.length > 1
        ? `${ids.length} sweeps have an id that begins with ${start}: give more of it.`
        : `There is no sweep whose id begins with ${start} on ${this.connection.shown}.`,
    );
  }

  /** A sweep as it was submitted: its experiment, and what workers get of it. */
  async submitted(id: string): Promise<{ experiment: Experiment; portable: Omit<Portable, 'sources'> }> {
    const { redis } = this.connection;
    const [own, sent] = await redis.hmgetBuffer(keys.sweep(id), 'experiment', 'portable');
    if (!own || !sent) throw new QueueProblem(`There is no sweep ${id}.`);
    const portable = unpack(sent) as Portable;
    return {
      experiment: checked(unpack(own)),
      portable: { experiment: checked(portable.experiment), files: portable.files, code: portable.code },
    };
  }

  /** Workers that were heard of lately. */
  async workers(): Promise<WorkerFacts[]> {
    const { redis } = this.connection;
    const ids = await redis.smembers(keys.workers);
    if (ids.length === 0) return [];
    const texts = await redis.mget(ids.map((id) => keys.worker(id)));
    const gone = ids.filter((_, index) => texts[index] === null);
    if (gone.length > 0) await redis.srem(keys.workers, ...gone);
    return texts
      .flatMap((one) => (one === null ? [] : [JSON.parse(one) as WorkerFacts]))
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  /** Tells everybody who follows a sweep, and the workers. */
  async setStatus(id: string, status: SweepStatus): Promise<void> {
    const event: SweepEvent = { status };
    await this.connection.transaction((batch) =>
      batch
        .hset(keys.sweep(id), 'status', status)
        .expire(keys.sweep(id), lifetime)
        .xadd(keys.events(id), 'MAXLEN', '~', eventsKept, '*', 'event', pack(event))
        .expire(keys.events(id), lifetime)
        .publish(keys.orders, status === 'cancelled' ? id : ''),
    );
  }

  /** Takes the jobs of a sweep back that no worker has begun. */
  async withdraw(facts: Pick<SweepFacts, 'id' | 'engine' | 'make'>): Promise<void> {
    const queue = this.queue(facts);
    const ids = await this.connection.redis.smembers(keys.jobs(facts.id));
    // Those at work are locked, and stay.
    for (let at = 0; at < ids.length; at += 200)
      await Promise.all(ids.slice(at, at + 200).map((id) => queue.remove(id).catch(() => 0)));
  }

  /** Trials that failed may be tried again. */
  async forgetFailures(id: string): Promise<void> {
    const failed = await this.connection.redis.hkeys(keys.failed(id));
    if (failed.length > 0)
      await this.connection.transaction((batch) => batch.srem(keys.done(id), ...failed).unlink(keys.failed(id)));
  }

  /** Ends a sweep: trials at work are stopped, results stay. */
  async cancel(facts: Pick<SweepFacts, 'id' | 'engine' | 'make'>): Promise<void> {
    await this.setStatus(facts.id, 'cancelled');
    await this.withdraw(facts);
  }

  /** Removes a sweep with its results. */
  async remove(facts: SweepFacts): Promise<void> {
    const { redis } = this.connection;
    const { id } = facts;
    await this.cancel(facts);
    const trials = await redis.smembers(keys.done(id));
    for (let at = 0; at < trials.length; at += 500)
      await redis.unlink(trials.slice(at, at + 500).map((trial) => keys.result(trial)));
    await this.connection.transaction((batch) =>
      batch
        .unlink(keys.sweep(id), keys.done(id), keys.failed(id), keys.jobs(id), keys.events(id))
        .zrem(keys.sweeps, id),
    );
  }
}
