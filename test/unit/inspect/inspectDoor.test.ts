import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { alignedTable } from '../../../src/cli/output/alignedTable';
import { gunzipped } from '../../../src/engine/datasets/images/gunzip';
import { NpyError, readNpy } from '../../../src/engine/formats/npyRead';
import { readSafetensors, SafetensorsError } from '../../../src/engine/formats/safetensors';
import { FileProblem } from '../../../src/inspect/files/fileProblem';
import { Inspection, mostWhole } from '../../../src/inspect/report/inspection';
import { openTensorFile } from '../../../src/inspect/open/openTensorFile';
import { memorySource } from '../../../src/inspect/files/sources';
import type { ByteSource, TensorFile } from '../../../src/inspect/files/tensorFile';
import { npyFile } from '../../fuzz/targets/npy';
import { safetensorsFile } from '../../fuzz/targets/safetensors';
import { numbersOf, openPath } from './inspectSupport';
import { zip } from './readers/rawZip';

const open = (bytes: Uint8Array, name: string): Promise<TensorFile> => openTensorFile(memorySource(bytes), name);
const safetensors = (header: unknown, data = 0): Uint8Array =>
  safetensorsFile(typeof header === 'string' ? header : JSON.stringify(header), data);
const tensor = (dtype: string, shape: number[], at: number, end: number): object => ({
  dtype,
  shape,
  data_offsets: [at, end],
});
const folder = mkdtempSync(join(tmpdir(), 'initlab-door-'));
const initlab = (...args: string[]) =>
  spawnSync(process.execPath, ['out/test/cli.js', 'inspect', ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });

describe('a file without a tensor that can be shown', () => {
  it.each([
    [
      'types that have no numbers of ours',
      'a.safetensors',
      safetensors({ q: tensor('I4', [4], 0, 2), s: tensor('F8_E8M0', [2], 2, 4) }, 4),
      'none; left out: q (numbers of type I4), s (numbers of type F8_E8M0)',
    ],
    ['metadata alone', 'a.safetensors', safetensors({ __metadata__: { format: 'pt' } }), 'none'],
    [
      'texts',
      'a.npz',
      zipSync({ 'names.npy': npyFile("{'descr': '<U3', 'fortran_order': False, 'shape': (1,), }", 12) }),
      'none; left out: names (numbers of type <U3)',
    ],
    ['nothing', 'a.npz', zipSync({}), 'none'],
  ])('is refused in one line that names what it has: %s', async (_, name, bytes, found) => {
    await expect(open(bytes, name)).rejects.toMatchObject({ name: 'FileProblem', found });
  });

  it('in the command line too, and --json names what is left out beside tensors', () => {
    const only = join(folder, 'only.safetensors');
    writeFileSync(only, safetensors({ q: tensor('I4', [4], 0, 2) }, 2));
    const { status, stderr, stdout } = initlab(only);
    expect([status, stdout, stderr.trimEnd()]).toEqual([
      2,
      '',
      `initlab: Cannot read ${only}: Expected tensors that can be shown in the file, found none; left out: q (numbers of type I4).`,
    ]);
    const mixed = join(folder, 'mixed.safetensors');
    writeFileSync(mixed, safetensors({ w: tensor('F32', [2], 0, 8), q: tensor('I4', [4], 8, 10) }, 10));
    expect(JSON.parse(initlab(mixed, '--json').stdout)).toMatchObject({
      tensors: [{ name: 'w' }],
      skipped: [{ name: 'q', reason: 'numbers of type I4' }],
    });
  });
});

describe('what a header of .npy says', () => {
  it.each([
    ["{'descr': '<M8[D]', 'fortran_order': False, 'shape': (1,), }", '<M8[D]'],
    ["{'descr': '<constructor', 'fortran_order': False, 'shape': (1,), }", '<constructor'],
    ["{'descr': '<__proto__', 'fortran_order': False, 'shape': (1,), }", '<__proto__'],
    ["{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", 'a structure'],
  ])('is named as it stands: %s', async (header, found) => {
    await expect(open(npyFile(header, 8), 'a.npy')).rejects.toMatchObject({ name: 'FileProblem', found });
    expect(() => readNpy(npyFile(header, 8))).toThrow(NpyError);
  });

  it('may have double quotes and blanks', async () => {
    const bytes = npyFile('{"shape" : (2, 3), "descr": "<f4", "fortran_order": False}', 24);
    expect((await open(bytes, 'a.npy')).tensors).toMatchObject([{ shape: [2, 3], dtype: 'f32' }]);
    expect(readNpy(bytes)).toMatchObject({ shape: [2, 3], type: 'f4' });
  });
});

