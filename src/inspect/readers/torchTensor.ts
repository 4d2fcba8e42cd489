import { countOf, dtypeBytes } from '../values/dtypes';
import { FileProblem, quoted } from '../files/fileProblem';
import { spanOf } from '../values/layouts';
import type { Dtype, TensorEntry } from '../files/tensorFile';
import { isTensorCall, PickleCall, PickleGlobal, PickleReference, typeOfValue } from './pickleValues';
import type { ZipMember } from './zip';

const storageTypes: ReadonlyMap<string, Dtype> = new Map([
  ['Double', 'f64'],
  ['Float', 'f32'],
  ['Half', 'f16'],
  ['BFloat16', 'bf16'],
  ['Long', 'i64'],
  ['Int', 'i32'],
  ['Short', 'i16'],
  ['Char', 'i8'],
  ['Byte', 'u8'],
  ['Bool', 'bool'],
  ['Float8_e4m3fn', 'f8e4m3'],
  ['Float8_e5m2', 'f8e5m2'],
]);
const dtypeNames: ReadonlyMap<string, Dtype> = new Map([
  ['float64', 'f64'],
  ['double', 'f64'],
  ['float32', 'f32'],
  ['float', 'f32'],
  ['float16', 'f16'],
  ['half', 'f16'],
  ['bfloat16', 'bf16'],
  ['float8_e4m3fn', 'f8e4m3'],
  ['float8_e5m2', 'f8e5m2'],
  ['int64', 'i64'],
  ['long', 'i64'],
  ['int32', 'i32'],
  ['int', 'i32'],
  ['int16', 'i16'],
  ['short', 'i16'],
  ['int8', 'i8'],
  ['uint8', 'u8'],
  ['uint16', 'u16'],
  ['uint32', 'u32'],
  ['uint64', 'u64'],
  ['bool', 'bool'],
]);
/** Parameters and classes that a tensor may be wrapped in, one in another. */
const mostWraps = 8;

/** Where the storages of a file are, and the byte order of their numbers. */
export interface Storages {
  members: ReadonlyMap<string, ZipMember>;
  bigEndian: boolean;
}

/** A tensor of the pickle: its entry, and what is needed to read it. */
export interface TorchTensor {
  entry: TensorEntry;
  member: ZipMember;
  offset: number;
  strides: readonly number[];
  /** The numbers stand in the storage with the other sign: the imaginary part of a conjugate. */
  negated?: true;
}

const isIntegers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);

/** The call of the innermost tensor, without the parameters and classes around it; a text where there is none. */
function unwrapped(given: PickleCall): PickleCall | string {
  let call = given;
  for (let i = 0; i < mostWraps; i++) {
    const [first, , third] = call.args;
    if (call.name === 'torch._utils._rebuild_parameter' || call.name === 'torch._utils._rebuild_parameter_with_state') {
      if (!(first instanceof PickleCall)) return 'a parameter without a tensor';
      call = first;
    } else if (call.name === 'torch._tensor._rebuild_from_type_v2') {
      if (!(first instanceof PickleGlobal) || !Array.isArray(third)) return 'a tensor of another class';
      call = new PickleCall(first, third);
    } else return call;
  }
  return 'a deeply nested tensor';
}

/** The storage that a tensor lies in: its member, its type unless the tensor says it. */
function storageOf(
  reference: unknown,
  { members }: Storages,
): { member: ZipMember; key: string; dtype?: Dtype } | string {
  const id = reference instanceof PickleReference ? reference.id : undefined;
  if (!Array.isArray(id) || id[0] !== 'storage' || !(id[1] instanceof PickleGlobal) || typeof id[2] !== 'string')
    return 'a tensor without a reference to its storage';
  const kind = id[1].name.slice(id[1].name.lastIndexOf('.') + 1).replace(/Storage$/, '');
  const dtype = storageTypes.get(kind);
  if (dtype === undefined && kind !== 'Untyped') return `numbers of type ${kind.slice(0, 40)}`;
  const member = members.get(`data/${id[2]}`);
  return member ? { member, key: id[2], dtype } : `its storage, the member ${quoted(`data/${id[2]}`)}, is missing`;
}

/** The tensor that a call rebuilds, or why it cannot be shown; undefined for a call that rebuilds none. */
export function rebuildTensor(given: PickleCall, name: string, storages: Storages): TorchTensor | string | undefined {
  if (!isTensorCall(given)) return undefined;
  const call = unwrapped(given);
  if (typeof call === 'string') return call;
  if (!/^torch\._utils\._rebuild_tensor(_v[23])?$/.test(call.name)) return typeOfValue(call);
  try {
    return plainTensor(call, name, storages);
  } catch (error) {
    if (error instanceof FileProblem) return error.message;
    throw error;
  }
}

function plainTensor({ name: called, args }: PickleCall, name: string, storages: Storages): TorchTensor | string {
  const [reference, start, shape, strides] = args;
  const storage = storageOf(reference, storages);
  if (typeof storage === 'string') return storage;
  const typed =
    called.endsWith('_v3') && args[6] instanceof PickleGlobal ? args[6].name.replace(/^torch\./, '') : undefined;
  const dtype = typed === undefined ? storage.dtype : dtypeNames.get(typed);
  if (!dtype) return `numbers of type ${typed?.slice(0, 40) ?? 'unknown'}`;
  const place = quoted(name);
  if (typeof start !== 'number' || !Number.isSafeInteger(start) || start < 0)
    throw new FileProblem(
      `the storage offset of ${place}`,
      'an integer of at least 0',
      typeof start === 'number' ? String(start) : 'something else',
    );
  if (!isIntegers(shape) || !isIntegers(strides) || shape.length !== strides.length)
    throw new FileProblem(`shape and strides of ${place}`, 'two lists of integers with the same length', 'others');
  const width = dtypeBytes[dtype];
  const count = countOf(shape, dtype, place);
  const marks = args[called.endsWith('_v3') ? 7 : 6];
  const negated = marks instanceof Map && marks.get('neg') === true;
  const numbers = Math.floor(storage.member.size / width);
  const span = spanOf(shape, strides);
  if (!(start + span <= numbers))
    throw new FileProblem(
      `shape and strides of ${place}`,
      `a range within the ${numbers} numbers of its storage`,
      `${span} numbers from index ${start}`,
    );
  const entry: TensorEntry = {
    name,
    shape,
    dtype,
    count,
    bytes: count * width,
    shared: `${storage.key} ${start} ${strides.join(' ')}${negated ? ' negated' : ''}`,
  };
  if (storages.bigEndian && width > 1) entry.bigEndian = true;
  return { entry, member: storage.member, offset: start * width, strides, ...(negated ? { negated } : {}) };
}
