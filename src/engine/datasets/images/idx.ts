import { countText, misfit, type DataFile } from '../dataFile';
import { gunzipped, type Look } from './gunzip';
import { Room } from '../room';

/** Unsigned bytes in one dimension (labels) and in three (images), as Yann LeCun's MNIST page defines the format. */
const labelMagic = 0x00000801;
const imageMagic = 0x00000803;

const hex = (magic: number): string => `0x${magic.toString(16).padStart(8, '0')}`;
const kinds = new Map([
  [labelMagic, `labels (${hex(labelMagic)})`],
  [imageMagic, `images (${hex(imageMagic)})`],
]);

/** Images of one size, a byte a pixel, row by row. */
export interface IdxImages {
  count: number;
  rows: number;
  columns: number;
  pixels: Uint8Array;
}

/** The sizes that a header names, checked against the length of the whole file. */
function readSizes(name: string, first: Uint8Array, length: number, magic: number, dimensions: number): number[] {
  const wanted = `IDX ${kinds.get(magic)}`;
  const view = new DataView(first.buffer, first.byteOffset, first.length);
  if (first.length >= 4 && view.getUint32(0) !== magic)
    throw misfit(name, wanted, kinds.get(view.getUint32(0)) ?? `the first bytes ${hex(view.getUint32(0))}`);
  const header = 4 + 4 * dimensions;
  if (first.length < header) throw misfit(name, `${wanted}: a header of ${header} bytes`, `${first.length} bytes`);
  const sizes = Array.from({ length: dimensions }, (_, dimension) => view.getUint32(4 + 4 * dimension));
  const needed = header + sizes.reduce((product, size) => product * size, 1);
  if (sizes.includes(0)) throw misfit(name, `${wanted} of at least one row`, `sizes ${sizes.join(' × ')}`);
  if (length !== needed)
    throw misfit(name, `${countText(needed)} bytes for ${sizes.map(countText).join(' × ')}`, countText(length));
  return sizes;
}

/**
 * Checks magic and length, of a packed file before most of it is unpacked; answers the sizes and the bytes after the
 * header.
 */
function readBody(
  file: DataFile,
  magic: number,
  dimensions: number,
  room: Room,
): { sizes: number[]; body: Uint8Array } {
  if (file.bytes.length === 0) throw misfit(file.name, `IDX ${kinds.get(magic)}`, 'an empty file');
  const look: Look = (first, size) => void readSizes(file.name, first, size, magic, dimensions);
  const { name, bytes } = gunzipped(file, room, look);
  const sizes = readSizes(name, bytes, bytes.length, magic, dimensions);
  return { sizes, body: bytes.subarray(4 + 4 * dimensions) };
}

/** An IDX file of images, plain or gzipped. Throws `DatasetError` for what is no such file. */
export function readIdxImages(file: DataFile, room = new Room()): IdxImages {
  const {
    sizes: [count, rows, columns],
    body,
  } = readBody(file, imageMagic, 3, room);
  return { count, rows, columns, pixels: body };
}

/** The class of each image from an IDX file of labels, plain or gzipped; classes are 0 to `classes` − 1. */
export function readIdxLabels(file: DataFile, classes: number, room = new Room()): Uint8Array {
  const { body } = readBody(file, labelMagic, 1, room);
  const wrong = body.findIndex((label) => label >= classes);
  if (wrong >= 0) throw misfit(file.name, `labels of 0 to ${classes - 1}`, `${body[wrong]} at row ${countText(wrong)}`);
  return body;
}
