import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keys, queueName } from '../../../src/queue/keys';
import {
  ended,
  follow,
  madeUpRecords,
  orders,
  recordsOf,
  redis,
  reference,
  sweepOf,
  temporaryFolder,
  until,
  workerOf,
} from './support';
import { TestCompute, type TrialName } from './testCompute';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const sweep = 'f'.repeat(32);
type Files = Record<string, { name: string; sha256: string; size: number }[]>;

/** Files as jobs list them, under the right hash of their list. */
const listed = (...bundle: Files[string]): { id: string; files: Files } => {
  const id = sha256(JSON.stringify(bundle)).slice(0, 32);
  return { id, files: { [id]: bundle } };
};

/** A job that is right, but for what is changed. */
const jobWith = (change: object): object => ({
  format: 1,
  sweep,
  experiment: sweepOf(4, 5),
  parts: [{ cell: 0, initializer: 0, seeds: [0] }],
  files: {},
  code: {},
  ...change,
});

/** An experiment whose data comes from a file. */
const csv = (path: unknown, change: object = {}): object => ({
  ...sweepOf(2, 2),
  dataset: { kind: 'csv', path, target: 'y', testFraction: 0.2, splitSeed: 1, standardize: true },
  ...change,
});

const wrongs: unknown[] = [undefined, null, true, -1, 0.5, 1e300, '', 'x', [], {}, [[]], { a: 1 }];
const wrongFields = ['format', 'sweep', 'experiment', 'parts', 'files', 'code'].flatMap((field) =>
  wrongs
    .filter((value) => !(['files', 'code'].includes(field) && JSON.stringify(value) === '{}'))
    .map((value) => jobWith({ [field]: value })),
);
const wrongParts = ['cell', 'initializer', 'seeds'].flatMap((field) =>
  [...wrongs, 4, 2, 99, 2 ** 53, [0, 0], [5], [-1], ['0'], Array.from({ length: 1001 }, (_, seed) => seed)].flatMap(
    (value) =>
      // What stands there for another trial is no mistake.
      field === 'initializer' || !(field === 'cell' && (value === 2 || value === 0))
        ? [jobWith({ parts: [{ cell: 0, initializer: 0, seeds: [0], [field]: value }] })]
        : [],
  ),
);
const experiments = [
  { version: 2 },
  { loss: 'none' },
  { sweep: undefined },
  { sweep: [] },
  { sweep: [{ path: '/__proto__/polluted', values: [1, 2] }] },
  { sweep: [{ path: '/constructor/prototype/polluted', values: [1, 2] }] },
  { sweep: [{ path: '/optimizer/learningRate', from: 0.1, to: 1, count: 1e9, scale: 'log' }] },
  { network: { hidden: [1e12], activation: 'tanh' } },
  { network: { hidden: Array.from({ length: 5000 }, () => 2), activation: 'tanh' } },
  { training: { steps: 1e300, batchSize: 'full', recordEvery: 1 } },
  { random: { seeds: Array.from({ length: 100_000 }, (_, seed) => seed) } },
  { initializers: [{ kind: 'code', code: 'process.exit()' }] },
  { unknown: 'x'.repeat(2_000_000) },
  { model: { file: '/etc/passwd', name: 'Model' } },
].map((change) => jobWith({ experiment: { ...sweepOf(4, 5), ...change } }));
const leadingOut = [
  '/etc/passwd',
  '../../etc/passwd',
  '..',
  '.',
  '',
  'C:\\Windows\\win.ini',
  '\\\\server\\share\\x.csv',
  'file:///etc/passwd',
  'x.csv',
  'x\0.csv',
  '__proto__',
  '__proto__/x.csv',
  'constructor/name',
  `${'0'.repeat(32)}/x.csv`,
];
const good = listed({ name: 'data.csv', sha256: sha256('1'), size: 1 });
const paths = [
  ...leadingOut,
  ...leadingOut.map((path) => `${good.id}/${path}`),
  `${good.id}/../${good.id}/data.csv`,
  `${good.id}/data.csv/..`,
  `${good.id}/other.csv`,
].flatMap((path) => [
  jobWith({ experiment: csv(path), files: good.files }),
  jobWith({
    experiment: { ...sweepOf(4, 5), initializers: [{ kind: 'fromFile', path }, { kind: 'heNormal' }] },
    files: good.files,
  }),
  jobWith({
    experiment: csv(`${good.id}/data.csv`, {
      sweep: [{ path: '/dataset/path', values: [path, `${good.id}/data.csv`] }],
    }),
    files: good.files,
  }),
]);
const bundles = [
  { [sweep]: good.files[good.id] },
  ...['..', '.', '/etc/passwd', '../x', 'a/b', 'a\\b', 'a\0b', '', 'x'.repeat(300)].map(
    (name) => listed({ name, sha256: sha256('1'), size: 1 }).files,
  ),
  listed({ name: 'data.csv', sha256: sha256('not there'), size: 9 }).files,
  listed({ name: 'data.csv', sha256: sha256('other bytes'), size: 11 }).files,
  listed({ name: 'data.csv', sha256: sha256('too many'), size: 8 }).files,
  listed({ name: 'data.csv', sha256: sha256('huge'), size: 2e9 }).files,
  listed({ name: 'data.csv', sha256: 'x', size: 1 }).files,
  listed({ name: 'data.csv', sha256: sha256('1'), size: -1 }).files,
  Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}`, good.files[good.id]])),
].map((files) => jobWith({ files, experiment: csv(`${Object.keys(files)[0]}/data.csv`) }));

/** Texts that are put where BullMQ expects the JSON of a job. */
const texts = [
  '',
  '{',
  'undefined',
  'NaN',
  '"',
  '[]'.repeat(10),
  '['.repeat(100_000),
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `{"format":1,"sweep":"${sweep}","parts":[],"files":{},"experiment":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
  `{"__proto__":{"format":1},"constructor":{"prototype":{"polluted":1}}}`,
  JSON.stringify(jobWith({})).replace('"files"', '"__proto__":{"polluted":1},"files"'),
  JSON.stringify(jobWith({ files: 0 })).replace(
    '"files":0',
    `"files":{"__proto__":${JSON.stringify(good.files[good.id])}}`,
  ),
  `"${'x'.repeat(20_000_000)}"`,
  '\u0000\u0001\ufffd',
  '1e999',
  '-',
];

