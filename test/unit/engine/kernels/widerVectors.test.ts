import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseBackend } from '../../../../src/trainer/backend/backend';
import { sameBits } from '../../../../src/trainer/backend/sameBits';
import { widerKernels } from '../../../../src/trainer/backend/widerVectors';
import { builds } from './kernelsWasmSupport';

const built = 'out/test/kernels';
const moduleOf = (name: string) => builds.find((build) => build.name === name)!.module;

describe('the wide build of the kernels', () => {
  const narrow = moduleOf('relaxed-simd');
  const wide = moduleOf('relaxed-simd-wide');

  test.skipIf(narrow === undefined)('trains to the bits of the narrow one, whether V8 joins its vectors or not', () => {
    expect(sameBits(wide!, narrow!)).toBe(true);
  });

  test.skipIf(narrow === undefined)('is compared by trainings that tell builds apart', () => {
    expect(sameBits(moduleOf('simd')!, narrow!)).toBe(false);
  });

  test.skipIf(narrow === undefined)('is taken only where it is there, and is no other backend', () => {
    expect(existsSync(join(built, 'probe.wasm'))).toBe(true);
    expect(widerKernels(mkdtempSync(join(tmpdir(), 'initlab-wide-')), narrow!)).toBeUndefined();
    expect(chooseBackend('relaxed-simd', built)).toMatchObject({ name: 'relaxed-simd' });
  });
});
