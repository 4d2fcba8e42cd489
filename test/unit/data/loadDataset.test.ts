import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { singlesOf } from '../../../src/engine/datasets/inputs';
import type { DatasetError } from '../../../src/engine/datasets/datasetError';
import { idxFiles } from '../../../src/engine/datasets/images/mnist';
import { Room } from '../../../src/engine/datasets/room';
import { writeNpy } from '../../../src/engine/formats/npy';
import { networkExperimentSchema, type ExperimentInput } from '../../../src/experiment/format/schema';
import { mnist } from '../../../src/experiment/presets/imagePresets';
import type { DataPlaces } from '../../../src/protocol/trainer';
import { loadDataset, wantedDataset } from '../../../src/data/loadDataset';
import { previewOf } from '../../../src/data/preview';
import { RunRefused } from '../../../src/data/refused';
import { batch, idxImages, idxLabels, tarOf } from './imageFileSupport';

const root = mkdtempSync(join(tmpdir(), 'initlab-data-'));
const workspace = join(root, 'workspace');
const shipped = resolve('media/datasets');
const load = (dataset: ExperimentInput['dataset'], places: Partial<DataPlaces> = {}) =>
  loadDataset(wantedDataset(networkExperimentSchema.parse({ ...mnist.experiment, dataset })), workspace, {
    folders: [],
    ...places,
  });
const refused = (work: Promise<unknown>) => expect(work).rejects.toBeInstanceOf(RunRefused);
/** The file that a refusal blames. */
const blamed = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: RunRefused) => (error.cause as DatasetError | undefined)?.file,
  );

/** Four IDX files whose training images number `count`. */
function writeIdx(folder: string, count: number, end = ''): void {
  mkdirSync(folder, { recursive: true });
  const pack = end === '.gz' ? gzipSync : (bytes: Uint8Array) => bytes;
  const labels = (rows: number) => idxLabels(Array.from({ length: rows }, (_, row) => row % 10));
  writeFileSync(join(folder, idxFiles.trainImages + end), pack(idxImages(count, 28, 28, (at) => at % 251)));
  writeFileSync(join(folder, idxFiles.trainLabels + end), pack(labels(count)));
  writeFileSync(join(folder, idxFiles.testImages + end), pack(idxImages(4, 28, 28, (at) => at % 7)));
  writeFileSync(join(folder, idxFiles.testLabels + end), pack(labels(4)));
}

beforeAll(() => {
  writeIdx(join(workspace, 'digits'), 12);
  writeIdx(join(root, 'all', 'MNIST', 'raw'), 30, '.gz');
  writeIdx(join(root, 'all', 'fashion-mnist'), 20);
  const cifar = join(root, 'all', 'cifar10');
  mkdirSync(cifar);
  const batches = [1, 2, 3, 4, 5].map((number) => ({
    name: `data_batch_${number}.bin`,
    bytes: batch([number, number]),
  }));
  const test = { name: 'test_batch.bin', bytes: batch([9, 8, 7]) };
  for (const { name, bytes } of [...batches, test]) writeFileSync(join(cifar, name), bytes);
  writeFileSync(
    join(workspace, 'cifar-10-binary.tar.gz'),
    gzipSync(
      tarOf(
        [...batches.toReversed(), test].map(({ name, bytes }) => ({ name: `cifar-10-batches-bin/${name}`, bytes })),
      ),
    ),
  );
  writeFileSync(
    join(workspace, 'x.npy'),
    writeNpy(
      Float64Array.from({ length: 24 }, (_, i) => i / 2),
      [8, 3],
    ),
  );
  writeFileSync(join(workspace, 'y.npy'), writeNpy(Float64Array.from([5, 5, 7, 7, 9, 5, 7, 9]), [8]));
});