describe('values of a header are looked at before they are used', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  it.each([`{"toString":1}`, deep, 'null', '5'])('metadata that is no text is left out: %.20s', async (value) => {
    const bytes = safetensors(
      `{"__metadata__":{"format":${value},"note":"x"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`,
      4,
    );
    expect((await open(bytes, 'a.safetensors')).metadata).toEqual({ note: 'x' });
    expect(readSafetensors(bytes).metadata).toEqual({ note: 'x' });
  });

  it.each([
    ['dtype', `{"dtype":${deep},"shape":[1],"data_offsets":[0,4]}`],
    ['shape', `{"dtype":"F32","shape":[${deep}],"data_offsets":[0,4]}`],
    ['side', '{"dtype":"F32","shape":[{"toString":1}],"data_offsets":[0,4]}'],
    ['offsets', `{"dtype":"F32","shape":[1],"data_offsets":${deep}}`],
    ['entry', deep],
  ])('one that is nested is refused: %s', async (_, entry) => {
    const bytes = safetensors(`{"a":${entry}}`, 4);
    await expect(open(bytes, 'a.safetensors')).rejects.toBeInstanceOf(FileProblem);
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
  });

  it('tensors of no bytes do not hide others that overlap', async () => {
    const header = { a: tensor('F32', [2], 0, 8), none: tensor('F32', [0], 4, 4), b: tensor('F32', [1], 4, 8) };
    await expect(open(safetensors(header, 8), 'a.safetensors')).rejects.toMatchObject({ expected: 'separate bytes' });
  });
});

describe('names', () => {
  it('of megabytes are cut in the middle', async () => {
    const name = `${'a'.repeat(3_000_000)}.weight`;
    const { tensors } = await open(
      safetensors({ [name]: tensor('F32', [1], 0, 4), b: tensor('F32', [1], 4, 8) }, 8),
      'a.safetensors',
    );
    expect(tensors.map((entry) => entry.name.length)).toEqual([151, 1]);
    expect(tensors[0].name).toMatch(/^a{100}….*\.weight$/);
  });

  it('of 150 000 tensors are listed', async () => {
    const file = await open(
      safetensors(Object.fromEntries(Array.from({ length: 150_000 }, (_, i) => [`w${i}`, tensor('F32', [0], 0, 0)]))),
      'a.safetensors',
    );
    const { placed } = new Inspection(file);
    const lines = alignedTable(placed.map(({ entry }) => [entry.name, String(entry.count)])).split('\n');
    expect(lines).toHaveLength(150_001);
    expect(lines[150_000]).toBe('w149999  0');
  });
});

it.each(['a.safetensors', 'a.pt', 'a.npz', 'a.npy', 'a.h5', 'a.keras'])(
  'a pointer of Git LFS is named as one: %s',
  async (name) => {
    const text = 'version https://git-lfs.github.com/spec/v1\noid sha256:abababab\nsize 19332096\n';
    await expect(open(new TextEncoder().encode(text), name)).rejects.toMatchObject({
      found: expect.stringContaining('Git LFS'),
    });
  },
);

it('a gzip file of two bytes ends early', () => {
  expect(() => gunzipped({ name: 'a.gz', bytes: Uint8Array.of(0x1f, 0x8b) })).toThrow(/it is truncated/);
});

it.skipIf(process.platform === 'win32')('a pipe and a device are named, not waited for', async () => {
  const pipe = join(folder, 'pipe.pt');
  execFileSync('mkfifo', [pipe]);
  await expect(openPath(pipe)).rejects.toMatchObject({ name: 'FileProblem', found: 'a pipe' });
  await expect(openPath('/dev/zero')).rejects.toMatchObject({ name: 'FileProblem', found: 'a device' });
  await expect(openPath(folder)).rejects.toMatchObject({ name: 'FileProblem', found: 'a folder' });
});

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
/** The operations that rebuild a tensor of the storage 0, with its offset, shape and strides as operations. */
const rebuilt = (offset: string, shape: string, strides: string): string =>
  `ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x02tQ${offset}${shape}${strides}\x89}tR`;
