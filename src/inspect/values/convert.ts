import {
  bfloat16ToNumber,
  float8E4M3ToNumber,
  float8E5M2ToNumber,
  halfToNumber,
} from '../../engine/formats/halfFloats';
import { dtypeBytes } from './dtypes';
import type { Dtype } from '../files/tensorFile';

const tables = new Map<Dtype, Float32Array>();

/** All numbers of a type of 16 or 8 bits by their bits: a table is faster than arithmetic. */
function tableOf(dtype: 'f16' | 'bf16' | 'f8e4m3' | 'f8e5m2'): Float32Array {
  const known = tables.get(dtype);
  if (known) return known;
  const number = { f16: halfToNumber, bf16: bfloat16ToNumber, f8e4m3: float8E4M3ToNumber, f8e5m2: float8E5M2ToNumber }[
    dtype
  ];
  const table = Float32Array.from({ length: 256 ** dtypeBytes[dtype] }, (_, bits) => number(bits));
  tables.set(dtype, table);
  return table;
}

/** `bytes` with every number's bytes turned round, in place. */
function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Faster than `swapBytes`, for the widths that weights have. */
function swap(bytes: Uint8Array, width: number): void {
  if (width === 4) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    for (let i = 0; i < words.length; i++) {
      const x = words[i];
      words[i] = (x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24);
    }
  } else if (width === 2) {
    const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
    for (let i = 0; i < words.length; i++) words[i] = (words[i] << 8) | (words[i] >>> 8);
  } else if (width > 1) swapBytes(bytes, width);
}

/**
 * The numbers of `bytes`, which is used up: it has to be memory of the caller's own that starts at a multiple of 8.
 * Every type whose numbers are float32 numbers becomes a `Float32Array`, the others a `Float64Array`.
 */
export function toNumbers(bytes: Uint8Array, dtype: Dtype, bigEndian = false): Float32Array | Float64Array {
  const { buffer, byteOffset } = bytes;
  const count = bytes.length / dtypeBytes[dtype];
  // Typed arrays have the byte order of the machine: little-endian on all that VS Code runs on.
  if (bigEndian) swap(bytes, dtypeBytes[dtype]);
  switch (dtype) {
    case 'f32':
      return new Float32Array(buffer, byteOffset, count);
    case 'f64':
      return new Float64Array(buffer, byteOffset, count);
    case 'f16':
    case 'bf16': {
      const table = tableOf(dtype);
      const bits = new Uint16Array(buffer, byteOffset, count);
      const out = new Float32Array(count);
      for (let i = 0; i < count; i++) out[i] = table[bits[i]];
      return out;
    }
    case 'f8e4m3':
    case 'f8e5m2': {
      const table = tableOf(dtype);
      return Float32Array.from(bytes, (bits) => table[bits]);
    }
    case 'bool':
      return Float32Array.from(bytes, (bits) => (bits === 0 ? 0 : 1));
    case 'u8':
      return Float32Array.from(bytes);
    case 'i8':
      return Float32Array.from(new Int8Array(buffer, byteOffset, count));
    case 'i16':
      return Float32Array.from(new Int16Array(buffer, byteOffset, count));
    case 'u16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count));
    case 'i32':
      return Float64Array.from(new Int32Array(buffer, byteOffset, count));
    case 'u32':
      return Float64Array.from(new Uint32Array(buffer, byteOffset, count));
    case 'i64':
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, count), Number);
    case 'u64':
      return Float64Array.from(new BigUint64Array(buffer, byteOffset, count), Number);
  }
}
