import { setTimeout as sleep } from 'node:timers/promises';
import { Redis, type ChainableCommander } from './library';
import { connectionOptions, shownAddress, type QueueAddress } from './address';
import { connectionReason, mayPass, QueueProblem } from './problem';

/** BullMQ's own least version; Valkey calls itself 7.2 or newer. */
const oldestServer = [6, 2] as const;
/** Milliseconds between two attempts, at most. */
const longestPause = 5000;
/** Milliseconds that the first answer of a server may take, and after which one that is silent counts as gone. */
const connectTimeout = 10_000;
const silentTimeout = 20_000;
/** Milliseconds between two looks at the settings of a server. */
const policyPause = 2500;

const pause = (attempt: number): number => Math.min(longestPause, 100 * 2 ** Math.min(attempt, 10));
/** Replies and errors that waiting does not mend. */
const lasting = /WRONGPASS|NOAUTH|NOPERM|CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/;

/**
 * Ends a connection and rejects what was asked of it: while it waits to connect again, `disconnect` alone would leave
 * that open for ever.
 */
export function hangUp(redis: Redis): void {
  const waits = redis.status === 'reconnecting';
  redis.disconnect();
  if (!waits) return;
  redis.connect().catch(() => undefined);
  redis.disconnect();
}

/** Says what is waited for, each time that it changes; undefined when it goes on. */
export type Say = (text: string | undefined) => void;

/**
 * A connection to the server of a queue that outlives outages: what was asked for meanwhile is done when the server is
 * there again, and `say` hears why it waits.
 */
export class QueueConnection {
  readonly redis: Redis;
  /** As it is shown: without a password. */
  readonly shown: string;
  private readonly tls: boolean;
  private said: string | undefined;
  private readonly closing = new AbortController();

  private constructor(
    readonly address: QueueAddress,
    private readonly say: Say,
  ) {
    const options = connectionOptions(address);
    this.tls = options.tls !== undefined;
    this.shown = shownAddress(address.url);
    this.redis = new Redis({
      ...options,
      lazyConnect: true,
      connectTimeout,
      socketTimeout: silentTimeout,
      maxRetriesPerRequest: null,
      // Connections that BullMQ has duplicated end with this one.
      retryStrategy: (attempt) => (this.closing.signal.aborted ? null : pause(attempt)),
    });
    this.redis.on('error', (error) => this.wait(error));
    this.redis.on('close', () => {
      // What came after an error is told already.
      if (this.said === undefined) this.tell(`Waiting for ${this.shown}: the connection was lost.`);
    });
    this.redis.on('ready', () => this.tell(undefined));
  }

  /**
   * Connects and looks at the server. `patient`: waits for one that is not there yet; else that is a QueueProblem, as
   * is a server that is too old or refuses the user. One that would throw jobs away is waited for. `signal` gives it
   * up, with a QueueProblem.
   */
  static async open(
    address: QueueAddress,
    { patient, say, signal }: { patient: boolean; say: Say; signal?: AbortSignal },
  ): Promise<QueueConnection> {
    const connection = new QueueConnection(address, say);
    const giveUp = (): void => connection.close();
    signal?.addEventListener('abort', giveUp);
    try {
      signal?.throwIfAborted();
      await connection.connect(patient);
      await connection.checkServer();
      return connection;
    } catch (error) {
      connection.close();
      throw signal?.aborted ? new QueueProblem('The queue was closed.') : error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Does `work` until it succeeds: a server that is full, loading or gone for a while is waited for. */
  async persist<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await work();
        if (attempt > 0) this.tell(undefined);
        return result;
      } catch (error) {
        if (this.closing.signal.aborted || !mayPass(error)) throw error;
        this.wait(error);
        await sleep(pause(attempt), undefined, { signal: this.closing.signal });
      }
    }
  }

  /** Carries commands out together, as `persist`; they may be carried out twice where the connection is lost. */
  async transaction(fill: (batch: ChainableCommander) => ChainableCommander): Promise<void> {
    await this.persist(async () => {
      for (const [error] of (await fill(this.redis.multi()).exec()) ?? []) if (error) throw error;
    });
  }

  /** Why something failed, in words. */
  problem(error: unknown): QueueProblem {
    if (error instanceof QueueProblem) return error;
    return new QueueProblem(`Cannot use ${this.shown}: ${connectionReason(error, this.tls)}.`, { cause: error });
  }

  /** A second connection of the same kind, for commands that block. */
  duplicate(): Redis {
    const other = this.redis.duplicate();
    // The first one tells of it.
    other.on('error', () => undefined);
    return other;
  }

  close(): void {
    this.closing.abort();
    hangUp(this.redis);
  }

  private wait(error: unknown): void {
    this.tell(`Waiting for ${this.shown}: ${connectionReason(error, this.tls)}.`);
  }

  private tell(text: string | undefined): void {
    if (this.said === text || this.closing.signal.aborted) return;
    this.said = text;
    this.say(text);
  }

  private async connect(patient: boolean): Promise<void> {
    const { redis } = this;
    const silent = Object.assign(new Error('No answer'), { code: 'ETIMEDOUT' });
    const dropped = Object.assign(new Error('Connection closed'), { code: 'ECONNRESET' });
    let timer: NodeJS.Timeout | undefined;
    let forget = (): void => undefined;
    const ready = new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => {
        if (!patient || lasting.test(`${error.message} ${String((error as NodeJS.ErrnoException).code)}`))
          reject(error);
      };
      const closed = (): void => fail(dropped);
      const ended = (): void => reject(new QueueProblem('The queue was closed.'));
      redis.once('ready', resolve).on('error', fail).on('close', closed).once('end', ended);
      timer = setTimeout(() => fail(silent), connectTimeout);
      forget = () => void redis.off('ready', resolve).off('error', fail).off('close', closed).off('end', ended);
    });
    redis.connect().catch(() => undefined);
    try {
      await ready;
      // A server without a password for this user lets one in, and refuses the first command.
      await redis.ping();
    } catch (error) {
      throw this.problem(error);
    } finally {
      clearTimeout(timer);
      forget();
    }
  }

  private async checkServer(): Promise<void> {
    for (;;) {
      const info = await this.redis.info().catch((error: unknown) => {
        throw this.problem(error);
      });
      const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
      const version = field('redis_version') ?? '0';
      const [major, minor] = version.split('.').map(Number);
      if (major < oldestServer[0] || (major === oldestServer[0] && minor < oldestServer[1]))
        throw new QueueProblem(
          `Cannot use ${this.shown}: expected Redis ${oldestServer.join('.')} or newer, or Valkey, got version ${version}.`,
        );
      const policy = field('maxmemory_policy');
      if (policy === undefined || policy === 'noeviction') return this.tell(undefined);
      this.tell(
        `Waiting for ${this.shown}: its maxmemory-policy is ${policy}, with which trials could be lost. Set it to noeviction.`,
      );
      await sleep(policyPause, undefined, { signal: this.closing.signal });
    }
  }
}
