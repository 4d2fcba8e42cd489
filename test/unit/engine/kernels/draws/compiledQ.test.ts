import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { orthonormalize } from '../../../../../src/engine/initializers/matrices/orthogonal';
import { drawKernel } from '../../../../../src/engine/initializers/draw';
import { createCompiledDraws } from '../../../../../src/engine/kernels/wasm/compiledDraws';
import { compileKernels } from '../../../../../src/engine/kernels/wasm/kernelModule';
import { provideCompiledDraws } from '../../../../../src/engine/random/compiledDraws';
import { createSource } from '../../../../../src/engine/random/sources';

const module = compileKernels(readFileSync('out/test/kernels/draws.wasm'));
const draws = module && createCompiledDraws(module);

afterEach(() => provideCompiledDraws(undefined));

function normals(count: number): Float64Array {
  const out = new Float64Array(count);
  createSource('numpy', 7).normal(out, 0, 1);
  return out;
}

test.skipIf(!draws).each([
  [40, 33],
  [64, 64],
  [257, 129],
  [1000, 3],
  [9, 8],
  [1, 1],
])('Q of %i × %i has the same bits compiled', (m, n) => {
  const a = normals(m * n);
  const compiled = draws!.orthonormalize(a.slice(), m, n);
  expect(compiled).toEqual(orthonormalize(a, m, n));
});

test.skipIf(!draws)('columns that depend on each other, and columns of zeros, have the same bits compiled', () => {
  const [m, n] = [50, 12];
  const a = normals(m * n);
  a.fill(0, 3 * m, 4 * m);
  a.copyWithin(9 * m, 2 * m, 3 * m);
  expect(draws!.orthonormalize(a.slice(), m, n)).toEqual(orthonormalize(a, m, n));
});

test.skipIf(!draws)('orthogonal kernels are drawn by it', () => {
  const draw = () =>
    drawKernel({ kind: 'orthogonal' }, { fanIn: 60, fanOut: 50, layout: 'out-in' }, createSource('torch', 3));
  const reference = draw();
  let calls = 0;
  provideCompiledDraws(() => ({
    ...draws!,
    orthonormalize(...given) {
      calls++;
      return draws!.orthonormalize(...given);
    },
  }));
  expect(draw()).toEqual(reference);
  expect(calls).toBe(1);
});

test.skipIf(!draws)('a matrix larger than a memory is left to the reference', () => {
  expect(draws!.orthonormalize(new Float64Array(0), 40_000, 40_000)).toBeUndefined();
});
