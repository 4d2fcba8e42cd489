import { FileProblem, quoted } from '../fileProblem';

/** A name of a module that a pickle asks for; it is only compared, never looked up. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** What a pickle calls to rebuild a value, with its arguments, not called. */
export class PickleCall {
  constructor(
    readonly name: string,
    readonly args: readonly unknown[],
  ) {}
}

/** A reference to something outside the pickle: the storage of a tensor. */
export class PickleReference {
  constructor(readonly id: unknown) {}
}

/** A dictionary in its order; keys are texts, numbers, or anything else by identity. */
export type PickleDict = Map<unknown, unknown>;

/** Operations of one pickle at most: a checkpoint of 100 000 tensors has about 4 million, with a dictionary and some lists each. */
const mostOperations = 6_000_000;
const mostCollections = 1_000_000;
const mark = Symbol('mark');

/** The calls that are known: how a state dict, its tensors and plain numbers beside them are rebuilt. */
const calls: ReadonlySet<string> = new Set([
  'collections.OrderedDict',
  'torch._utils._rebuild_tensor', 'torch._utils._rebuild_tensor_v2', 'torch._utils._rebuild_tensor_v3',
  'torch._utils._rebuild_parameter', 'torch._utils._rebuild_parameter_with_state', 'torch._tensor._rebuild_from_type_v2',
  'torch.Size', 'torch.device',
  'numpy.core.multiarray.scalar', 'numpy._core.multiarray.scalar', 'numpy.dtype', '_codecs.encode',
]);
/** Names that are handed over as values: storages, dtypes, the classes of tensors. */
const storages = /^torch\.(storage\.)?(Untyped|Typed|_Typed|Double|Float|Half|BFloat16|Long|Int|Short|Char|Byte|Bool|ComplexDouble|ComplexFloat|Float8_e4m3fn|Float8_e5m2)Storage$/;
const values = /^torch\.(float64|double|float32|float|float16|half|bfloat16|float8_e4m3fn|float8_e5m2|int64|long|int32|int|int16|short|int8|uint8|uint16|uint32|uint64|bool|complex64|complex128|strided|Tensor|_tensor\.Tensor|nn\.parameter\.Parameter)$/;

const isKnown = (name: string): boolean => calls.has(name) || storages.test(name) || values.test(name);

/**
 * Reads a pickle as data. Nothing is imported, called or built: names are compared with a list, calls are kept as
 * `PickleCall`. An operation or a name outside the lists throws a `FileProblem` that says which.
 */
export function readPickle(bytes: Uint8Array, place: string): unknown {
  return new Unpickler(bytes, place).run();
}

class Unpickler {
  private at = 0;
  private collections = 0;
  private readonly stack: unknown[] = [];
  private readonly memo = new Map<number, unknown>();
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly place: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  run(): unknown {
    for (let operation = 0; operation < mostOperations; operation++) {
      const code = this.byte();
      if (code === 0x2e) return this.pop(); // STOP
      this.apply(code);
    }
    throw new FileProblem(this.place, `at most ${mostOperations} operations`, 'more');
  }

  private apply(code: number): void {
    const { stack } = this;
    switch (String.fromCharCode(code)) {
      case '\x80': // PROTO
        if (this.byte() > 5) throw this.problem('a protocol of 5 at most', String(this.bytes[this.at - 1]));
        return;
      case '\x95': // FRAME
        this.take(8);
        return;
      case '(':
        stack.push(mark);
        return;
      case '}':
        this.count();
        stack.push(new Map());
        return;
      case ']':
      case ')':
        stack.push([]);
        return;
      case '\x8f': // EMPTY_SET
        this.count();
        stack.push(new Set());
        return;
      case 'N':
        stack.push(null);
        return;
      case '\x88':
      case '\x89':
        stack.push(code === 0x88);
        return;
      case 'J':
        stack.push(this.view.getInt32(this.take(4), true));
        return;
      case 'K':
        stack.push(this.byte());
        return;
      case 'M':
        stack.push(this.view.getUint16(this.take(2), true));
        return;
      case '\x8a':
        stack.push(this.long(this.byte()));
        return;
      case 'G':
        stack.push(this.view.getFloat64(this.take(8), false));
        return;
      case 'X':
        stack.push(this.text(this.uint32()));
        return;
      case '\x8c':
        stack.push(this.text(this.byte()));
        return;
      case '\x8d':
        stack.push(this.text(this.uint64()));
        return;
      case 'U':
      case 'C':
        stack.push(this.raw(this.byte()));
        return;
      case 'T':
      case 'B':
        stack.push(this.raw(this.uint32()));
        return;
      case 'q':
        this.memo.set(this.byte(), this.top());
        return;
      case 'r':
        this.memo.set(this.uint32(), this.top());
        return;
      case '\x94': // MEMOIZE
        this.memo.set(this.memo.size, this.top());
        return;
      case 'h':
        stack.push(this.recall(this.byte()));
        return;
      case 'j':
        stack.push(this.recall(this.uint32()));
        return;
      case '0':
        this.pop();
        return;
      case '1':
        this.popMark();
        return;
      case '2':
        stack.push(this.top());
        return;
      case 'c':
        stack.push(this.global(this.line(), this.line()));
        return;
      case '\x93': { // STACK_GLOBAL
        const name = this.pop();
        const module = this.pop();
        if (typeof module !== 'string' || typeof name !== 'string') throw this.problem('the name of a class', 'something else');
        stack.push(this.global(module, name));
        return;
      }
      case 'Q':
        stack.push(new PickleReference(this.pop()));
        return;
      case 'R':
      case '\x81': // NEWOBJ
        this.call();
        return;
      case 'b':
        this.build();
        return;
      default:
        this.collect(code);
    }
  }

