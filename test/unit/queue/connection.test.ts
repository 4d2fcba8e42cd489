import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { QueueConnection } from '../../../src/queue/connection';
import { makeCertificates, freePort } from './redisServer';
import {
  afterwards,
  ended,
  follow,
  madeUpRecords,
  recordsOf,
  redis,
  sweepOf,
  temporaryFolder,
  until,
  workerOf,
} from './support';
import { TestCompute } from './testCompute';

/** Why a client cannot use a server. */
async function refusal(address: Parameters<typeof QueueConnection.open>[0]): Promise<string> {
  const connection = QueueConnection.open(address, { patient: false, say: () => undefined });
  const message = await connection.then(
    (open) => {
      open.close();
      return 'It is open.';
    },
    (error: Error) => error.message,
  );
  return message.replace(/(127\.0\.0\.1|localhost):\d+/, 'HOST');
}

/** What a server that is no Redis does with connections. */
async function stub(answer: (socket: Socket, text: string) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => answer(socket, bytes.toString()));
  });
  server.listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  afterwards(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `redis://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** Answers every command of a client in the protocol, INFO with a text. */
const answering =
  (info: string) =>
  (socket: Socket, text: string): void => {
    for (const [, , command] of text.matchAll(/\*\d+\r\n\$(\d+)\r\n(\w+)\r\n/g))
      socket.write(
        /^info$/i.test(command)
          ? `$${info.length}\r\n${info}\r\n`
          : /^hello$/i.test(command)
            ? "-ERR unknown command 'HELLO'\r\n"
            : '+OK\r\n',
      );
  };

it('says why a server cannot be used: password, user, none there', async () => {
  const { url } = await redis([], { password: 'secret' });
  expect(await refusal({ url })).toBe('Cannot use redis://HOST: the server requires a password.');
  expect(await refusal({ url, password: 'guess' })).toBe(
    'Cannot use redis://HOST: the server rejected the user name or password.',
  );
  expect(await refusal({ url: url.replace('//', '//somebody:secret@') })).toBe(
    'Cannot use redis://somebody:***@HOST: the server rejected the user name or password.',
  );
  expect(await refusal({ url, password: 'secret' })).toBe('It is open.');
  expect(await refusal({ url: url.replace('//', '//:secret@') })).toBe('It is open.');
  expect(await refusal({ url: `redis://127.0.0.1:${await freePort()}` })).toBe(
    'Cannot use redis://HOST: nothing listens there (connection refused).',
  );
});

it('says it too to a worker, which does not wait for what waiting does not mend', async () => {
  const { url } = await redis([], { password: 'secret' });
  const said: (string | undefined)[] = [];
  const opening = QueueConnection.open(
    { url, password: 'guess' },
    { patient: true, say: (text) => void said.push(text) },
  );
  await expect(opening).rejects.toThrow('the server rejected the user name or password');
});

it('lets a user in who may do what is needed, and tells one who may not', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'users.acl');
  writeFileSync(
    file,
    [
      'user default on nopass ~* &* +@all',
      'user lab on >good ~initlab:* &initlab:* +@all -@admin -@dangerous +info',
      'user looks on >good ~initlab:* &initlab:* +ping +info +select',
    ].join('\n'),
  );
  const { url } = await redis(['--aclfile', file]);
  const as = (user: string) => ({ url: url.replace('//', `//${user}:good@`) });
  const { said } = await workerOf(as('lab'), new TestCompute(0));
  const run = await ended(follow(as('lab'), sweepOf(2, 5)));
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect(said).toEqual([]);
  const followed = follow(as('looks'), sweepOf(2, 5));
  await expect(followed.handle.started).rejects.toThrow(/the user has too few permissions \(.*'hgetall'/);
  const { said: heard } = await workerOf(as('looks'), new TestCompute(0));
  await until(() => heard.length >= 2);
  for (const line of heard) expect(line).toMatch(/^Cannot use redis:.*: the user has too few permissions \(/);
  await new Promise((later) => setTimeout(later, 500));
  expect(new Set(heard).size).toBe(heard.length);
});

