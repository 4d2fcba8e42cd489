/**
 * A NumPy `.npy` file, version 1.0: little-endian, C order, the data starting at a multiple of 64 bytes.
 *
 * `shape` must multiply to the number of values, else a RangeError is thrown.
 */
export function writeNpy(values: Float64Array | Float32Array, shape: readonly number[]): Uint8Array {
  const size = shape.reduce((product, side) => product * side, 1);
  if (size !== values.length) {
    throw new RangeError(`Shape: expected ${values.length} values, got ${shape.join(' × ')} = ${size}.`);
  }
  const width = values.BYTES_PER_ELEMENT;
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '<f${width}', 'fortran_order': False, 'shape': (${sides}), }`;
  const preamble = 10;
  const start = Math.ceil((preamble + dictionary.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + values.length * width);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, start - preamble, true);
  bytes.fill(0x20, preamble, start - 1);
  for (let i = 0; i < dictionary.length; i++) bytes[preamble + i] = dictionary.charCodeAt(i);
  bytes[start - 1] = 0x0a;
  for (let i = 0; i < values.length; i++) {
    if (width === 8) view.setFloat64(start + i * 8, values[i], true);
    else view.setFloat32(start + i * 4, values[i], true);
  }
  return bytes;
}