  /** Operations that gather what lies on the stack into a collection. */
  private collect(code: number): void {
    const { stack } = this;
    switch (String.fromCharCode(code)) {
      case 't':
      case 'l':
        stack.push(this.popMark());
        return;
      case '\x91': // FROZENSET
        this.count();
        stack.push(new Set(this.popMark()));
        return;
      case 'd':
        this.count();
        stack.push(this.fill(new Map(), this.popMark()));
        return;
      case '\x85':
      case '\x86':
      case '\x87': { // TUPLE1 … TUPLE3
        const items: unknown[] = [];
        for (let i = 0; i < code - 0x84; i++) items.unshift(this.pop());
        stack.push(items);
        return;
      }
      case 's': {
        const value = this.pop();
        const key = this.pop();
        this.fill(this.dict(), [key, value]);
        return;
      }
      case 'u': {
        const items = this.popMark();
        this.fill(this.dict(), items);
        return;
      }
      case 'a': {
        const item = this.pop();
        this.list().push(item);
        return;
      }
      case 'e': {
        const items = this.popMark();
        const list = this.list();
        for (const item of items) list.push(item);
        return;
      }
      case '\x90': { // ADDITEMS
        const items = this.popMark();
        const set = this.top();
        if (!(set instanceof Set)) throw this.problem('a set to add to', 'something else');
        for (const item of items) set.add(item);
        return;
      }
      default:
        throw this.problem('an operation that rebuilds tensors', `operation 0x${code.toString(16).padStart(2, '0')}`);
    }
  }

  /** REDUCE and NEWOBJ: an OrderedDict is a dictionary, everything else stays a call that nobody makes. */
  private call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof PickleGlobal) || !Array.isArray(args)) throw this.problem('a call of a known function', 'something else');
    if (!calls.has(callee.name)) throw this.problem('a call that rebuilds tensors (a state_dict, saved with torch.save)', `a call of ${quoted(callee.name)}`);
    if (callee.name === 'collections.OrderedDict') {
      this.count();
      const dict: PickleDict = new Map();
      const [pairs] = args as unknown[];
      if (Array.isArray(pairs)) for (const pair of pairs) if (Array.isArray(pair)) dict.set(pair[0], pair[1]);
      this.stack.push(dict);
    } else {
      this.stack.push(new PickleCall(callee.name, args as unknown[]));
    }
  }

  /** BUILD hands a state to an object. A state dict has its `_metadata` so; it is not looked at. */
  private build(): void {
    this.pop();
    const object = this.top();
    if (!(object instanceof Map) && !(object instanceof PickleCall)) throw this.problem('a dictionary or a tensor to give a state to', 'something else');
  }

  private global(module: string, name: string): PickleGlobal {
    const full = `${module}.${name}`;
    if (!isKnown(full)) {
      const hint = module.startsWith('__torch__') ? ' (a TorchScript program, not a state_dict)' : '';
      throw new FileProblem(this.place, 'a state_dict of tensors, which asks for nothing else,', `the name ${quoted(full)}${hint}`);
    }
    return new PickleGlobal(full);
  }

  private fill(dict: PickleDict, items: readonly unknown[]): PickleDict {
    if (items.length % 2 !== 0) throw this.problem('keys with values', 'a key without one');
    for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
    return dict;
  }

  private dict(): PickleDict {
    const dict = this.top();
    if (!(dict instanceof Map)) throw this.problem('a dictionary to add to', 'something else');
    return dict as PickleDict;
  }

  private list(): unknown[] {
    const list = this.top();
    if (!Array.isArray(list)) throw this.problem('a list to add to', 'something else');
    return list as unknown[];
  }

  /** One more dictionary or set: they take far more memory than the byte that asks for one. */
  private count(): void {
    if (++this.collections > mostCollections) throw this.problem(`at most ${mostCollections} dictionaries and sets`, 'more');
  }

  private recall(key: number): unknown {
    if (!this.memo.has(key)) throw this.problem('a value that was remembered', `number ${key}, which was not`);
    return this.memo.get(key);
  }

  private top(): unknown {
    const value = this.pop();
    this.stack.push(value);
    return value;
  }

  private pop(): unknown {
    if (this.stack.length === 0 || this.stack.at(-1) === mark) throw this.problem('a value on the stack', 'none');
    return this.stack.pop();
  }

  private popMark(): unknown[] {
    const at = this.stack.lastIndexOf(mark);
    if (at < 0) throw this.problem('a mark on the stack', 'none');
    const items = this.stack.splice(at);
    items.shift();
    return items;
  }

  private long(length: number): number {
    if (length > 8) throw this.problem('a whole number of 8 bytes at most', `${length} bytes`);
    let value = 0n;
    const at = this.take(length);
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[at + i]);
    return Number(BigInt.asIntN(length * 8, value));
  }

  private text(length: number): string {
    const at = this.take(length);
    return new TextDecoder().decode(this.bytes.subarray(at, at + length));
  }

  /** Bytes, as a text of their codes. */
  private raw(length: number): string {
    const at = this.take(length);
    return new TextDecoder('latin1').decode(this.bytes.subarray(at, at + length));
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > 1000) throw this.problem('a name that ends', 'none');
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }

  private byte(): number {
    return this.bytes[this.take(1)];
  }

  private uint32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  private uint64(): number {
    return Number(this.view.getBigUint64(this.take(8), true));
  }

  /** Where the next `length` bytes start. */
  private take(length: number): number {
    if (!(this.at + length <= this.bytes.length)) throw this.problem(`${length} more bytes`, 'the end');
    this.at += length;
    return this.at - length;
  }

  private problem(expected: string, found: string): FileProblem {
    return new FileProblem(`${this.place} at byte ${this.at}`, expected, found);
  }
}
