import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { QueueAddress } from '../../../src/queue/address';

/** A port of the loopback interface on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Certificates for 127.0.0.1, made by an authority of the test's own. */
export interface Certificates {
  ca: string;
  cert: string;
  key: string;
}

/** Makes certificates in a folder. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '2', '-subj', '/CN=test CA');
  openssl('req', ...key, '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', '/CN=127.0.0.1');
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
  openssl('x509', '-req', '-in', at('server.csr'), ...signer, '-extfile', at('names'), '-out', at('server.pem'));
  return { ca: at('ca.pem'), cert: at('server.pem'), key: at('server.key') };
}

const children = new Set<ChildProcess>();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** A Redis of its own on a free port of the loopback interface, without persistence unless it is asked for. */
export class RedisServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'initlab-redis-'));
  private child: ChildProcess | undefined;
  private control: Redis | undefined;

  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
    private readonly password: string | undefined,
    readonly certificates: Certificates | undefined,
  ) {}

  /** `options` as on the command line of redis-server. */
  static async start(
    options: readonly string[] = [],
    { password, tls = false }: { password?: string; tls?: boolean } = {},
  ): Promise<RedisServer> {
    const folder = tls ? mkdtempSync(join(tmpdir(), 'initlab-tls-')) : undefined;
    const server = new RedisServer(await freePort(), options, password, folder ? makeCertificates(folder) : undefined);
    await server.begin();
    return server;
  }

  get url(): string {
    return `${this.certificates ? 'rediss' : 'redis'}://127.0.0.1:${this.port}`;
  }

  /** As clients and workers are given it. */
  get address(): QueueAddress {
    return { url: this.url, password: this.password, tlsCa: this.certificates?.ca };
  }

  /** A connection of the test's own. */
  get admin(): Redis {
    this.control ??= new Redis({ port: this.port, password: this.password, maxRetriesPerRequest: null }).on(
      'error',
      () => undefined,
    );
    return this.control;
  }

  /** Starts it, or starts it again on the same port with the same data. */
  async begin(): Promise<void> {
    const { certificates: tls } = this;
    const listen = tls
      ? ['--port', '0', '--tls-port', String(this.port), '--tls-cert-file', tls.cert, '--tls-key-file', tls.key]
      : ['--port', String(this.port)];
    const child = spawn(
      'redis-server',
      [
        ...[...listen, '--bind', '127.0.0.1', '--dir', this.folder, '--save', ''],
        ...(tls ? ['--tls-ca-cert-file', tls.ca, '--tls-auth-clients', 'no'] : []),
        ...(this.password === undefined ? [] : ['--requirepass', this.password]),
        ...this.options,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.child = child;
    children.add(child);
    let log = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (text: Buffer): void => {
        log += text.toString();
        if (log.includes('Ready to accept connections')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'ENOENT'
            ? new Error(
                'These tests need redis-server 6.2 or newer on the PATH (Debian: apt-get install redis-server).',
              )
            : error,
        ),
      );
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${String(code)}:\n${log}`)));
    });
  }

  /** Ends the process, by default as a machine that loses its power does. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = undefined;
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill(signal);
    await ended;
    children.delete(child);
  }

  /** Ends it and leaves nothing behind. */
  async stop(): Promise<void> {
    this.control?.disconnect();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.certificates) rmSync(join(this.certificates.ca, '..'), { recursive: true, force: true });
  }
}
