import { countOf, dtypeBytes } from '../values/dtypes';
import { FileProblem, quoted } from '../files/fileProblem';
import { fortranStrides, readStored } from '../values/layouts';
import type { ByteSource, Dtype, TensorEntry, TensorFile } from '../files/tensorFile';

const codes: ReadonlyMap<string, Dtype> = new Map([
  ['f8', 'f64'],
  ['f4', 'f32'],
  ['f2', 'f16'],
  ['b1', 'bool'],
  ['i1', 'i8'],
  ['i2', 'i16'],
  ['i4', 'i32'],
  ['i8', 'i64'],
  ['u1', 'u8'],
  ['u2', 'u16'],
  ['u4', 'u32'],
  ['u8', 'u64'],
]);
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy writes headers of some hundred bytes. */
const longestHeader = 2 ** 20;

/** What the header of an array says; `problem` where its numbers are of a type that cannot be shown. */
export interface NpyHeader {
  entry: TensorEntry;
  /** Byte at which the numbers start. */
  start: number;
}

/** An array of a type that is no number. */
export class NotNumbers extends Error {}

/**
 * Reads the header of a `.npy` array (formats 1 to 3); throws `FileProblem`, and `NotNumbers` for texts, structures and
 * objects.
 */
export async function readNpyHeader(source: ByteSource, name: string): Promise<NpyHeader> {
  const place = name === '' ? 'the array' : quoted(name);
  const head = await source.read(0, Math.min(12, source.size));
  if (head.length < 10 || magic.some((byte, at) => head[at] !== byte)) {
    throw new FileProblem(`the start of ${place}`, 'a .npy array (it begins with \\x93NUMPY)', 'something else');
  }
  const version = head[6];
  if (version < 1 || version > 3)
    throw new FileProblem(`the start of ${place}`, '.npy format 1 to 3', `format ${version}`);
  const before = version === 1 ? 10 : 12;
  const view = new DataView(head.buffer);
  if (head.length < before) throw new FileProblem(`the header of ${place}`, 'its length', 'the end of the file');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader || before + length > source.size)
    throw new FileProblem(
      `the header of ${place}`,
      `a length of at most ${Math.min(longestHeader, source.size - before)} bytes`,
      `${length} bytes`,
    );
  const text = new TextDecoder().decode(await source.read(before, length));
  // A literal of Python: other writers than NumPy have double quotes, or blanks before the colon.
  const sides = /['"]shape['"]\s*:\s*\(([\d,\sL]*)\)/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const descr = /['"]descr['"]\s*:\s*(?:(['"])([^'"]{1,80})\1|([[(]))/.exec(text);
  if (!sides || !order || !descr)
    throw new FileProblem(`the header of ${place}`, "'descr', 'fortran_order' and 'shape'", quoted(text.trim()));
  const type = /^([<>|=])(\w+)$/.exec(descr[2] ?? '');
  const dtype = type ? codes.get(type[2]) : undefined;
  if (!type || !dtype) throw new NotNumbers(descr[2] === undefined ? 'a structure' : quoted(descr[2]).slice(1, -1));
  const shape = sides[1]
    .split(',')
    .map((side) => side.replace('L', '').trim())
    .filter((side) => side !== '')
    .map(Number);
  const count = countOf(shape, dtype, place);
  const bytes = count * dtypeBytes[dtype];
  const start = before + length;
  if (source.size - start < bytes)
    throw new FileProblem(
      place,
      `${bytes} bytes of numbers for the shape (${shape.join(', ')})`,
      `${source.size - start}`,
    );
  const entry: TensorEntry = { name, shape, dtype, count, bytes };
  if (order[1] === 'True' && shape.filter((side) => side > 1).length > 1) entry.fortran = true;
  if (type[1] === '>' && dtypeBytes[dtype] > 1) entry.bigEndian = true;
  return { entry, start };
}

/** The numbers of an array whose header was read. */
export function readNpyNumbers(
  source: ByteSource,
  { entry, start }: NpyHeader,
  from: number,
  to: number,
): AsyncIterable<{ from: number; values: Float32Array | Float64Array }> {
  const { shape, dtype, fortran, bigEndian } = entry;
  return readStored(
    { source, offset: start, shape, dtype, bigEndian, strides: fortran && fortranStrides(shape) },
    from,
    to,
  );
}

/** Opens a `.npy` file: a single array without a name. */
export async function openNpy(source: ByteSource): Promise<TensorFile> {
  try {
    const header = await readNpyHeader(source, '');
    return {
      format: 'npy',
      metadata: {},
      tensors: [header.entry],
      skipped: [],
      read: (_entry, from = 0, to = header.entry.count) => readNpyNumbers(source, header, from, to),
      close: () => undefined,
    };
  } catch (error) {
    if (error instanceof NotNumbers) throw new FileProblem('the array', 'booleans, integers or floats', error.message);
    throw error;
  }
}
