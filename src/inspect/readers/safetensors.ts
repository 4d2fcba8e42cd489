import { countOf, dtypeBytes } from '../values/dtypes';
import { described, FileProblem, quoted } from '../files/fileProblem';
import { boundedName } from '../files/names';
import { byDepth } from '../files/order';
import { readStored } from '../values/layouts';
import type { ByteSource, Dtype, TensorEntry, TensorFile } from '../files/tensorFile';

const codes: ReadonlyMap<unknown, Dtype> = new Map([
  ['F64', 'f64'],
  ['F32', 'f32'],
  ['F16', 'f16'],
  ['BF16', 'bf16'],
  ['F8_E4M3', 'f8e4m3'],
  ['F8_E5M2', 'f8e5m2'],
  ['I8', 'i8'],
  ['I16', 'i16'],
  ['I32', 'i32'],
  ['I64', 'i64'],
  ['U8', 'u8'],
  ['U16', 'u16'],
  ['U32', 'u32'],
  ['U64', 'u64'],
  ['BOOL', 'bool'],
]);
/**
 * 150 000 tensors take some 20 MB. The format's own library takes 100 MB, which would be more than half a gigabyte in
 * memory.
 */
const longestHeader = 32 * 2 ** 20;
const mostTensors = 200_000;
/** Objects and lists of a header at most: each takes far more memory than its two brackets. */
const mostBrackets = 4 * mostTensors;
/** Keys of a header at most: four of each tensor, and those of the metadata. */
const mostKeys = 4 * mostTensors + 2 ** 14;
/** Texts about the file that are kept. */
const mostMetadata = 200;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists and objects of a JSON text, and keys: colons outside of texts. */
function sizeOfJson(bytes: Uint8Array): { brackets: number; keys: number } {
  let [brackets, keys] = [0, 0];
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 0x22) inText = !inText;
    else if (inText) {
      if (byte === 0x5c) i++;
    } else if (byte === 0x5b || byte === 0x7b) brackets++;
    else if (byte === 0x3a) keys++;
  }
  return { brackets, keys };
}

async function readHeader(source: ByteSource): Promise<{ header: Json; start: number }> {
  if (source.size < 8) throw new FileProblem('the header', 'its length in 8 bytes', `${source.size} bytes`);
  const length = new DataView((await source.read(0, 8)).buffer).getBigUint64(0, true);
  const most = Math.min(longestHeader, source.size - 8);
  if (length < 2n || length > BigInt(most))
    throw new FileProblem('the header', `a length of 2 to ${most} bytes`, `${length} bytes`);
  const bytes = await source.read(8, Number(length));
  const { brackets, keys } = sizeOfJson(bytes);
  if (brackets > mostBrackets)
    throw new FileProblem('the header', `at most ${mostBrackets} lists and objects`, String(brackets));
  if (keys > mostKeys) throw new FileProblem('the header', `at most ${mostKeys} keys`, String(keys));
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    header = undefined;
  }
  if (!isObject(header))
    throw new FileProblem(
      'the header',
      'a JSON object',
      quoted(new TextDecoder('latin1').decode(bytes.subarray(0, 40))),
    );
  return { header, start: 8 + Number(length) };
}

/** First and last byte of a tensor within the data. */
function offsetsOf(offsets: unknown, place: string, size: number): [number, number] {
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every((at) => Number.isSafeInteger(at) && at >= 0))
    throw new FileProblem(`data_offsets of ${place}`, 'two integers', described(offsets));
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > size)
    throw new FileProblem(`data_offsets of ${place}`, `a range within the ${size} bytes of data`, `${begin} to ${end}`);
  return [begin, end];
}

/** No two tensors may share bytes. */
function checkPlaces(found: readonly { name: string; begin: number; end: number }[]): void {
  const inOrder = found.filter(({ begin, end }) => begin < end).sort((a, b) => a.begin - b.begin);
  inOrder.forEach(({ name, begin }, i) => {
    if (i > 0 && begin < inOrder[i - 1].end)
      throw new FileProblem(
        `data_offsets of ${quoted(name)}`,
        'separate bytes',
        `bytes of ${quoted(inOrder[i - 1].name)}`,
      );
  });
}

/** Opens a `.safetensors` file: the header's length as 8 bytes, a JSON header, the numbers. */
export async function openSafetensors(source: ByteSource): Promise<TensorFile> {
  const { header, start } = await readHeader(source);
  const size = source.size - start;
  const metadata: Record<string, string> = {};
  const skipped: { name: string; reason: string }[] = [];
  const found: { entry?: TensorEntry; name: string; begin: number; end: number }[] = [];
  for (const [given, value] of Object.entries(header)) {
    const name = boundedName(given);
    const place = quoted(name);
    if (!isObject(value)) throw new FileProblem(place, 'an object', described(value));
    if (name === '__metadata__') {
      for (const key of Object.keys(value).slice(0, mostMetadata))
        if (typeof value[key] === 'string') metadata[key] = value[key];
      continue;
    }
    const [begin, end] = offsetsOf(value.data_offsets, place, size);
    const dtype = codes.get(value.dtype);
    if (dtype === undefined) {
      if (typeof value.dtype !== 'string')
        throw new FileProblem(`the dtype of ${place}`, 'a text', described(value.dtype));
      skipped.push({ name, reason: `numbers of type ${value.dtype.slice(0, 40)}` });
      found.push({ name, begin, end });
      continue;
    }
    if (!Array.isArray(value.shape))
      throw new FileProblem(`the shape of ${place}`, 'a list of integers', described(value.shape));
    const shape = value.shape as number[];
    const count = countOf(shape, dtype, place);
    const bytes = count * dtypeBytes[dtype];
    if (end - begin !== bytes)
      throw new FileProblem(
        `data_offsets of ${place}`,
        `${bytes} bytes for the shape (${shape.join(', ')})`,
        String(end - begin),
      );
    found.push({ entry: { name, shape, dtype, count, bytes }, name, begin, end });
  }
  if (found.length > mostTensors)
    throw new FileProblem('the header', `at most ${mostTensors} tensors`, String(found.length));
  checkPlaces(found);
  const places = new Map(found.flatMap(({ entry, begin }) => (entry ? [[entry, start + begin] as const] : [])));
  return {
    format: 'safetensors',
    metadata,
    tensors: byDepth([...places.keys()]),
    skipped,
    read: (entry, from = 0, to = entry.count) =>
      readStored({ source, offset: places.get(entry)!, dtype: entry.dtype, shape: entry.shape }, from, to),
    close: () => undefined,
  };
}