const key = (name: string): string => `X${String.fromCharCode(name.length)}\0\0\0${name}`;
const torch = (operations: string): Uint8Array =>
  zipSync({ 'a/data.pkl': latin1(`\x80\x02${operations}.`), 'a/data/0': new Uint8Array(8) }, { level: 0 });
const sound = `${key('w')}${rebuilt('K\0', 'K\x02\x85', 'K\x01\x85')}`;
/** Counts the bytes that are read. */
function counting(bytes: Uint8Array): { source: ByteSource; read: () => number } {
  const inner = memorySource(bytes);
  let read = 0;
  return {
    source: { size: inner.size, read: (offset, length) => ((read += length), inner.read(offset, length)) },
    read: () => read,
  };
}

describe('one bad value of a pickle does not spoil its tensors', () => {
  const laughs = Array.from(
    { length: 12 },
    (_, i) =>
      `}(${Array.from({ length: 10 }, (_k, k) => `K${String.fromCharCode(k)}${i === 0 ? 'N' : `h${String.fromCharCode(i - 1)}`}`).join('')}uq${String.fromCharCode(i)}`,
  ).join('');
  it.each([
    ['lists in lists, 100 000 deep', `${']'.repeat(100_000)}N${'a'.repeat(100_000)}`],
    ['dictionaries in dictionaries, 100 000 deep', `${`}${key('k')}`.repeat(100_000)}N${'s'.repeat(100_000)}`],
    [
      'parameters in parameters, 100 000 deep',
      `${'ctorch._utils\n_rebuild_parameter\n'.repeat(100_000)}N${'\x85R'.repeat(100_000)}`,
    ],
    ['a parameter of itself', 'ctorch._utils\n_rebuild_parameter\n]q\x01Rq\x02h\x01h\x02a0'],
    ['a dictionary in itself', `}q\x01${key('k')}h\x01s`],
    ['an object in its own state', `cbuiltins\nobject\n)\x81q\x01}${key('me')}h\x01sb`],
    ['dictionaries that hold each other ten to the twelfth times', `(${laughs}l`],
    ['a storage offset that is a dictionary', rebuilt('}', 'K\x01\x85', 'K\x01\x85')],
    ['a shape that is a number', rebuilt('K\0', 'K\x01', 'K\x01\x85')],
    ['a storage that is missing', rebuilt('K\0', 'K\x01\x85', 'K\x01\x85').replace('\x000X', '\x009X')],
    ['a whole number of 200 bytes', `\x8a\xc8${'a'.repeat(200)}`],
    ['a name of an extension code', '\x82\x05'],
    [
      'a dtype with the name of a property',
      rebuilt('K\0', 'K\x01\x85', 'K\x01\x85').replace('FloatStorage', 'constructorStorage'),
    ],
  ])('%s', async (_, value) => {
    const file = await open(torch(`}(${key('v')}${value}${sound}u`), 'a.pt');
    expect(file.tensors).toMatchObject([{ name: 'w', shape: [2] }]);
    expect(await numbersOf(file, file.tensors[0])).toEqual([0, 0]);
  });
});

describe('work is measured for the whole file', () => {
  const side = (value: number): string =>
    `J${String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >> 24)}\x85`;

  it('tensors that repeat a storage of eight bytes are shown up to 32 MB together', async () => {
    const many = Array.from(
      { length: 40 },
      (_, i) => `${key(`a${i}`)}${rebuilt(`K${String.fromCharCode(i % 2)}`, side(2 ** 21 + i), 'K\0\x85')}`,
    ).join('');
    const { tensors, skipped } = await open(torch(`}(${many}u`), 'a.pt');
    expect(tensors.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 ** 25 + 32);
    expect(tensors.length + skipped.length).toBe(40);
    expect(skipped[0].reason).toContain('a view of numbers');
  });

  it('tied tensors are read once', async () => {
    const names = 5000;
    const tied = Array.from(
      { length: names },
      (_, i) => `${key(`w${i}`)}${i === 0 ? `${rebuilt('K\0', 'K\x02\x85', 'K\x01\x85')}q\x01` : 'h\x01'}`,
    ).join('');
    const { source, read } = counting(torch(`}(${tied}u`));
    const file = await openTensorFile(source, 'a.pt');
    expect(file.tensors).toHaveLength(names);
    const before = read();
    const inspection = new Inspection(file);
    for (const { index } of inspection.placed) expect((await inspection.report(index)).index).toBe(index);
    expect(read() - before).toBeLessThan(1000);
  });

  it('what is unpacked of an archive is measured, and of an array only its header is when it is opened', async () => {
    const zeros = npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (4194304,), }", 2 ** 24).fill(0, 200);
    const content = [...deflateRawSync(zeros)];
    const archive = zip(
      Array.from({ length: 24 }, (_, i) => ({ name: `a${i}.npy`, content, size: zeros.length, method: 8 })),
    );
    const { source, read } = counting(archive);
    const { tensors, skipped } = await openTensorFile(source, 'a.npz');
    expect(tensors.length + skipped.length).toBe(24);
    expect(tensors.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 ** 28 + 32 * archive.length);
    expect(skipped.length).toBeGreaterThan(0);
    // The directory is looked for in the last 64 kB; all of the arrays would be 16 kB each.
    expect(read()).toBeLessThan(64 * 1024 + 24 * 2048);
  });
});

