import { describe, expect, it } from 'vitest';
import { fromWire, toWire, type WireMessage } from '../../src/experiment/wire';

/** What VS Code does: JSON, with the one block of bytes beside it, at some offset of a larger buffer. */
function carry(message: WireMessage): WireMessage {
  const larger = new Uint8Array(message.bytes.length + 11);
  larger.set(message.bytes, 11);
  return { body: JSON.parse(JSON.stringify(message.body)), bytes: larger.subarray(11) };
}

describe('messages to a webview', () => {
  it('carry NaN and infinities', () => {
    const message = { a: [NaN, 1, -Infinity], b: { c: Infinity }, d: undefined, e: 'NaN', f: null, g: true };
    const arrived = fromWire(carry(toWire(message))) as typeof message;
    expect(arrived).toEqual({ a: [NaN, 1, -Infinity], b: { c: Infinity }, e: 'NaN', f: null, g: true });
  });

  it('carry any number of typed arrays in one block', () => {
    const arrays = Array.from({ length: 1000 }, (_, index) => (index % 2 ? Float64Array.of(index, NaN) : Uint8Array.of(index % 256, 1, 2)));
    const wired = toWire({ arrays });
    expect(wired.bytes).toBeInstanceOf(Uint8Array);
    expect((fromWire(carry(wired)) as { arrays: unknown }).arrays).toEqual(arrays);
  });

  it('carry views of shared memory and of a part of a buffer', () => {
    const shared = new Float32Array(new SharedArrayBuffer(16), 4, 2);
    shared.set([1.5, -2]);
    const part = new Uint32Array([1, 2, 3, 4]).subarray(1, 3);
    expect(fromWire(carry(toWire([shared, part, new Int32Array(0)])))).toEqual([new Float32Array([1.5, -2]), new Uint32Array([2, 3]), new Int32Array(0)]);
  });

  it('carry why something was refused', () => {
    const { e } = fromWire(carry(toWire({ e: new RangeError('The file is gone.') }))) as { e: unknown };
    expect(e).toBeInstanceOf(Error);
    expect((e as Error).message).toBe('The file is gone.');
  });

  it('do not take an array that they cannot carry', () => {
    expect(() => toWire({ a: new BigInt64Array(1) })).toThrow(TypeError);
  });
});
