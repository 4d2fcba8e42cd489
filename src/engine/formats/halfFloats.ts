/**
 * A number of 1 sign bit, `exponent` bits and `fraction` bits as IEEE 754 has them, with infinities and NaN at the
 * largest exponent.
 */
function smallFloat(bits: number, exponentBits: number, fractionBits: number): number {
  const sign = (bits >> (exponentBits + fractionBits)) & 1 ? -1 : 1;
  const most = (1 << exponentBits) - 1;
  const exponent = (bits >> fractionBits) & most;
  const fraction = bits & ((1 << fractionBits) - 1);
  const bias = most >> 1;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  if (exponent === most) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction * 2 ** -fractionBits) * 2 ** (exponent - bias);
}

/** IEEE 754 binary16, of its 16 bits. */
export const halfToNumber = (bits: number): number => smallFloat(bits, 5, 10);

/** bfloat16: the upper half of a binary32, of its 16 bits. */
export const bfloat16ToNumber = (bits: number): number => smallFloat(bits, 8, 7);

/** FP8 E5M2 (Micikevicius et al. 2022, arXiv:2209.05433): as IEEE 754, of its 8 bits. */
export const float8E5M2ToNumber = (bits: number): number => smallFloat(bits, 5, 2);

/**
 * FP8 E4M3 (Micikevicius et al. 2022, arXiv:2209.05433), of its 8 bits: no infinities, NaN where all bits but the sign
 * are set, 448 the largest.
 */
export function float8E4M3ToNumber(bits: number): number {
  if ((bits & 0x7f) === 0x7f) return NaN;
  const sign = bits & 0x80 ? -1 : 1;
  const exponent = (bits >> 3) & 15;
  const fraction = bits & 7;
  return exponent === 0 ? sign * fraction * 2 ** -9 : sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}

/**
 * Every value of a format by its bits, as float32, which holds all of them exactly; made when it is first asked for.
 */
const tables = new Map<SmallFloat, Float32Array>();
const makers = {
  F16: halfToNumber,
  BF16: bfloat16ToNumber,
  F8_E5M2: float8E5M2ToNumber,
  F8_E4M3: float8E4M3ToNumber,
} as const;

/** The names that safetensors has for the formats. */
export type SmallFloat = keyof typeof makers;

/** Whether a dtype is one of the small formats. */
export function isSmallFloat(dtype: unknown): dtype is SmallFloat {
  return typeof dtype === 'string' && Object.hasOwn(makers, dtype);
}

/** Bytes of a number. */
export function smallFloatBytes(format: SmallFloat): 1 | 2 {
  return format === 'F16' || format === 'BF16' ? 2 : 1;
}

/** `count` numbers from byte `at` on, little-endian, exactly as float32. */
export function smallFloats(format: SmallFloat, view: DataView, at: number, count: number): Float32Array {
  const width = smallFloatBytes(format);
  let table = tables.get(format);
  if (!table)
    tables.set(
      format,
      (table = Float32Array.from({ length: width === 2 ? 65_536 : 256 }, (_, bits) => makers[format](bits))),
    );
  const values = new Float32Array(count);
  if (width === 2) for (let i = 0; i < count; i++) values[i] = table[view.getUint16(at + 2 * i, true)];
  else for (let i = 0; i < count; i++) values[i] = table[view.getUint8(at + i)];
  return values;
}
