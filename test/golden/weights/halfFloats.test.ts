import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { smallFloatBytes, smallFloats, type SmallFloat } from '../../../src/engine/formats/halfFloats';
import { readSafetensors } from '../../../src/engine/formats/safetensors';
import golden from './halfFloats.json';

const quietNan = 0x7fc00000;
const formats = Object.entries(golden) as [SmallFloat, (typeof golden)['F16']][];

/** Every bit pattern of a format, little-endian. */
function everyValue(format: SmallFloat): Uint8Array {
  if (smallFloatBytes(format) === 1) return Uint8Array.from({ length: 256 }, (_, bits) => bits);
  return Uint8Array.from({ length: 131_072 }, (_, i) => (i % 2 === 0 ? (i >> 1) & 255 : i >> 9));
}

function sumOf(values: Float32Array): string {
  const bits = new Uint32Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength));
  values.forEach((value, i) => (bits[i] = Number.isNaN(value) ? quietNan : bits[i]));
  return createHash('sha256').update(new Uint8Array(bits.buffer)).digest('hex');
}

it.each(formats)('all values of %s are those of NumPy', (format, { count, nan, largest, sha256 }) => {
  const bytes = everyValue(format);
  const values = smallFloats(format, new DataView(bytes.buffer), 0, count);
  expect(values.filter(Number.isNaN)).toHaveLength(nan);
  expect(values.reduce((most, value) => (value < Infinity && value > most ? value : most), 0)).toBe(largest);
  expect(sumOf(values as Float32Array)).toBe(sha256);
});

it.each(formats)('a safetensors file of %s is read as float32', (dtype, { count, sha256 }) => {
  const data = everyValue(dtype);
  const header = new TextEncoder().encode(
    JSON.stringify({ w: { dtype, shape: [2, count / 2], data_offsets: [0, data.length] } }),
  );
  // A header of an odd length puts the numbers at odd addresses.
  const padded = header.length + ((header.length + 1) % 2);
  const file = new Uint8Array(8 + padded + data.length).fill(0x20, 8, 8 + padded);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(header, 8);
  file.set(data, 8 + padded);
  const {
    tensors: [{ shape, values }],
  } = readSafetensors(file);
  expect(shape).toEqual([2, count / 2]);
  expect(sumOf(values as Float32Array)).toBe(sha256);
});
