import { countOf, dtypeBytes } from '../dtypes';
import { FileProblem, quoted } from '../fileProblem';
import { isRowMajor, readStored, spanOf, type Stored } from '../layouts';
import type { ByteSource, Dtype, TensorEntry, TensorFile } from '../tensorFile';
import { PickleCall, PickleGlobal, PickleReference, readPickle } from './pickle';
import { memberSource, readMember, readZip, type ZipMember } from './zip';

const largestPickle = 64 * 2 ** 20;
const mostTensors = 200_000;
/** Values looked at: a dictionary may hold the same one many times over, and so hold more than any file has bytes. */
const mostValues = 2_000_000;
const deepest = 64;
/** A tensor with more numbers than its storage repeats them; a large one of that kind would keep us busy for nothing. */
const mostRepeated = 2 ** 24;

const storageTypes: Readonly<Record<string, Dtype>> = {
  Double: 'f64', Float: 'f32', Half: 'f16', BFloat16: 'bf16', Long: 'i64', Int: 'i32', Short: 'i16', Char: 'i8', Byte: 'u8', Bool: 'bool',
  Float8_e4m3fn: 'f8e4m3', Float8_e5m2: 'f8e5m2',
};
const dtypeNames: Readonly<Record<string, Dtype>> = {
  float64: 'f64', double: 'f64', float32: 'f32', float: 'f32', float16: 'f16', half: 'f16', bfloat16: 'bf16', float8_e4m3fn: 'f8e4m3', float8_e5m2: 'f8e5m2',
  int64: 'i64', long: 'i64', int32: 'i32', int: 'i32', int16: 'i16', short: 'i16', int8: 'i8', uint8: 'u8', uint16: 'u16', uint32: 'u32', uint64: 'u64', bool: 'bool',
};

interface Archive {
  source: ByteSource;
  /** Members without the folder that they all lie in. */
  members: ReadonlyMap<string, ZipMember>;
  bigEndian: boolean;
}

/** A tensor of the pickle: its entry, and what is needed to read it. */
interface Found {
  entry: TensorEntry;
  member: ZipMember;
  offset: number;
  strides: readonly number[];
}

const isIntegers = (value: unknown): value is number[] => Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);

async function openArchive(source: ByteSource): Promise<Archive> {
  const list = await readZip(source);
  const pickle = list.find(({ name }) => name === 'data.pkl' || name.endsWith('/data.pkl'));
  if (!pickle) throw new FileProblem('the ZIP archive', 'the data.pkl of torch.save', list.length === 0 ? 'no members' : `members such as ${quoted(list[0].name)}`);
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const members = new Map(list.filter(({ name }) => name.startsWith(folder)).map((member) => [member.name.slice(folder.length), member]));
  const order = members.get('byteorder');
  const bigEndian = order !== undefined && new TextDecoder().decode(await readMember(source, order, 16)).trim() === 'big';
  return { source, members, bigEndian };
}

/** The storage that a tensor lies in: its member, its type unless the tensor says it, its numbers. */
function storageOf(reference: unknown, { members }: Archive, place: string): { member: ZipMember; key: string; dtype?: Dtype; untyped: boolean } | string {
  const id = reference instanceof PickleReference ? reference.id : undefined;
  if (!Array.isArray(id) || id[0] !== 'storage' || !(id[1] instanceof PickleGlobal) || typeof id[2] !== 'string') throw new FileProblem(`the storage of ${place}`, 'a reference to a storage', 'something else');
  const kind = id[1].name.replace(/^.*\./, '').replace(/Storage$/, '');
  const member = members.get(`data/${id[2]}`);
  if (!member) throw new FileProblem(`the storage of ${place}`, `a member data/${id[2].slice(0, 40)}`, 'none');
  const dtype = Object.hasOwn(storageTypes, kind) ? storageTypes[kind] : undefined;
  const untyped = kind === 'Untyped';
  return dtype || untyped ? { member, key: id[2], dtype, untyped } : `numbers of type ${kind}`;
}