describe('published images', () => {
  it('are read from the path, relative to the experiment', async () => {
    expect((await load({ kind: 'mnist', path: 'digits' })).train.count).toBe(12);
    expect((await load({ kind: 'mnist', path: `digits/${idxFiles.trainImages}` })).train.count).toBe(12);
    expect((await load({ kind: 'fashionMnist', path: join(root, 'all', 'fashion-mnist') })).classNames![9]).toBe(
      'Ankle boot',
    );
  });

  it('without a path are those of the first folder that has them', async () => {
    const folders = [join(root, 'nowhere'), join(root, 'all')];
    expect((await load({ kind: 'mnist' }, { folders, shipped })).train.count).toBe(30);
    expect((await load({ kind: 'fashionMnist' }, { folders })).train.count).toBe(20);
    const { train, test } = await load({ kind: 'cifar10' }, { folders });
    expect([[...train.labels!], [...test!.labels!]]).toEqual([
      [1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
      [9, 8, 7],
    ]);
  });

  it('of CIFAR-10 come out of its archive in the order of the batches', async () => {
    for (const path of ['cifar-10-binary.tar.gz', '.']) {
      const { train, test } = await load({ kind: 'cifar10', path, train: 5 });
      expect([[...train.labels!], test!.count]).toEqual([[1, 1, 2, 2, 3], 3]);
    }
  });

  it('fall back to the small set, and say so', async () => {
    const dataset = await load({ kind: 'mnist' }, { shipped });
    expect([dataset.train.count, dataset.test!.count]).toEqual([2000, 500]);
    expect(dataset.note).toBeDefined();
    expect(previewOf(dataset).note).toBe(dataset.note);
    expect((await load({ kind: 'mnist', path: 'digits' }, { shipped })).note).toBeUndefined();
  });

  it('that are not there are refused', async () => {
    await refused(load({ kind: 'mnist', train: 2001 }, { shipped }));
    await refused(load({ kind: 'fashionMnist' }, { shipped }));
    await refused(load({ kind: 'mnist', path: 'nowhere' }));
    await refused(load({ kind: 'cifar10', path: 'digits' }));
  });

  it('that are damaged are refused with the name of the file', async () => {
    const folder = join(workspace, 'damaged');
    writeIdx(folder, 3);
    writeFileSync(join(folder, idxFiles.trainLabels), idxLabels([1, 2]));
    expect(await blamed(load({ kind: 'mnist', path: 'damaged' }))).toBe(join(folder, idxFiles.trainLabels));
    // The labels under the name of the images.
    copyFileSync(join(folder, idxFiles.trainLabels), join(folder, idxFiles.trainImages));
    expect(await blamed(load({ kind: 'mnist', path: 'damaged' }))).toBe(join(folder, idxFiles.trainImages));
  });

  it('are shown class after class', async () => {
    const { images } = previewOf(await load({ kind: 'mnist' }, { shipped }));
    expect([...images!.classes]).toEqual(Array.from({ length: 40 }, (_, index) => Math.floor(index / 4)));
    expect(images!.pixels).toHaveLength(40 * 784);
    expect(Math.max(...images!.pixels)).toBe(255);
  });
});

describe('NumPy arrays', () => {
  it('become samples with classes in ascending order', async () => {
    const { features, classes, classNames, train, test } = await load({
      kind: 'npy',
      x: 'x.npy',
      y: 'y.npy',
      testFraction: 0,
    });
    expect([features, classes, classNames, test]).toEqual([3, 3, ['5', '7', '9'], undefined]);
    expect([...train.labels!]).toEqual([0, 0, 1, 1, 2, 0, 1, 2]);
    expect([...train.inputs.slice(0, 4)]).toEqual([0, 0.5, 1, 1.5]);
  });

  it('are split as train_test_split splits, or have a test of their own', async () => {
    // sklearn.model_selection.train_test_split(np.arange(8), random_state=0)
    const { train, test } = await load({ kind: 'npy', x: 'x.npy', y: 'y.npy' });
    const rows = (inputs: Float32Array) => Array.from({ length: inputs.length / 3 }, (_, row) => inputs[3 * row] / 1.5);
    expect([rows(singlesOf(train.inputs)), rows(singlesOf(test!.inputs))]).toEqual([
      [1, 7, 3, 0, 5, 4],
      [6, 2],
    ]);
    const own = await load({ kind: 'npy', x: 'x.npy', y: 'y.npy', testX: 'x.npy', testY: 'y.npy' });
    expect([own.train.count, own.test!.count]).toEqual([8, 8]);
  });

  it('that do not fit each other are refused', async () => {
    writeFileSync(join(workspace, 'short.npy'), writeNpy(new Float64Array(7), [7]));
    writeFileSync(join(workspace, 'half.npy'), writeNpy(new Float64Array(8).fill(0.5), [8]));
    writeFileSync(join(workspace, 'text.npy'), 'not an array');
    for (const y of ['short.npy', 'half.npy', 'text.npy', 'x.npy']) {
      expect(await blamed(load({ kind: 'npy', x: 'x.npy', y }))).toBe(join(workspace, y));
    }
    await refused(load({ kind: 'npy', x: 'x.npy', y: 'nowhere.npy' }));
  });
});

describe('in a workspace that is not trusted', () => {
  const within = [workspace];
  it('what lies inside is read, and so is the small set', async () => {
    expect((await load({ kind: 'mnist', path: 'digits' }, { within })).train.count).toBe(12);
    expect((await load({ kind: 'mnist' }, { within, shipped })).train.count).toBe(2000);
  });

  it('no path leads out, by its name or by a link', async () => {
    symlinkSync(join(root, 'all', 'fashion-mnist'), join(workspace, 'link'));
    for (const path of [join(root, 'all', 'fashion-mnist'), '../all/fashion-mnist', 'link']) {
      await refused(load({ kind: 'fashionMnist', path }, { within }));
      expect((await load({ kind: 'fashionMnist', path })).train.count).toBe(20);
    }
    mkdirSync(join(workspace, 'links'));
    for (const name of Object.values(idxFiles))
      symlinkSync(join(root, 'all', 'fashion-mnist', name), join(workspace, 'links', name));
    await refused(load({ kind: 'fashionMnist', path: 'links' }, { within }));
    writeFileSync(join(root, 'table.csv'), 'a,b,c\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n');
    await refused(load({ kind: 'csv', path: '../table.csv', target: 'c' }, { within }));
    expect((await load({ kind: 'csv', path: '../table.csv', target: 'c' })).train.count).toBe(3);
    await refused(load({ kind: 'npy', x: 'x.npy', y: '../y.npy' }, { within }));
  });

  it('a set without its test files is read like any other', async () => {
    expect((await load({ kind: 'mnist', path: 'digits', test: 0 }, { within })).test).toBeUndefined();
  });

  it('what cannot be looked at is not read: a path that leads through links to one longer than PATH_MAX', async () => {
    const parts = (letter: string) => Array.from({ length: 15 }, () => letter.repeat(200)).join('/');
    mkdirSync(join(root, 'outside', parts('a')), { recursive: true });
    symlinkSync(join(root, 'outside', parts('a')), join(workspace, 'far'));
    mkdirSync(join(workspace, 'far', parts('b')), { recursive: true });
    const path = join('far', parts('b'), 'table.csv');
    writeFileSync(join(workspace, path), 'a,b,c\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n');
    try {
      await expect(realpath(join(workspace, path))).rejects.toThrow('ENAMETOOLONG');
      expect((await load({ kind: 'csv', path, target: 'c' })).train.count).toBe(3);
      await refused(load({ kind: 'csv', path, target: 'c' }, { within }));
    } finally {
      rmSync(join(workspace, 'far', 'b'.repeat(200)), { recursive: true });
    }
  });

  it('nor by a link to itself, nor where the folder of the workspace is gone', async () => {
    symlinkSync('round', join(workspace, 'round'));
    await expect(load({ kind: 'csv', path: 'round', target: 'c' }, { within })).rejects.toThrow(
      /Cannot read .*round \(dataset\.path\): ELOOP\. In an untrusted workspace, inaccessible paths are not read/,
    );
    await refused(load({ kind: 'mnist', path: 'digits' }, { within: [join(root, 'gone')] }));
  });
});

describe('what is no regular file, or too large', () => {
  const told = (work: Promise<unknown>) =>
    work.then(
      () => 'loaded',
      (error: unknown) => (error instanceof RunRefused ? error.message : `${error}`),
    );
  const places = (path: string): ExperimentInput['dataset'][] => [
    { kind: 'csv', path, target: -1 },
    { kind: 'npy', x: path, y: path },
    { kind: 'mnist', path },
    { kind: 'cifar10', path },
  ];

  it.skipIf(process.platform === 'win32')('is refused without being opened: pipes, devices', async () => {
    const pipe = join(root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const [path, kind] of [
      [pipe, 'a pipe'],
      ['/dev/zero', 'a device'],
    ] as const) {
      for (const dataset of places(path)) expect(await told(load(dataset))).toContain(`not a regular file but ${kind}`);
    }
  });

  it('is refused by its size before it is read', async () => {
    const file = join(root, 'huge.csv');
    closeSync(openSync(file, 'w'));
    // A file with a hole: it has a size, and takes no room.
    truncateSync(file, 5e9);
    const limited = (dataset: ExperimentInput['dataset'], most = 64e6) => {
      const room = new Room(most);
      const loaded = loadDataset(
        wantedDataset(networkExperimentSchema.parse({ ...mnist.experiment, dataset })),
        workspace,
        { folders: [], shipped },
        room,
      );
      return told(loaded).then((message) => ({ message, peak: room.peak }));
    };
    const huge: ExperimentInput['dataset'][] = [
      ...places(file).filter(({ kind }) => kind !== 'mnist'),
      { kind: 'teacher', train: 10_000_000, features: 100 },
      { kind: 'blobs', train: 10_000_000, features: 10_000, test: 10_000_000 },
      { kind: 'circles', train: 10_000_000 },
      { kind: 'moons', train: 60, test: 10_000_000 },
    ];
    for (const dataset of huge) {
      const { message, peak } = await limited(dataset);
      expect(message).toMatch(/^The run needs at least [\d ]+ MB .*; the limit is 64 MB/);
      expect(peak).toBeLessThan(64e6);
    }
    expect((await limited({ kind: 'mnist' }, 1e6)).message).toContain('the limit is 1 MB');
    expect((await limited({ kind: 'mnist' })).message).toBe('loaded');
  });
});