it('computes none of the jobs of a stranger, loses no worker to them, and goes on with real ones', async () => {
  const { address, admin } = await redis();
  const computed: TrialName[] = [];
  const unhandled: unknown[] = [];
  const hear = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', hear);
  const data = temporaryFolder();
  const { said, directory } = await workerOf(
    address,
    new TestCompute(0, { ended: (name) => void computed.push(name) }),
    { data, concurrency: 4, lockSeconds: 1 },
  );
  // A link out of the folder of data: what it leads to has the name, but not the bytes that are asked for.
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'data.csv'), 'secret');
  mkdirSync(join(data, 'sub'));
  symlinkSync(join(outside, 'data.csv'), join(data, 'sub', 'data.csv'));
  // Files on the server that are not what their names say.
  await admin.set(keys.file(sha256('other bytes')), '1');
  await admin.set(keys.filePiece(sha256('other bytes'), 0), 'OTHER BYTES');
  await admin.set(keys.file(sha256('too many')), '1000000000');
  await admin.set(keys.filePiece(sha256('too many'), 0), 'too many');

  const server = await orders(address);
  const queue = server.queue(reference);
  const jobs = [...wrongFields, ...wrongParts, ...experiments, ...paths, ...bundles];
  expect(jobs.length + texts.length).toBeGreaterThan(200);
  await queue.addBulk(jobs.map((job, index) => ({ name: 'trials', data: job, opts: { jobId: `hostile-${index}` } })));
  for (const [index, text] of texts.entries()) {
    // As a stranger would: past the client's library.
    const id = `text-${index}`;
    const name = `initlab:${queueName(reference)}`;
    await admin.hset(`${name}:${id}`, {
      name: 'trials',
      data: text,
      opts: '{"attempts":1}',
      timestamp: '1',
      priority: '0',
    });
    await admin.lpush(`${name}:wait`, id);
  }
  const followed = follow(address, sweepOf(3, 20));
  const run = await ended(followed);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  await until(async () => (await queue.getJobCountByTypes('wait', 'prioritized', 'delayed')) === 0);
  await until(async () => (await server.workers()).every(({ running }) => running === 0));
  // Then too.
  const later = await ended(
    follow(address, sweepOf(2, 5, { training: { steps: 2, batchSize: 'full', recordEvery: 1 } })),
  );
  expect(recordsOf(later)).toEqual(madeUpRecords(later));
  process.off('unhandledRejection', hear);
  expect(unhandled).toEqual([]);
  expect(computed).toHaveLength(120 + 20);
  // Each is told, in one line; the library says itself which could not be read.
  expect(said.filter((line) => line.startsWith('Refused job hostile-') || line.startsWith('Job hostile-')).length).toBe(
    jobs.length,
  );
  expect(said.filter((line) => line.length > 1500)).toEqual([]);
  expect(readdirSync(directory, { recursive: true }).filter((name) => String(name).endsWith('.csv'))).toEqual([]);
  expect(readdirSync(directory, { recursive: true }).filter((name) => String(name).endsWith('.part'))).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
