import { describe, expect, it } from 'vitest';
import { packPart, partsOf } from '../../../src/experiment/messages/parts';
import { decodeValue, encodeValue } from '../../../src/experiment/messages/valueCodec';
import { fromWire, toWire } from '../../../src/experiment/messages/wire';
import { carry } from './vscodeMessage';

const sent = <T>(value: T): T => fromWire(carry(toWire(value))) as T;

describe('messages between an editor and its page', () => {
  it('carry the numbers that JSON does not know, and undefined', () => {
    const message = {
      a: [NaN, 1, -Infinity, -0, 0],
      b: { c: Infinity, n: 12345678901234567890n },
      e: 'NaN',
      f: null,
      g: true,
      list: [undefined, null],
    };
    expect(sent(message)).toStrictEqual(message);
    expect(sent(undefined)).toBeUndefined();
    expect(Object.is(sent({ zero: -0 }).zero, -0)).toBe(true);
    expect(sent({ d: undefined, e: 1 })).toEqual({ e: 1 });
  });

  it('carry every kind of typed array, more of them than VS Code carries buffers', () => {
    const kinds = [
      Int8Array.of(-1),
      Uint8Array.of(255),
      Uint8ClampedArray.of(255),
      Int16Array.of(-300),
      Uint16Array.of(65535),
      Int32Array.of(-7),
      Uint32Array.of(4294967295),
      Float32Array.of(1.5, NaN),
      Float64Array.of(0.1, -0),
      BigInt64Array.of(-1n),
      BigUint64Array.of(18446744073709551615n),
    ];
    expect(sent(kinds)).toStrictEqual(kinds);
    const many = Array.from({ length: 1000 }, (_, index) => kinds[index % kinds.length].slice());
    expect(sent({ many }).many).toStrictEqual(many);
    expect([...new Uint8Array(sent(Uint8Array.of(1, 2).buffer))]).toEqual([1, 2]);
    const view = sent(new DataView(Uint8Array.of(9, 8, 7).buffer, 1, 2));
    expect([view.getUint8(0), view.byteLength]).toEqual([8, 2]);
  });

  it('carry views of shared memory and of a part of a buffer', () => {
    const shared = new Float32Array(new SharedArrayBuffer(16), 4, 2);
    shared.set([1.5, -2]);
    const part = new Uint32Array([1, 2, 3, 4]).subarray(1, 3);
    expect(sent([shared, part, new Int32Array(0)])).toEqual([
      new Float32Array([1.5, -2]),
      new Uint32Array([2, 3]),
      new Int32Array(0),
    ]);
  });

  it('arrive as views of one array of bytes, which may lie anywhere in a larger one', () => {
    const { bytes } = toWire({ a: Float64Array.of(1, 2), b: Uint8Array.of(3) });
    const larger = new Uint8Array(bytes.length + 11);
    larger.set(bytes, 11);
    expect(fromWire({ bytes: larger.subarray(11) })).toEqual({ a: Float64Array.of(1, 2), b: Uint8Array.of(3) });
    const { a, b } = fromWire({ bytes }) as { a: Float64Array; b: Uint8Array };
    expect([a.buffer, b.buffer]).toEqual([bytes.buffer, bytes.buffer]);
  });

  it('carry why something was refused', () => {
    const { e } = sent<{ e: unknown }>({ e: new RangeError('The file is gone.') });
    expect(e).toBeInstanceOf(Error);
    expect((e as Error).message).toBe('The file is gone.');
  });

  it('do not take what they cannot carry', () => {
    for (const value of [new Map(), new Date(), () => undefined, Symbol('x')])
      expect(() => toWire({ a: value })).toThrow(TypeError);
  });
});

