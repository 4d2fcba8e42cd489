import { expect, test } from 'vitest';
import { writeNpy } from '../../../../src/engine/formats/npy';
import { readSafetensors, SafetensorsError, writeSafetensors } from '../../../../src/engine/formats/safetensors';

test('npy refuses a shape that does not fit', () => {
  expect(() => writeNpy(new Float64Array(6), [2, 2])).toThrow(RangeError);
});

test('the npy data starts at a multiple of 64 bytes, however long the header', () => {
  for (const shape of [[6], [2, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6]]) {
    const bytes = writeNpy(Float64Array.of(1, 2, 3, 4, 5, 6), shape);
    expect((bytes.length - 48) % 64).toBe(0);
    expect(new DataView(bytes.buffer).getFloat64(bytes.length - 8, true)).toBe(6);
    expect(10 + new DataView(bytes.buffer).getUint16(8, true)).toBe(bytes.length - 48);
  }
});

const tensors = [
  { name: 'hidden.0.kernel', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, NaN, Infinity, -0) },
  { name: '7', shape: [0], values: Float32Array.of() },
  { name: 'é "output".bias', shape: [], values: Float32Array.of(-Infinity) },
];

test('the safetensors bytes are those of the format', () => {
  const bytes = writeSafetensors([{ name: 'w', shape: [1, 2], values: Float32Array.of(1, -2) }]);
  const header = '{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
  expect(header.length).toBe(56);
  expect([...bytes]).toEqual([56, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from(header), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
});

test('safetensors come back with names, shapes, bits and metadata; the data is aligned to 8 bytes', () => {
  const bytes = writeSafetensors(tensors, { format: 'pt', seed: '3' });
  expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
  const read = readSafetensors(bytes);
  expect(read.metadata).toEqual({ format: 'pt', seed: '3' });
  const byName = new Map(read.tensors.map((tensor) => [tensor.name, tensor]));
  expect(byName.size).toBe(3);
  for (const { name, shape, values } of tensors) {
    expect(byName.get(name)?.shape).toEqual(shape);
    expect([...(byName.get(name)?.values ?? [])]).toEqual([...values]);
  }
});

test('a view into a larger buffer is read as well', () => {
  const bytes = writeSafetensors(tensors);
  const larger = new Uint8Array(bytes.length + 13);
  larger.set(bytes, 5);
  expect(readSafetensors(larger.subarray(5, 5 + bytes.length)).tensors.length).toBe(3);
});

const file = (header: string, data = 0): Uint8Array => {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
};

test.each([
  ['empty', new Uint8Array(0)],
  ['a header longer than the file', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 1)],
  ['no JSON', file('{"w":')],
  ['an array', file('[]')],
  ['an unknown dtype', file('{"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}', 8)],
  ['offsets beyond the file', file('{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 8)],
  ['offsets that do not fit the shape', file('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}', 8)],
  ['a negative side', file('{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 8)],
  ['no object', file('{"w":null}')],
])('a broken safetensors file is refused: %s', (_, bytes) => {
  expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
});

test('doubles are read as doubles', () => {
  const bytes = file('{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', 8);
  new DataView(bytes.buffer).setFloat64(bytes.length - 8, 0.1, true);
  expect([...readSafetensors(bytes).tensors[0].values]).toEqual([0.1]);
});

test('safetensors refuse a name given twice, a reserved one and a shape that does not fit', () => {
  const one = { name: 'w', shape: [1], values: Float32Array.of(1) };
  expect(() => writeSafetensors([one, one])).toThrow(SafetensorsError);
  expect(() => writeSafetensors([{ ...one, name: '__metadata__' }])).toThrow(SafetensorsError);
  expect(() => writeSafetensors([{ ...one, shape: [2] }])).toThrow(SafetensorsError);
});