/** The tensor that a call rebuilds, or why it cannot be shown; undefined for a call that rebuilds none. */
function rebuild(call: PickleCall, name: string, archive: Archive): Found | string | undefined {
  const { args } = call;
  const place = quoted(name);
  if (call.name.startsWith('torch._utils._rebuild_parameter')) return args[0] instanceof PickleCall ? rebuild(args[0], name, archive) : 'a parameter without a tensor';
  if (call.name === 'torch._tensor._rebuild_from_type_v2') {
    const [callee, , inner] = args;
    return callee instanceof PickleGlobal && Array.isArray(inner) && callee.name !== call.name ? rebuild(new PickleCall(callee.name, inner), name, archive) : 'a tensor of another class';
  }
  if (!call.name.startsWith('torch._utils._rebuild_tensor')) return undefined;
  const [reference, start, shape, strides] = args;
  const storage = storageOf(reference, archive, place);
  if (typeof storage === 'string') return storage;
  const named = call.name.endsWith('_v3') && args[6] instanceof PickleGlobal ? args[6].name.replace(/^torch\./, '') : undefined;
  const dtype = named === undefined ? storage.dtype : Object.hasOwn(dtypeNames, named) ? dtypeNames[named] : undefined;
  if (!dtype) return `numbers of type ${named ?? 'unknown'}`;
  if (!Number.isSafeInteger(start) || (start as number) < 0) throw new FileProblem(`the storage offset of ${place}`, 'a whole number of 0 or more', String(start).slice(0, 40));
  if (!isIntegers(shape) || !isIntegers(strides) || shape.length !== strides.length) throw new FileProblem(`shape and strides of ${place}`, 'two lists of whole numbers, of one length', 'others');
  const width = dtypeBytes[dtype];
  const count = countOf(shape, dtype, place);
  const numbers = Math.floor(storage.member.size / width);
  const span = spanOf(shape, strides);
  if (!((start as number) + span <= numbers)) throw new FileProblem(`shape and strides of ${place}`, `a place within the ${numbers} numbers of its storage`, `${span} numbers from ${start as number} on`);
  if (count > numbers && count > mostRepeated) return 'a tensor that repeats the numbers of a smaller one';
  const entry: TensorEntry = { name, shape, dtype, count, bytes: count * width, shared: `${storage.key} ${start as number} ${strides.join(' ')}` };
  if (archive.bigEndian && width > 1) entry.bigEndian = true;
  return { entry, member: storage.member, offset: (start as number) * width, strides };
}

/** All tensors within nested dictionaries and lists under dotted names. */
function flatten(root: unknown, archive: Archive): { found: Found[]; skipped: { name: string; reason: string }[] } {
  const found: Found[] = [];
  const skipped: { name: string; reason: string }[] = [];
  let seen = 0;
  const walk = (value: unknown, name: string, depth: number): void => {
    if (++seen > mostValues) throw new FileProblem('the pickle', `at most ${mostValues} values`, 'more: values that hold each other many times over');
    if (depth > deepest) throw new FileProblem('the pickle', `at most ${deepest} dictionaries within each other`, 'more');
    const inside = (key: unknown): string => {
      const own = typeof key === 'string' || typeof key === 'number' ? String(key) : '?';
      if (own.length + name.length > 2000) throw new FileProblem('the pickle', 'names of at most 2000 characters', 'a longer one');
      return name === '' ? own : `${name}.${own}`;
    };
    if (value instanceof Map) for (const [key, item] of value) walk(item, inside(key), depth + 1);
    else if (Array.isArray(value)) value.forEach((item, i) => walk(item, inside(i), depth + 1));
    else if (value instanceof PickleCall) {
      const tensor = rebuild(value, name, archive);
      if (typeof tensor === 'string') skipped.push({ name, reason: tensor });
      else if (tensor) found.push(tensor);
      if (found.length > mostTensors) throw new FileProblem('the pickle', `at most ${mostTensors} tensors`, 'more');
    }
  };
  walk(root, '', 0);
  return { found, skipped };
}

/** Marks are kept for tensors that lie in the same place alone, by names that mean something. */
function keepShared(found: readonly Found[]): void {
  const users = new Map<string, string[]>();
  const markOf = ({ entry }: Found): string => `${entry.shared} ${entry.dtype} ${entry.shape.join('x')}`;
  for (const one of found) users.set(markOf(one), [...(users.get(markOf(one)) ?? []), one.entry.name]);
  const marks = found.map(markOf);
  found.forEach(({ entry }, i) => {
    const names = users.get(marks[i])!;
    if (names.length > 1) entry.shared = names[0];
    else delete entry.shared;
  });
}

/** Opens what `torch.save` writes since PyTorch 1.6: a ZIP archive of a pickle and a member for each storage. Nothing in the pickle is executed. */
export async function openTorch(source: ByteSource): Promise<TensorFile> {
  const start = await source.read(0, Math.min(2, source.size));
  if (start[0] !== 0x50 || start[1] !== 0x4b) {
    const legacy = start[0] === 0x80 ? 'a pickle (the form before PyTorch 1.6; load it and save it again)' : 'something else';
    throw new FileProblem('the start of the file', 'the ZIP form of torch.save', legacy);
  }
  const archive = await openArchive(source);
  const root = readPickle(await readMember(source, archive.members.get('data.pkl')!, largestPickle), 'data.pkl');
  const { found, skipped } = flatten(root, archive);
  if (found.length === 0 && skipped.length === 0) throw new FileProblem('data.pkl', 'a state_dict with tensors', 'none');
  keepShared(found);
  const places = new Map(found.map((one) => [one.entry, one]));
  const bytesOf = new Map<ZipMember, Promise<ByteSource>>();
  async function* read(entry: TensorEntry, from: number, to: number) {
    const { member, offset, strides } = places.get(entry)!;
    if (!bytesOf.has(member)) bytesOf.set(member, memberSource(source, member));
    const bytes = await bytesOf.get(member)!;
    const { dtype, shape, bigEndian } = entry;
    const stored: Stored = { source: bytes, offset, dtype, shape, bigEndian, strides: isRowMajor(shape, strides) ? undefined : strides };
    yield* readStored(stored, from, to);
  }
  return { format: 'pytorch', metadata: {}, tensors: [...places.keys()], skipped, read: (entry, from = 0, to = entry.count) => read(entry, from, to), close: () => undefined };
}