describe('a value that looks like a mark', () => {
  const values: unknown[] = [
    { $array: { $ref: '#/definitions/array' } },
    { $array: 'Float32Array', offset: 0, length: 1e9 },
    { $array: 'Float32Array', offset: 0, length: 1 },
    { $array: 'constructor' },
    { $number: 'NaN' },
    { $number: 5 },
    { $error: 'no' },
    { $undefined: true },
    { $bigint: 'x' },
    { $$number: 1, $number: 2, $$$number: 3 },
    { $: 1, $$: 2, $numbers: 3, $schema: 'https://example.org' },
    { $$vscode_array_buffer_reference$$: true, index: 0 },
    { $$vscode_array_buffer_reference$$: true, index: 0, view: { type: 2, byteLength: 1e9, byteOffset: 0 } },
    JSON.parse('{"__proto__": {"$number": "NaN"}, "constructor": 1, "toString": null}'),
    { i: 'x', t: 's', r: { $array: 1 } },
    [{ $array: [] }],
    '{"$number":"NaN"}',
    '\ud800',
    { '\udc00$number': 1 },
  ];

  it.each(values.map((value) => [JSON.stringify(value), value]))('is carried as it is: %s', (_, value) => {
    // With an array beside it VS Code looks for marks of its own.
    const arrived = sent({ value, beside: Uint8Array.of(1) }).value;
    expect(arrived).toStrictEqual(value);
    expect(JSON.stringify(arrived)).toBe(JSON.stringify(value));
  });

  it('within others, a thousand times', () => {
    let state = 1;
    const next = (below: number): number => (state = (state * 48271) % 2147483647) % below;
    const keys = [
      '$array',
      '$number',
      '$error',
      '$undefined',
      '$bigint',
      '$$array',
      '$$$number',
      'offset',
      'length',
      '__proto__',
      'a',
      '',
      '$',
    ];
    const leaves = (): unknown =>
      [NaN, -0, null, true, 'NaN', '$array', 1.5, Float32Array.of(next(9)), -Infinity, 7n][next(10)];
    const made = (depth: number): unknown => {
      if (depth === 0 || next(4) === 0) return leaves();
      if (next(3) === 0) return Array.from({ length: next(4) }, () => made(depth - 1));
      return Object.fromEntries(Array.from({ length: next(4) }, () => [keys[next(keys.length)], made(depth - 1)]));
    };
    for (let turn = 0; turn < 1000; turn++) {
      const value = made(5);
      expect(sent(value)).toStrictEqual(value);
    }
  });

  it('leaves the value that is sent as it was', () => {
    const value = { a: [{ $number: 1 }, NaN], b: { c: undefined } };
    const before = structuredClone(value);
    toWire(value);
    expect(value).toStrictEqual(before);
  });
});

describe('a part', () => {
  it('with an array outside its own block is refused', () => {
    const { json, block } = encodeValue({ a: Float64Array.of(1, 2, 3) });
    const changed = (offset: unknown, length: unknown) => () =>
      decodeValue({
        json: json.replace(
          '"offset":0,"length":3',
          `"offset":${JSON.stringify(offset)},"length":${JSON.stringify(length)}`,
        ),
        block,
      });
    expect(changed(0, 3)()).toEqual({ a: Float64Array.of(1, 2, 3) });
    for (const [offset, length] of [
      [0, 4],
      [8, 3],
      [-8, 1],
      [4, 1],
      [0, 1e300],
      [0, '3'],
      [null, 1],
      [0, 1.5],
      [24, 1],
    ])
      expect(changed(offset, length)).toThrow(RangeError);
    expect(() => decodeValue({ json: '{"$array":"toString","offset":0,"length":1}', block })).toThrow(RangeError);
  });

  it('follows another, whole or not at all', () => {
    const two = Buffer.concat([packPart({ a: 1 }), packPart([Uint8Array.of(5)])]);
    expect([...partsOf(new Uint8Array(two))]).toEqual([{ a: 1 }, [Uint8Array.of(5)]]);
    expect(() => [...partsOf(new Uint8Array(two).slice(0, -8))]).toThrow(RangeError);
  });
});
