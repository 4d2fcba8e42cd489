import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileAhead, compiledAhead, wideBuild } from '../../../../src/trainer/backend/joinedVectors';
import { chooseBackend } from '../../../../src/trainer/backend/backend';
import { sameBits } from '../../../../src/trainer/backend/sameBits';
import { widerKernels } from '../../../../src/trainer/backend/widerVectors';
import { elementTypes, precisions } from '../../../../src/engine/elementType';
import { kernelFile } from '../../../../src/trainer/backend/kernelFiles';
import { builds, doubleBuilds } from './kernelsWasmSupport';

const built = 'out/test/kernels';
const moduleOf = (name: string) => [...builds, ...doubleBuilds].find((build) => build.name === name)!.module;

describe.each(precisions)('the wide build of the kernels of %s', (precision) => {
  const type = elementTypes[precision];
  const narrow = moduleOf(kernelFile('relaxed-simd', precision));
  const wide = moduleOf(`${kernelFile('relaxed-simd', precision)}-wide`);

  test.skipIf(narrow === undefined)('trains to the bits of the narrow one, whether V8 joins its vectors or not', () => {
    expect(sameBits(wide!, narrow!, type)).toBe(true);
  });

  test.skipIf(narrow === undefined)('is compared by trainings that tell builds apart', () => {
    expect(sameBits(moduleOf(kernelFile('simd', precision))!, narrow!, type)).toBe(false);
  });

  test.skipIf(narrow === undefined)('is taken only where it is there, and is no other backend', () => {
    expect(existsSync(join(built, 'probe.wasm'))).toBe(true);
    expect(widerKernels(mkdtempSync(join(tmpdir(), 'initlab-wide-')), narrow!, precision)).toBeUndefined();
    expect(chooseBackend('relaxed-simd', built, precision)).toMatchObject({ name: 'relaxed-simd' });
  });
});

test('the wide build of float32 is compiled ahead once, joined like any other, and flags are as they were', async () => {
  compileAhead(built);
  await compiledAhead(built);
  const wide = wideBuild(built, 'float32');
  expect(wide).toBe(wideBuild(built, 'float32'));
  expect(wideBuild(built, 'float64')).not.toBe(wideBuild(built, 'float64'));
  const narrow = moduleOf('relaxed-simd');
  if (narrow !== undefined) expect(sameBits(wide!, narrow)).toBe(true);
});
