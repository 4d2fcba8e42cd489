import { FileProblem, quoted } from '../files/fileProblem';
import { PickleCall, PickleGlobal, PickleOther, PickleReference, type PickleDict } from './pickleValues';

/**
 * Operations of one pickle at most: a checkpoint of 150 000 tensors has about 4 million, with a dictionary and some
 * lists each.
 */
const mostOperations = 6_000_000;
/** Bytes of memory that the values of a pickle may take, about; 150 000 tensors take some 200 MB. */
const mostMemory = 320 * 2 ** 20;
/** What values take, about. */
const costs = { dict: 220, list: 160, entry: 40, call: 96, value: 24 };
const longestLine = 1_000_000;
const longNumber = 'an integer of more than 64 bits';
const mark = Symbol('mark');
const utf8 = new TextDecoder();
const latin1 = new TextDecoder('latin1');
/** Classes that are dictionaries and no more; what else they are given is not needed. */
const dictClasses: ReadonlySet<string> = new Set(['collections.OrderedDict', 'builtins.dict', '__builtin__.dict']);
/** A tuple without items: all of them are this one. */
const emptyTuple: readonly unknown[] = Object.freeze([]);

/**
 * Reads a pickle of protocol 0 to 5 as data. Nothing is imported, called or built: names are kept as `PickleGlobal`,
 * calls as `PickleCall` with the state that they are given. Throws a `FileProblem` for bytes that are no pickle, and
 * for one that would take too long or too much memory.
 */
export function readPickle(bytes: Uint8Array, place: string): unknown {
  return new Unpickler(bytes, place).run();
}

