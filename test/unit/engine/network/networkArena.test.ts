import { Worker } from 'node:worker_threads';
import { describe, expect, test, vi } from 'vitest';
import { alignedBytes, Arena, ArenaError, planBytes, reservedBytes } from '../../../../src/engine/arena';

describe('arena', () => {
  test('hands out zeroed, aligned arrays that do not overlap', () => {
    const arena = Arena.create(planBytes([3, 17, 0, 1]));
    const arrays = [arena.float32(3), arena.int32(17), arena.uint32(0), arena.float32(1)];
    expect(arrays.map((array) => array.byteOffset % 64)).toEqual([0, 0, 0, 0]);
    arrays.forEach((array, index) => array.fill(index + 1));
    expect(arrays.map((array) => [...new Set(array)])).toEqual([[1], [2], [], [4]]);
    expect(planBytes([3, 17, 0, 1])).toBe(64 + 128 + 0 + 64);
    expect(alignedBytes(65)).toBe(128);
  });

  test('an array that does not fit is refused with both sizes', () => {
    const arena = Arena.create(65_536 - reservedBytes);
    arena.float32(16);
    const error = (() => {
      try {
        arena.float32(16_384);
      } catch (caught) {
        return caught;
      }
      return undefined;
    })();
    expect(error).toBeInstanceOf(ArenaError);
    expect(error).toMatchObject({ requested: 65_536, available: 65_536 - reservedBytes - 64 });
    expect(() => Arena.create(2 ** 32 + 1)).toThrow(ArenaError);
    expect(() => Arena.create(NaN)).toThrow(ArenaError);
  });

  test('a region can be used by itself and taken back', () => {
    const arena = Arena.create(65_536);
    const region = arena.reserve(128);
    const part = Arena.attach(region);
    part.float32(32).fill(3);
    expect(() => part.float32(1)).toThrow(ArenaError);
    part.reset();
    expect([...part.float32(2)]).toEqual([3, 3]);
  });

  test('another thread sees the same bytes', async () => {
    const arena = Arena.create(1000);
    expect(arena.shared).toBe(true);
    arena.float32(5);
    const region = arena.reserve(64);
    const worker = new Worker(
      'const { parentPort, workerData: r } = require("node:worker_threads"); new Float32Array(r.memory.buffer, r.offset, 2).set([1.5, 2.5]); parentPort.postMessage(0);',
      { eval: true, workerData: region },
    );
    await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await worker.terminate();
    expect([...Arena.attach(region).float32(2)]).toEqual([1.5, 2.5]);
  });

  test('falls back where shared memory is refused', () => {
    const refused = vi.fn(function () {
      throw new RangeError('refused');
    });
    vi.stubGlobal('WebAssembly', { Memory: refused });
    const second = Arena.create(100);
    expect(refused).toHaveBeenCalledOnce();
    expect([second.memory, second.shared]).toEqual([undefined, true]);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const third = Arena.create(100);
    expect([third.memory, third.shared]).toEqual([undefined, false]);
    expect(third.float32(4).length).toBe(4);
    vi.unstubAllGlobals();
  });
});
