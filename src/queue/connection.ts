import { Redis } from './library';
import { connectionOptions, shownAddress, type QueueAddress } from './address';
import { connectionReason, mayPass, QueueProblem } from './problem';

/** BullMQ's own least version; Valkey calls itself 7.2 or newer. */
const oldestServer = [6, 2] as const;
/** Milliseconds between two attempts, at most. */
const longestPause = 5000;
/** Milliseconds that the first connection may take. */
const connectTimeout = 10_000;

const pause = (attempt: number): number => Math.min(longestPause, 100 * 2 ** Math.min(attempt, 10));
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
  private lastError: unknown;
  private closed = false;

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
      maxRetriesPerRequest: null,
      retryStrategy: pause,
    });
    this.redis.on('error', (error) => {
      this.lastError = error;
      if (!this.closed) this.tell(`Waiting for ${this.shown}: ${connectionReason(error, this.tls)}.`);
    });
    this.redis.on('close', () => {
      if (!this.closed) this.tell(`Waiting for ${this.shown}: the connection was lost.`);
    });
    this.redis.on('ready', () => this.tell(undefined));
  }

  /**
   * Connects and looks at the server. `patient`: waits for one that is not there yet; else that is a QueueProblem, as
   * is a server that is too old or refuses the user. One that would throw jobs away is waited for.
   */
  static async open(address: QueueAddress, { patient, say }: { patient: boolean; say: Say }): Promise<QueueConnection> {
    const connection = new QueueConnection(address, say);
    try {
      await connection.connect(patient);
      await connection.checkServer();
      return connection;
    } catch (error) {
      connection.close();
      throw error;
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
        if (this.closed || !mayPass(error)) throw error;
        this.tell(`Waiting for ${this.shown}: ${connectionReason(error, this.tls)}.`);
        await sleep(pause(attempt));
      }
    }
  }

  /** A second connection of the same kind, for commands that block. */
  duplicate(): Redis {
    const other = this.redis.duplicate();
    // The first one tells of it.
    other.on('error', () => undefined);
    return other;
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
  }

  private tell(text: string | undefined): void {
    if (this.said === text) return;
    this.said = text;
    this.say(text);
  }

  private async connect(patient: boolean): Promise<void> {
    const { redis } = this;
    const ready = new Promise<void>((resolve) => redis.once('ready', resolve));
    const failed = new Promise<never>((_, reject) => {
      const refuse = (error: unknown): void =>
        reject(new QueueProblem(`Cannot use ${this.shown}: ${connectionReason(error, this.tls)}.`));
      redis.on('error', (error) => {
        // Waiting does not mend a password or a certificate.
        if (
          !patient ||
          /WRONGPASS|NOAUTH|NOPERM|CERT|without any password/.test(
            `${error.message} ${String((error as NodeJS.ErrnoException).code)}`,
          )
        )
          refuse(error);
      });
      if (!patient)
        redis.once('close', () =>
          refuse(this.lastError ?? Object.assign(new Error('Connection closed'), { code: 'ECONNRESET' })),
        );
    });
    failed.catch(() => undefined);
    redis.connect().catch(() => undefined);
    await Promise.race([ready, failed]);
    // A server without a password for this user lets one in, and refuses the first command.
    await redis.ping().catch((error: unknown) => {
      throw new QueueProblem(`Cannot use ${this.shown}: ${connectionReason(error, this.tls)}.`);
    });
  }

  private async checkServer(): Promise<void> {
    for (;;) {
      const info = await this.redis.info().catch((error: unknown) => {
        throw new QueueProblem(`Cannot use ${this.shown}: ${connectionReason(error, this.tls)}.`);
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
      await sleep(longestPause / 2);
      if (this.closed) throw new QueueProblem('The queue was closed.');
    }
  }
}
