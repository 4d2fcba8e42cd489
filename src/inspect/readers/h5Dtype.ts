import type { BitLayout } from '../keras/h5Types';
import type { H5Dataset } from '../keras/h5Worker';
import type { Dtype } from '../files/tensorFile';

const classNames = [
  'whole numbers',
  'floats',
  'times',
  'texts',
  'bits',
  'opaque bytes',
  'structures',
  'references',
  'an enumeration',
  'lists',
  'arrays',
];
/** What Keras writes beside types that HDF5 does not know. */
const named: ReadonlyMap<unknown, Dtype> = new Map([
  ['bfloat16', 'bf16'],
  ['float8_e4m3fn', 'f8e4m3'],
  ['float8_e5m2', 'f8e5m2'],
]);

/**
 * Floats by their bits: width of the number, of its exponent and its mantissa. Sign at the top, the leading one left
 * out, bias 2^(e−1) − 1.
 */
const floats: readonly [bits: number, exponent: number, mantissa: number, dtype: Dtype][] = [
  [64, 11, 52, 'f64'],
  [32, 8, 23, 'f32'],
  [16, 5, 10, 'f16'],
  [16, 8, 7, 'bf16'],
  [8, 5, 2, 'f8e5m2'],
];

function floatOf(width: number, layout: BitLayout | undefined): Dtype | { reason: string } {
  // A datatype that cannot be seen is that of a file whose datasets share it; of 4 and 8 bytes there is one float in
  // use.
  if (!layout?.float)
    return width === 4
      ? 'f32'
      : width === 8
        ? 'f64'
        : { reason: `floats of ${width} bytes with unknown exponent and mantissa` };
  const {
    offset,
    precision,
    float: { sign, exponentAt, exponentBits, mantissaAt, mantissaBits, bias, implied },
  } = layout;
  const known = floats.find(
    ([bits, exponent, mantissa]) => bits === 8 * width && exponent === exponentBits && mantissa === mantissaBits,
  );
  const usual =
    known &&
    offset === 0 &&
    precision === known[0] &&
    sign === known[0] - 1 &&
    exponentAt === mantissaBits &&
    mantissaAt === 0 &&
    bias === 2 ** (exponentBits - 1) - 1 &&
    implied;
  return usual
    ? known[3]
    : {
        reason: `floats of ${precision} bits in ${width} bytes: ${exponentBits} bits of exponent with bias ${bias}, ${mantissaBits} of mantissa`,
      };
}

/** The type of a dataset's numbers, or what they are instead. */
export function dtypeOf({ type, width, signed, members, layout, note }: H5Dataset): Dtype | { reason: string } {
  const bits = width * 8;
  if (type === 1) return floatOf(width, layout);
  if (type === 0 && [1, 2, 4, 8].includes(width)) {
    if (layout && (layout.offset !== 0 || layout.precision !== bits))
      return { reason: `whole numbers of ${layout.precision} bits in ${width} bytes` };
    return `${signed ? 'i' : 'u'}${bits}` as Dtype;
  }
  if (type === 8 && width === 1 && members?.includes('TRUE')) return 'bool';
  if (type === 5) {
    const dtype = named.get(note);
    if (dtype !== undefined && width === (dtype === 'bf16' ? 2 : 1)) return dtype;
    return { reason: `opaque bytes, ${width} a number${note === undefined ? '' : `, of type ${note.slice(0, 40)}`}` };
  }
  return { reason: classNames[type] ?? 'another type' };
}
