import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawKernel } from '../../../src/engine/initializers/draw';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { TorchRandom } from '../../../src/engine/random/torch/torch';
import { Torch113Random } from '../../../src/engine/random/torch/torch113';

interface Part {
  version: string;
  fills: { seed: number; size: number; mean: number; std: number; first: number[]; sha256: string; next: number }[];
  laws: { spec: KernelInitializer; fanIn: number; fanOut: number; sha256: string; first: number[] }[];
  stream: { size: number; sha256: string; normals: number[] }[];
  long: string;
}

const golden = JSON.parse(readFileSync(new URL('truncated.json', import.meta.url), 'utf8')) as Record<
  'torch' | 'torch-1.13',
  Part
>;

function digest(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i], i * 4);
  return createHash('sha256').update(bytes).digest('hex');
}

function drawn(random: TorchRandom, size: number, mean: number, std: number): Float64Array {
  const out = new Float64Array(size);
  random.truncatedNormal(out, mean, std);
  return out;
}

test('the figures are those of PyTorch on both sides of the change', () => {
  expect(golden.torch.version).toMatch(/^2\.1[2-9]/);
  expect(golden['torch-1.13'].version).toMatch(/^1\.13/);
});

describe.each([
  ['torch', TorchRandom],
  ['torch-1.13', Torch113Random],
] as const)('truncated normals of %s, bit for bit', (generator, Random) => {
  const part = golden[generator];

  test('single calls, and where the stream stands after them', () => {
    for (const { seed, size, mean, std, first, sha256, next } of part.fills) {
      const random = new Random(seed);
      const values = drawn(random, size, mean, std);
      const what = `${size} numbers of seed ${seed}, mean ${mean}, std ${std}`;
      expect([...values.subarray(0, 4)], what).toEqual(first);
      expect(digest(values), what).toBe(sha256);
      expect(random.rand(), what).toBe(next);
    }
  });

  test.each(part.laws)('$spec, $fanIn → $fanOut', ({ spec, fanIn, fanOut, sha256, first }) => {
    const kernel = drawKernel(spec, { fanIn, fanOut, layout: 'out-in' }, new Random(3));
    expect([...kernel.subarray(0, 4)]).toEqual(first);
    expect(digest(kernel)).toBe(sha256);
  });

  test('one stream over many calls', () => {
    const random = new Random(11);
    for (const { size, sha256, normals } of part.stream) {
      expect(digest(drawn(random, size, 0, 0.5)), `${size} numbers`).toBe(sha256);
      const out = new Float64Array(3);
      random.normal(out, 0, 1);
      expect([...out]).toEqual(normals);
    }
  });

  test('300 007 numbers', () => {
    expect(digest(drawn(new Random(5), 300_007, 0, 1))).toBe(part.long);
  });
});