describe('what a file has much of', () => {
  it('millions of keys in a header are refused before they are parsed, and colons within texts are none', async () => {
    const many = Array.from({ length: 820_000 }, (_, i) => `"k${i}":""`).join(',');
    await expect(open(safetensors(`{"__metadata__":{${many}}}`), 'a.safetensors')).rejects.toMatchObject({
      expected: 'at most 816384 keys',
    });
    const file = await open(
      safetensors(
        `{"__metadata__":{"tags":"${':\\"'.repeat(900_000)}"},"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`,
      ),
      'a.safetensors',
    );
    expect(file.tensors).toHaveLength(1);
  });

  it('reports beyond the first 10 000 are kept as what the findings need, and are made again when asked for', async () => {
    const header = Object.fromEntries(
      Array.from({ length: mostWhole + 2 }, (_, i) => [
        `layers.${i}.weight`,
        tensor('F32', [2, 2], 16 * i, 16 * i + 16),
      ]),
    );
    const inspection = new Inspection(await open(safetensors(header, 16 * (mostWhole + 2)), 'a.safetensors'));
    for (const { index } of inspection.placed) await inspection.report(index);
    expect(await inspection.report(0)).toBe(await inspection.report(0));
    const last = await inspection.report(mostWhole + 1);
    expect(last).not.toBe(await inspection.report(mostWhole + 1));
    expect(last.recognition.laws).toEqual((await inspection.report(0)).recognition.laws);
    expect(inspection.findings().filter(({ code }) => code === 'deadKernel')).toHaveLength(mostWhole + 2);
  }, 60_000);

  it('the command line lists 10 000 tensors and says how many more there are; --json lists all', () => {
    const path = join(folder, 'many.safetensors');
    writeFileSync(
      path,
      safetensors(Object.fromEntries(Array.from({ length: 10_003 }, (_, i) => [`t${i}`, tensor('F32', [0], 0, 0)]))),
    );
    const { stdout, status } = initlab(path);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => /^t\d+ /.test(line))).toHaveLength(10_000);
    expect(stdout).toContain('3 more tensors: --json lists all 10003');
    expect((JSON.parse(initlab('--json', path).stdout) as { tensors: unknown[] }).tensors).toHaveLength(10_003);
  }, 60_000);

  it('names with line breaks and marks of direction stay in their row', () => {
    const path = join(folder, 'names.safetensors');
    writeFileSync(path, safetensors({ 'a\nb\u202ec': tensor('F32', [1], 0, 4), 'q\nr': tensor('I4', [1], 4, 5) }, 5));
    const { stdout } = initlab(path);
    expect(stdout).toContain('\na\ufffdb\ufffdc  ');
    expect(stdout).toContain('not shown: q\ufffdr (');
  });
});

it.each(['https://git-lfs.github.com/spec/v1', 'https://hawser.github.com/spec/v1', 'http://git-media.io/v/2'])(
  'a pointer of %s is named, in the place of an index too',
  async (address) => {
    const text = `version ${address}\noid sha256:${'a'.repeat(64)}\nsize 12\n`;
    await expect(open(new TextEncoder().encode(`\ufeff${text}`), 'a.safetensors')).rejects.toMatchObject({
      found: expect.stringContaining('Git LFS'),
    });
    const index = join(folder, 'pointer.safetensors.index.json');
    writeFileSync(index, text);
    await expect(openPath(index)).rejects.toMatchObject({ found: expect.stringContaining('Git LFS') });
  },
);
