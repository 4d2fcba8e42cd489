import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { RedisOptions } from './library';
import { QueueProblem } from './problem';

/** Where the server of a queue is, and how to be let in. */
export interface QueueAddress {
  /** `redis://host:6379/0` or `rediss://…`; it may hold a user name and a password. */
  url: string;
  /** Instead of the one in `url`. */
  password?: string;
  /** PEM files: the authority that signed the server's certificate, and a certificate and key of one's own. */
  tlsCa?: string;
  tlsCert?: string;
  tlsKey?: string;
}

function readPem(file: string | undefined, what: string): Buffer | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    throw new QueueProblem(`Cannot read ${file} (${what}): ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
}

/** The address without its password, as it is shown. */
export function shownAddress(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== '') parsed.password = '***';
    return parsed.toString().replace(/\/$/, '');
  } catch {
    return url;
  }
}

/** Options of a connection. Throws QueueProblem for an address that is none. */
export function connectionOptions({ url, password, tlsCa, tlsCert, tlsKey }: QueueAddress): RedisOptions {
  const expected = (got: string): never => {
    throw new QueueProblem(`Queue: expected an address such as redis://host:6379/0, got ${JSON.stringify(got)}.`);
  };
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return expected(url);
  }
  const shown = shownAddress(url);
  const database = /^\/?(\d{0,5})$/.exec(parsed.pathname)?.[1];
  if (!['redis:', 'rediss:'].includes(parsed.protocol) || parsed.hostname === '' || database === undefined)
    return expected(shown);
  if (parsed.search !== '' || parsed.hash !== '') return expected(shown);
  const tls = parsed.protocol === 'rediss:';
  if (!tls && [tlsCa, tlsCert, tlsKey].some((file) => file !== undefined))
    throw new QueueProblem(`Queue: expected an address with rediss:// for TLS certificates, got ${shown}.`);
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: parsed.port === '' ? 6379 : Number(parsed.port),
    db: Number(database),
    username: parsed.username === '' ? undefined : decodeURIComponent(parsed.username),
    password: password ?? (parsed.password === '' ? undefined : decodeURIComponent(parsed.password)),
    tls: tls
      ? {
          ca: readPem(tlsCa, 'certificate authority'),
          cert: readPem(tlsCert, 'certificate'),
          key: readPem(tlsKey, 'key'),
          // An address is no server name.
          servername: isIP(host) === 0 ? host : undefined,
        }
      : undefined,
  };
}