/** Text of protocol 0, in which letters are written as their codes. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|x([0-9a-f]{2}))/gi, (_, ...codes: (string | undefined)[]) => {
    const code = parseInt(codes.slice(0, 3).join(''), 16);
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  });
}

class Unpickler {
  private at = 0;
  private memory = 0;
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
        if (this.byte() > 5) throw this.problem('a protocol up to 5', String(this.bytes[this.at - 1]));
        return;
      case '\x95': // FRAME
        this.take(8);
        return;
      case '(':
        stack.push(mark);
        return;
      case ')':
        stack.push(emptyTuple);
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
      case 'q':
        this.remember(this.byte());
        return;
      case 'r':
        this.remember(this.uint32());
        return;
      case 'p':
        this.remember(this.wholeLine());
        return;
      case '\x94': // MEMOIZE
        this.remember(this.memo.size);
        return;
      case 'h':
        stack.push(this.recall(this.byte()));
        return;
      case 'j':
        stack.push(this.recall(this.uint32()));
        return;
      case 'g':
        stack.push(this.recall(this.wholeLine()));
        return;
      case '0':
        if (stack.at(-1) === mark) stack.pop();
        else this.pop();
        return;
      case '1':
        this.popMark();
        return;
      case '2':
        stack.push(this.top());
        return;
      case '\x98': // READONLY_BUFFER
        this.top();
        return;
      default:
        if (!this.number(code) && !this.texts(code) && !this.objects(code) && !this.collect(code))
          throw this.problem('an operation of a pickle', `operation 0x${code.toString(16).padStart(2, '0')}`);
    }
  }

  /** Numbers that are more than a byte or two, and what is written as a line of digits. */
  private number(code: number): boolean {
    const { stack } = this;
    this.spend(costs.value);
    switch (String.fromCharCode(code)) {
      case '\x8a':
        stack.push(this.long(this.byte()));
        return true;
      case '\x8b':
        stack.push(this.long(this.uint32()));
        return true;
      case 'G':
        stack.push(this.view.getFloat64(this.take(8), false));
        return true;
      case 'F':
        stack.push(Number(this.line().replace('inf', 'Infinity')));
        return true;
      case 'I':
      case 'L': {
        const line = this.line().replace(/L$/, '');
        // Protocol 0 has no other way to write a truth value.
        stack.push(
          line === '00' || line === '01'
            ? line === '01'
            : line.length > 20
              ? new PickleOther(longNumber)
              : Number(line),
        );
        return true;
      }
      default:
        return false;
    }
  }

  /** Texts, and bytes, which are not kept; those of Python 2 may be either and are taken for texts. */
  private texts(code: number): boolean {
    const { stack } = this;
    switch (String.fromCharCode(code)) {
      case 'X':
        stack.push(this.text(this.uint32()));
        return true;
      case '\x8c':
        stack.push(this.text(this.byte()));
        return true;
      case '\x8d':
        stack.push(this.text(this.uint64()));
        return true;
      case 'V':
        stack.push(unescaped(this.rawLine(longestLine)));
        return true;
      case 'S':
        stack.push(unescaped(this.rawLine(longestLine).replace(/^(['"])(.*)\1$/s, '$2')));
        return true;
      case 'U':
        stack.push(this.raw(this.byte()));
        return true;
      case 'T':
        stack.push(this.raw(this.uint32()));
        return true;
      case 'C':
        stack.push(this.skip(this.byte(), 'bytes'));
        return true;
      case 'B':
        stack.push(this.skip(this.uint32(), 'bytes'));
        return true;
      case '\x8e':
        stack.push(this.skip(this.uint64(), 'bytes'));
        return true;
      case '\x96':
        stack.push(this.skip(this.uint64(), 'a bytearray'));
        return true;
      case '\x97': // NEXT_BUFFER
        stack.push(this.skip(0, 'a buffer outside the pickle'));
        return true;
      default:
        return false;
    }
  }

  /** Names, references, and the operations that would build an object. */
  private objects(code: number): boolean {
    const { stack } = this;
    switch (String.fromCharCode(code)) {
      case 'c':
        stack.push(this.global(this.line(), this.line()));
        return true;
      case '\x93': {
        // STACK_GLOBAL
        const name = this.pop();
        const module = this.pop();
        if (typeof module !== 'string' || typeof name !== 'string')
          throw this.problem('the name of a class', 'something else');
        stack.push(this.global(module, name));
        return true;
      }
      case '\x82':
      case '\x83':
      case '\x84': {
        // EXT1, EXT2, EXT4
        const number =
          code === 0x82 ? this.byte() : code === 0x83 ? this.view.getUint16(this.take(2), true) : this.uint32();
        stack.push(this.global('extension', String(number)));
        return true;
      }
      case 'Q':
        this.spend(costs.value);
        stack.push(new PickleReference(this.pop()));
        return true;
      case 'P':
        stack.push(new PickleReference(this.line()));
        return true;
      case 'R':
      case '\x81': {
        // REDUCE, NEWOBJ
        const args = this.pop();
        this.call(this.pop(), args);
        return true;
      }
      case '\x92': {
        // NEWOBJ_EX
        const named = this.pop();
        const args = this.pop();
        this.call(this.pop(), args);
        if (named instanceof Map && named.size > 0) this.give(named);
        return true;
      }
      case 'i': {
        const callee = this.global(this.line(), this.line());
        this.call(callee, this.popMark());
        return true;
      }
      case 'o': {
        const [callee, ...args] = this.popMark();
        this.call(callee, args);
        return true;
      }
      case 'b': {
        const state = this.pop();
        this.give(state);
        return true;
      }
      default:
        return false;
    }
  }

  /** Collections, and the operations that gather what lies on the stack into one. */
  private collect(code: number): boolean {
    const { stack } = this;
    switch (String.fromCharCode(code)) {
      case ']':
        this.spend(costs.list);
        stack.push([]);
        return true;
      case '}':
        this.spend(costs.dict);
        stack.push(new Map());
        return true;
      case '\x8f': // EMPTY_SET
        this.spend(costs.dict);
        stack.push(new Set());
        return true;
      case 't':
      case 'l':
        stack.push(this.popMark());
        return true;
      case '\x91': // FROZENSET
        this.spend(costs.dict);
        stack.push(new Set(this.popMark()));
        return true;
      case 'd': {
        this.spend(costs.dict);
        const items = this.popMark();
        stack.push(new Map());
        this.fill(items);
        return true;
      }
      case '\x85':
      case '\x86':
      case '\x87': {
        // TUPLE1 … TUPLE3
        const items: unknown[] = [];
        for (let i = 0; i < code - 0x84; i++) items.unshift(this.pop());
        this.spend(costs.value + 8 * items.length);
        stack.push(items);
        return true;
      }
      case 's': {
        const value = this.pop();
        const key = this.pop();
        this.fill([key, value]);
        return true;
      }
      case 'u':
        this.fill(this.popMark());
        return true;
      case 'a':
        this.append([this.pop()]);
        return true;
      case 'e':
      case '\x90': // ADDITEMS
        this.append(this.popMark());
        return true;
      default:
        return false;
    }
  }

  /** A dictionary is one, everything else stays a call that nobody makes. */
  private call(callee: unknown, args: unknown): void {
    if (!Array.isArray(args)) throw this.problem('arguments of a call', 'something else');
    if (!(callee instanceof PickleGlobal) || !dictClasses.has(callee.name)) {
      this.spend(costs.call);
      this.stack.push(new PickleCall(callee, args));
      return;
    }
    this.spend(costs.dict);
    const dict: PickleDict = new Map();
    const [pairs] = args as unknown[];
    for (const pair of Array.isArray(pairs) ? (pairs as unknown[]) : []) {
      this.spend(costs.entry);
      if (Array.isArray(pair)) dict.set(pair[0], pair[1]);
    }
    this.stack.push(dict);
  }

  /** BUILD hands a state to an object. A state dict has its `_metadata` so; it is not looked at. */
  private give(state: unknown): void {
    const object = this.top();
    if (object instanceof PickleCall) object.state = object.state === undefined ? state : [object.state, state];
  }

  private global(module: string, name: string): PickleGlobal {
    this.spend(costs.value + module.length + name.length);
    return new PickleGlobal(`${module}.${name}`);
  }

  /** Keys with values for the dictionary on the stack, or the object that is one. */
  private fill(items: readonly unknown[]): void {
    if (items.length % 2 !== 0) throw this.problem('keys with values', 'a key without one');
    const object = this.top();
    if (object instanceof PickleCall && !object.dict) this.spend(costs.dict);
    const dict =
      object instanceof Map
        ? (object as PickleDict)
        : object instanceof PickleCall
          ? (object.dict ??= new Map())
          : undefined;
    // Any object may take items in Python; what is no collection here keeps none.
    if (!dict) return;
    this.spend((costs.entry * items.length) / 2);
    for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
  }

  /** Items for the list or set on the stack, or the object that is one. */
  private append(items: readonly unknown[]): void {
    const object = this.top();
    this.spend((object instanceof Set ? costs.entry : 16) * items.length);
    if (object instanceof Set) for (const item of items) object.add(item);
    else {
      const list = object instanceof PickleCall ? (object.items ??= []) : object;
      if (!Array.isArray(list) || list === emptyTuple)
        throw this.problem('a list or a set to add to', 'something else');
      for (const item of items) list.push(item);
    }
  }

  /** Memory that a few bytes of the file ask for. */
  private spend(bytes: number): void {
    this.memory += bytes;
    if (this.memory > mostMemory)
      throw new FileProblem(this.place, `values that take at most ${mostMemory / 2 ** 20} MB`, 'more');
  }

  private remember(key: number): void {
    if (!this.memo.has(key)) this.spend(costs.entry);
    this.memo.set(key, this.top());
  }

  private recall(key: number): unknown {
    if (!this.memo.has(key)) throw this.problem('a memoized value', `number ${key}, which is not memoized`);
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
    this.spend(costs.value + 8 * items.length);
    return items;
  }

  /** Two's complement, little-endian; a number that no float64 comes near is not read. */
  private long(length: number): number | PickleOther {
    const at = this.take(length);
    if (length > 8) return new PickleOther(longNumber);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[at + i]);
    return Number(BigInt.asIntN(length * 8, value));
  }

  private text(length: number): string {
    const at = this.take(length);
    this.spend(costs.value + 2 * length);
    return utf8.decode(this.bytes.subarray(at, at + length));
  }

  /** Bytes, as a text of their codes. */
  private raw(length: number): string {
    const at = this.take(length);
    this.spend(costs.value + length);
    return latin1.decode(this.bytes.subarray(at, at + length));
  }

  private skip(length: number, type: string): PickleOther {
    this.take(length);
    this.spend(costs.value);
    return new PickleOther(type);
  }

  private line(): string {
    const text = this.text(this.lineLength(1000));
    this.at++;
    return text;
  }

  /** A line as a text of its codes. */
  private rawLine(most: number): string {
    const text = this.raw(this.lineLength(most));
    this.at++;
    return text;
  }

  private lineLength(most: number): number {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > most) throw this.problem('a terminated line', 'none');
    return end - this.at;
  }

  private wholeLine(): number {
    const line = this.line();
    if (!/^\d{1,10}$/.test(line)) throw this.problem('a whole number', quoted(line, 20));
    return Number(line);
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