it('uses TLS with the authority that it is given, and says what is wrong with it else', async () => {
  const server = await redis([], { tls: true });
  const { address, port } = server;
  expect(await refusal(address)).toBe('It is open.');
  expect(await refusal({ ...address, url: `rediss://localhost:${port}` })).toBe('It is open.');
  expect(await refusal({ url: address.url })).toMatch(
    /^Cannot use rediss:\/\/HOST: the certificate of the server is not trusted \((UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN)\)\.$/,
  );
  const { ca } = makeCertificates(temporaryFolder());
  expect(await refusal({ url: address.url, tlsCa: ca })).toMatch(/the certificate of the server is not trusted/);
  expect(await refusal({ url: `redis://127.0.0.1:${port}` })).toBe(
    'Cannot use redis://HOST: the server closed the connection; it may require TLS (rediss://).',
  );
  const plain = await redis();
  expect(await refusal({ url: plain.url.replace('redis:', 'rediss:') })).toBe(
    'Cannot use rediss://HOST: no answer; the server may not use TLS there (redis://).',
  );
  await workerOf(address, new TestCompute(0));
  const run = await ended(follow(address, sweepOf(2, 5)));
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
});

it('says that something else answers, that nothing answers, and that a server is too old', async () => {
  const http = await stub((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const silent = await stub(() => undefined);
  const old = await stub(answering('redis_version:5.0.7\r\nmaxmemory_policy:noeviction\r\n'));
  expect(await Promise.all([http, silent, old].map((url) => refusal({ url })))).toEqual([
    'Cannot use redis://HOST: what answers there is not Redis or Valkey.',
    'Cannot use redis://HOST: no answer.',
    'Cannot use redis://HOST: expected Redis 6.2 or newer, or Valkey, got version 5.0.7.',
  ]);
});

it('waits for a server that comes later, and tells each reason once', async () => {
  const server = await redis();
  await server.kill();
  const said: (string | undefined)[] = [];
  const opening = QueueConnection.open(server.address, { patient: true, say: (text) => void said.push(text) });
  await until(() => said.length > 0);
  await new Promise((later) => setTimeout(later, 1500));
  await server.begin();
  (await opening).close();
  expect(said).toEqual([`Waiting for ${server.url}: nothing listens there (connection refused).`, undefined]);
});

it('gives up waiting when it is asked to', async () => {
  const asked = new AbortController();
  const url = `redis://127.0.0.1:${await freePort()}`;
  const opening = QueueConnection.open({ url }, { patient: true, say: () => asked.abort(), signal: asked.signal });
  await expect(opening).rejects.toThrow('The queue was closed.');
  const policy = new AbortController();
  const { address } = await redis(['--maxmemory-policy', 'allkeys-lru']);
  const waiting = QueueConnection.open(address, { patient: false, say: () => policy.abort(), signal: policy.signal });
  await expect(waiting).rejects.toThrow('The queue was closed.');
});

it('waits while a server would throw jobs away, and goes on when that is mended', async () => {
  const { address, admin } = await redis(['--maxmemory-policy', 'allkeys-lru']);
  const followed = follow(address, sweepOf(2, 5));
  await until(() => followed.said.length > 0);
  expect(followed.said).toEqual([
    `Waiting for ${address.url}: its maxmemory-policy is allkeys-lru, with which trials could be lost. Set it to noeviction.`,
  ]);
  await admin.config('SET', 'maxmemory-policy', 'noeviction');
  await workerOf(address, new TestCompute(0));
  const run = await ended(followed);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
});

it('can be stopped while it waits', async () => {
  const { address } = await redis(['--maxmemory-policy', 'volatile-lru']);
  const followed = follow(address, sweepOf(2, 5));
  await until(() => followed.said.length > 0);
  await followed.handle.stop();
  await expect(followed.handle.started).rejects.toThrow('The run was stopped before its first step.');
  await followed.handle.ended;
});
