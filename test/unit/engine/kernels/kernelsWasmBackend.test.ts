import { copyFileSync, cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import type { Split } from '../../../../src/engine/datasets/spec';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import {
  backendScratchBytes,
  chooseBackend,
  kernelsOf,
  withoutMemory,
  type Backend,
} from '../../../../src/trainer/backend/backend';
import { compressSplit, planCompression } from '../../../../src/trainer/prepare/compression';
import { RunRefused } from '../../../../src/data/refused';
import { packKernels } from '../../../../scripts/buildKernels.mjs';
import { kernelBytes } from '../../../../src/trainer/backend/kernelFiles';
import { builds, doubleBuilds } from './kernelsWasmSupport';

const built = 'out/test/kernels';
/** A folder of kernels like that of a machine without some instructions: its validator refuses those files. */
function folderWithout(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-kernels-'));
  for (const { name } of builds) {
    if (names.includes(name))
      writeFileSync(join(folder, `${name}.wasm`), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0xff));
    else copyFileSync(join(built, `${name}.wasm`), join(folder, `${name}.wasm`));
  }
  return folder;
}

describe('a backend', () => {
  test('auto is the fastest that the machine has', () => {
    const best = builds.find(({ module }) => module !== undefined)!.name;
    expect(chooseBackend('auto', built).name).toBe(best);
    expect(chooseBackend('auto', folderWithout('relaxed-simd')).name).toBe('simd');
    expect(chooseBackend('auto', folderWithout('relaxed-simd', 'simd'))).toEqual({ name: 'reference' });
  });

  test('that the machine lacks is refused when it is asked for', () => {
    expect(() => chooseBackend('relaxed-simd', folderWithout('relaxed-simd'))).toThrow(RunRefused);
    expect(chooseBackend('simd', folderWithout('relaxed-simd')).name).toBe('simd');
  });

  test('comes from the packed file of a folder as from its single files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'initlab-packed-'));
    cpSync(built, folder, { recursive: true });
    await packKernels(folder);
    expect(readdirSync(folder)).toEqual(['kernels.br']);
    for (const name of [...builds, ...doubleBuilds, { name: 'probe' }].map((build) => build.name)) {
      const bytes = kernelBytes(folder, name);
      expect(bytes && Buffer.from(bytes).equals(kernelBytes(built, name)!), name).toBe(true);
    }
    expect(kernelBytes(folder, 'other')).toBeUndefined();
    expect(chooseBackend('simd', folder).module).toBeDefined();
  });

  test('of float64 is another module of the same name', () => {
    const [single, double] = [chooseBackend('simd', built), chooseBackend('simd', built, 'float64')];
    expect(double.name).toBe('simd');
    expect(double.module).not.toBe(single.module);
    expect(() => chooseBackend('simd', folderWithout(), 'float64')).toThrow('expected simd-double in');
  });

  test('is compiled once for a process', () => {
    expect(chooseBackend('simd', built).module).toBe(chooseBackend('simd', built).module);
  });

  test('over memory that is no WebAssembly memory is the reference, unless another was asked for', () => {
    expect(withoutMemory('auto')).toEqual({ name: 'reference' });
    expect(withoutMemory('reference')).toEqual({ name: 'reference' });
    expect(() => withoutMemory('simd')).toThrow(RunRefused);
    const buffer = new SharedArrayBuffer(64);
    expect(kernelsOf(chooseBackend('simd', built), undefined, { buffer, offset: 0, bytes: 64 })).toBe(referenceKernels);
  });

  test('names its kernels', () => {
    const backend = chooseBackend('simd', built);
    const arena = Arena.create(backendScratchBytes(backend));
    expect(kernelsOf(backend, arena.memory, arena.reserve(backendScratchBytes(backend))).name).toBe('simd');
    expect(backendScratchBytes({ name: 'reference' })).toBe(0);
  });
});

describe('rows are compressed', () => {
  const simd: Backend = chooseBackend('simd', built);
  const split = (share: number): Split => ({
    count: 500,
    inputs: Float32Array.from({ length: 500 * 100 }, (_, i) => (((i * 7919) % 1000) / 1000 < share ? 1 : 0)),
  });

  test('when most of their numbers are 0 and batches are gathered into a layer of some units', () => {
    expect(planCompression(simd, split(0.2), 50, 64, false)!.density).toBeCloseTo(0.2, 2);
    expect(planCompression(simd, split(0.8), 50, 64, false)).toBeUndefined();
    expect(planCompression(simd, split(0.2), 0, 64, false)).toBeUndefined();
    expect(planCompression(simd, split(0.2), 50, 10, false)).toBeUndefined();
    expect(planCompression({ name: 'reference' }, split(0.2), 50, 64, false)).toBeUndefined();
  });

  test('in no more memory than planned', () => {
    const plan = planCompression(simd, split(0.2), 50, 64, false)!;
    const { inputs } = split(0.2);
    const arena = Arena.create(plan.bytes + 4 * inputs.length);
    const before = arena.available;
    const shared = arena.float32(inputs.length);
    shared.set(inputs);
    const { starts } = compressSplit(simd, arena.reserve(plan.bytes), { count: 500, inputs: shared }, plan)!;
    expect((starts[500] - starts[0]) / 8).toBe(inputs.filter((x) => x !== 0).length);
    expect(before - arena.available).toBeLessThanOrEqual(plan.bytes + 4 * inputs.length);
  });
});
