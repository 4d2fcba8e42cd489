import { countText, misfit, type DataFile } from './dataFile';
import { gunzipped } from './gunzip';

/** Unsigned bytes in one dimension (labels) and in three (images), as Yann LeCun's MNIST page defines the format. */
const labelMagic = 0x00000801;
const imageMagic = 0x00000803;

const hex = (magic: number): string => `0x${magic.toString(16).padStart(8, '0')}`;
const kinds = new Map([[labelMagic, `labels (${hex(labelMagic)})`], [imageMagic, `images (${hex(imageMagic)})`]]);

/** Images of one size, a byte a pixel, row by row. */
export interface IdxImages {
  count: number;
  rows: number;
  columns: number;
  pixels: Uint8Array;
}

/** Checks magic and length; answers the sizes and the bytes after the header. */
function readBody(file: DataFile, magic: number, dimensions: number): { sizes: number[]; body: Uint8Array } {
  const wanted = `IDX ${kinds.get(magic)}`;
  if (file.bytes.length === 0) throw misfit(file.name, wanted, 'an empty file');
  const { name, bytes } = gunzipped(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length >= 4 && view.getUint32(0) !== magic) throw misfit(name, wanted, kinds.get(view.getUint32(0)) ?? `the first bytes ${hex(view.getUint32(0))}`);
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) throw misfit(name, `${wanted}: a header of ${header} bytes`, `${bytes.length} bytes`);
  const sizes = Array.from({ length: dimensions }, (_, dimension) => view.getUint32(4 + 4 * dimension));
  const length = header + sizes.reduce((product, size) => product * size, 1);
  if (sizes.includes(0)) throw misfit(name, `${wanted} of at least one row`, `sizes ${sizes.join(' × ')}`);
  if (bytes.length !== length) throw misfit(name, `${countText(length)} bytes for ${sizes.map(countText).join(' × ')}`, countText(bytes.length));
  return { sizes, body: bytes.subarray(header) };
}

/** An IDX file of images, plain or gzipped. Throws `DatasetError` for what is no such file. */
export function readIdxImages(file: DataFile): IdxImages {
  const { sizes: [count, rows, columns], body } = readBody(file, imageMagic, 3);
  return { count, rows, columns, pixels: body };
}

/** The class of each image from an IDX file of labels, plain or gzipped; classes are 0 to `classes` − 1. */
export function readIdxLabels(file: DataFile, classes: number): Uint8Array {
  const { body } = readBody(file, labelMagic, 1);
  const wrong = body.findIndex((label) => label >= classes);
  if (wrong >= 0) throw misfit(file.name, `labels of 0 to ${classes - 1}`, `${body[wrong]} at row ${countText(wrong)}`);
  return body;
}
