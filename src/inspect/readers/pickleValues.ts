/** A name of a module that a pickle asks for; it is only compared, never looked up. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/**
 * An object that a pickle rebuilds: what it calls with which arguments, not called, and the state and the items that it
 * hands over.
 */
export class PickleCall {
  /** What BUILD gives it: the attributes of an instance. */
  state: unknown;
  /** Keys with values of a class derived from a dictionary, items of one derived from a list or a set. */
  dict: PickleDict | undefined;
  items: unknown[] | undefined;

  constructor(
    readonly callee: unknown,
    readonly args: readonly unknown[],
  ) {}

  /** The name of what is called; empty where it is no name. */
  get name(): string {
    return this.callee instanceof PickleGlobal ? this.callee.name : '';
  }
}

/** A reference to something outside the pickle: the storage of a tensor. */
export class PickleReference {
  constructor(readonly id: unknown) {}
}

/** A value that no tensor needs and that is not read: bytes, whole numbers of more than 64 bits. */
export class PickleOther {
  constructor(readonly type: string) {}
}

/** A dictionary in its order; keys are texts, numbers, or anything else by identity. */
export type PickleDict = Map<unknown, unknown>;

/** Functions that rebuild an instance of the class that is their first argument. */
const makers: ReadonlySet<string> = new Set([
  'copyreg._reconstructor',
  'copy_reg._reconstructor',
  'copyreg.__newobj__',
  'copyreg.__newobj_ex__',
  'copy_reg.__newobj__',
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray._reconstruct',
]);
/** Calls and names that stand for a plain value: a shape, a device, a number of NumPy, a type of numbers. */
const plainCalls: ReadonlySet<string> = new Set([
  'torch.Size',
  'torch.device',
  'numpy.core.multiarray.scalar',
  'numpy._core.multiarray.scalar',
  'numpy.dtype',
]);
const plainGlobals = /^torch\.(b?float\w*|double|half|u?int\d*|long|short|bool|complex\d*|strided)$/;
const plainNames: ReadonlyMap<string, string> = new Map([
  ['_codecs.encode', 'bytes'],
  ['numpy.core.numeric._frombuffer', 'numpy.ndarray'],
  ['numpy._core.numeric._frombuffer', 'numpy.ndarray'],
  ['numpy.random._pickle.__generator_ctor', 'numpy.random.Generator'],
  ['numpy.random._pickle.__bit_generator_ctor', 'numpy.random.BitGenerator'],
  ['numpy.random._pickle.__randomstate_ctor', 'numpy.random.RandomState'],
  ['torch._utils._rebuild_qtensor', 'a quantized tensor'],
  ['torch._utils._rebuild_sparse_tensor', 'a sparse tensor'],
  ['torch._utils._rebuild_sparse_csr_tensor', 'a sparse tensor'],
  ['torch._utils._rebuild_meta_tensor_no_storage', 'a tensor without numbers, of the device meta'],
  ['torch._utils._rebuild_nested_tensor', 'a nested tensor'],
]);

/** Whether a value says no more than a number or a text does. */
export function isPlain(value: unknown): boolean {
  return (
    (value instanceof PickleCall && plainCalls.has(value.name)) ||
    (value instanceof PickleGlobal && plainGlobals.test(value.name))
  );
}

/**
 * The class of a value as a user knows it, in at most 80 characters; undefined for plain values: texts, numbers, lists
 * and dictionaries.
 */
export function typeOfValue(value: unknown): string | undefined {
  if (value instanceof PickleOther) return value.type;
  if (value instanceof Set) return 'a set';
  if (value instanceof PickleReference) return 'a storage';
  if (value instanceof PickleGlobal) return `the name ${shown(value.name)}`;
  if (!(value instanceof PickleCall)) return undefined;
  const [first] = value.args;
  if (makers.has(value.name) && first instanceof PickleGlobal) return shown(first.name);
  return value.name === '' ? 'an object of a class without a name' : (plainNames.get(value.name) ?? shown(value.name));
}

/** Whether a call rebuilds a tensor of PyTorch, of any kind. */
export const isTensorCall = ({ name }: PickleCall): boolean => /^torch\.(_utils|_tensor)\._rebuild_/.test(name);

/** A name as it is shown: the modules of Python 2 and 3 are left out for what is built in. */
const shown = (name: string): string => name.replace(/^(builtins|__builtin__)\./, '').slice(0, 80);
