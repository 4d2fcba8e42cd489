import { countText, misfit, type DataFile } from '../dataFile';
import { gunzipped, type Look } from './gunzip';
import { imageSplit } from './images';
import { Room } from '../room';
import type { Dataset, ImageShape, ImageSpec, Split } from '../spec';
import { beginsTar, readTar } from './tar';

/** The files of CIFAR-10's binary version, in the order of their rows. */
export const cifarTrainFiles = [
  'data_batch_1.bin',
  'data_batch_2.bin',
  'data_batch_3.bin',
  'data_batch_4.bin',
  'data_batch_5.bin',
] as const;
export const cifarTestFile = 'test_batch.bin';
/** The archive that they are published in. */
export const cifarArchive = 'cifar-10-binary.tar.gz';

const shape: ImageShape = { width: 32, height: 32, channels: 3 };
const pixelBytes = shape.width * shape.height * shape.channels;
/** A label byte, then 1 024 red, 1 024 green and 1 024 blue bytes. */
const recordBytes = 1 + pixelBytes;
const classNames = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** The batches, as files of their own or out of one `.tar.gz` (or `.tar`). */
export function cifarBatches(archive: DataFile, room = new Room()): DataFile[] {
  if (archive.bytes.length === 0) throw misfit(archive.name, 'the CIFAR-10 archive', 'an empty file');
  const look: Look = (first) => {
    if (!beginsTar(first)) throw misfit(archive.name, 'a tar archive', 'no tar header at byte 0');
  };
  return readTar(gunzipped(archive, room, look)).map(({ name, bytes }) => ({
    name: `${archive.name}/${name.split('/').at(-1)}`,
    bytes,
  }));
}

function recordsOf({ name, bytes }: DataFile): number {
  if (bytes.length === 0) throw misfit(name, `records of ${countText(recordBytes)} bytes`, 'an empty file');
  if (bytes.length % recordBytes !== 0)
    throw misfit(
      name,
      `whole records of ${countText(recordBytes)} bytes (a label, ${shape.width} × ${shape.height} × 3 pixels)`,
      `${countText(bytes.length)} bytes`,
    );
  return bytes.length / recordBytes;
}

/** The first `wanted` records of the files together, or all of them. */
function readSplit(files: readonly DataFile[], wanted: number | undefined, place: string, room: Room): Split {
  const available = files.reduce((sum, file) => sum + recordsOf(file), 0);
  const count = wanted ?? available;
  if (count > available)
    throw misfit(
      files.map(({ name }) => name).join(', '),
      `at least ${countText(count)} records (${place})`,
      countText(available),
    );
  room.take(count * (recordBytes + 4), files[0].name);
  const pixels = new Uint8Array(count * pixelBytes);
  const labels = new Uint8Array(count);
  let row = 0;
  for (const { name, bytes } of files) {
    for (let at = 0; at < bytes.length && row < count; at += recordBytes, row++) {
      if (bytes[at] >= classNames.length)
        throw misfit(name, 'labels of 0 to 9', `${bytes[at]} in record ${countText(at / recordBytes)}`);
      labels[row] = bytes[at];
      pixels.set(bytes.subarray(at + 1, at + recordBytes), row * pixelBytes);
    }
  }
  return imageSplit(pixels, labels, count, shape);
}

/**
 * CIFAR-10 from its binary batches: 32 × 32 pixels / 255, all red ones, then green, then blue; ten classes.
 * `spec.test` of 0 needs no test file. Throws `DatasetError`.
 */
export function decodeCifar10(
  files: { train: readonly DataFile[]; test: DataFile | undefined },
  spec: ImageSpec,
  room = new Room(),
): Dataset {
  return {
    features: pixelBytes,
    classes: classNames.length,
    classNames,
    image: shape,
    train: readSplit(files.train, spec.train, 'dataset.train', room),
    ...(files.test === undefined || spec.test === 0
      ? {}
      : { test: readSplit([files.test], spec.test, 'dataset.test', room) }),
  };
}
