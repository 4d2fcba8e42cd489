import { describe, expect, it, test } from 'vitest';
import { drawKernel } from '../../../src/engine/initializers/draw';
import type { KernelInitializer, KernelShape, Layout } from '../../../src/engine/spec/initializerSpec';
import { type Generator } from '../../../src/engine/random/generators';
import { createSource } from '../../../src/engine/random/sources';
import { lawOf } from '../../../src/engine/initializers/laws/law';
import { Inspection } from '../../../src/inspect/report/inspection';
import { memoryFile, type MemoryTensor } from '../../../src/inspect/values/memoryFile';
import { roundNumbers } from '../../../src/inspect/recognise/candidates';
import { distanceOf, kolmogorovP } from '../../../src/inspect/recognise/goodness';
import type { Recognition } from '../../../src/inspect/tensors/report';

function drawn(spec: KernelInitializer, shape: KernelShape, generator: Generator, seed: number): MemoryTensor {
  const values = drawKernel(spec, shape, createSource(generator, seed));
  return {
    name: 'w',
    shape: shape.layout === 'out-in' ? [shape.fanOut, shape.fanIn] : [shape.fanIn, shape.fanOut],
    values: generator === 'torch' ? Float32Array.from(values) : values,
  };
}

async function recognised(tensor: MemoryTensor, layout?: Layout): Promise<Recognition> {
  const inspection = new Inspection(memoryFile([tensor], 'npz', layout ? { layout } : {}));
  return (await inspection.report(0)).recognition;
}

const kindsOf = ({ laws }: Recognition): string[] => [...new Set(laws.map(({ law }) => law.kind))];

/** Laws as frameworks draw them, and what else draws the same for a square kernel. */
const square: [KernelInitializer, ...string[]][] = [
  [{ kind: 'zeros' }],
  [{ kind: 'ones' }],
  [{ kind: 'constant', value: 0.3 }],
  [{ kind: 'identity' }, 'zerO'],
  [{ kind: 'identity', gain: 0.5 }],
  [{ kind: 'randomUniform' }],
  [{ kind: 'randomUniform', min: 0, max: 1 }],
  [{ kind: 'randomNormal' }],
  [{ kind: 'randomNormal', scale: 10, stddev: 1 }],
  [{ kind: 'randomNormal', stddev: 0.0371 }],
  [{ kind: 'truncatedNormal' }],
  [{ kind: 'glorotUniform' }, 'lecunUniform'],
  [{ kind: 'glorotNormal' }, 'lecunNormal'],
  [{ kind: 'glorotNormal', truncated: true }, 'lecunNormal'],
  [{ kind: 'heUniform' }],
  [{ kind: 'heNormal' }],
  [{ kind: 'heNormal', mode: 'fanOut' }],
  [{ kind: 'heNormal', truncated: true }],
  [{ kind: 'lecunUniform' }, 'glorotUniform'],
  [{ kind: 'lecunNormal' }, 'glorotNormal'],
  [{ kind: 'pytorchLinear' }],
  [{ kind: 'orthogonal' }],
  [{ kind: 'orthogonal', gain: Math.SQRT2 }],
  [{ kind: 'sparse' }],
  [{ kind: 'sparse', sparsity: 0.5, stddev: 0.05 }],
];

describe.each(['torch', 'numpy'] as const)('kernels of 256 × 256 drawn by %s', (generator) => {
  it.each(square)('%j', async (spec, ...same) => {
    for (const seed of [1, 2, 3]) {
      const found = await recognised(
        drawn(spec, { fanIn: 256, fanOut: 256, layout: 'out-in' }, generator, seed),
        'out-in',
      );
      expect(kindsOf(found).sort()).toEqual([spec.kind, ...same].sort());
      expect(found.indistinct).toBe(same.length > 0);
    }
  });
});

describe('kernels that are not square', () => {
  const laws: KernelInitializer[] = square.map(([spec]) => spec);
  it.each([
    [784, 64],
    [64, 10],
    [10, 64],
  ])('%i inputs, %i units: the law is in the set, in either layout', async (fanIn, fanOut) => {
    for (const spec of laws) {
      for (const layout of ['out-in', 'in-out'] as const) {
        const tensor = drawn(spec, { fanIn, fanOut, layout }, 'torch', 5);
        for (const told of [layout, undefined])
          expect({ spec, kinds: kindsOf(await recognised(tensor, told)) }).toEqual({
            spec,
            kinds: expect.arrayContaining([spec.kind]),
          });
      }
    }
  });

  it('the parameters are those of the draw', async () => {
    const shape = { fanIn: 784, fanOut: 64, layout: 'out-in' } as const;
    const lawsOf = async (spec: KernelInitializer) =>
      (await recognised(drawn(spec, shape, 'numpy', 1), 'out-in')).laws.map(({ law }) => law);
    expect(await lawsOf({ kind: 'heNormal', mode: 'fanOut' })).toEqual([{ kind: 'heNormal', mode: 'fanOut' }]);
    expect(await lawsOf({ kind: 'lecunNormal', truncated: true })).toEqual([{ kind: 'lecunNormal', truncated: true }]);
    expect(await lawsOf({ kind: 'randomNormal', stddev: 0.01 })).toEqual([{ kind: 'randomNormal', stddev: 0.01 }]);
    expect(await lawsOf({ kind: 'randomUniform', min: -0.3, max: 0.3 })).toEqual([
      { kind: 'randomUniform', min: -0.3, max: 0.3 },
    ]);
    expect(await lawsOf({ kind: 'sparse', sparsity: 0.3, stddev: 0.02 })).toEqual([
      { kind: 'sparse', sparsity: 0.3, stddev: 0.02 },
    ]);
    expect(await lawsOf({ kind: 'zerO' })).toEqual([{ kind: 'identity' }, { kind: 'zerO' }].slice(0, 2));
  });

  it('ZerO of a layer that grows is a Hadamard matrix', async () => {
    for (const [fanOut, layout] of [
      [64, 'out-in'],
      [50, 'in-out'],
    ] as const) {
      expect(kindsOf(await recognised(drawn({ kind: 'zerO' }, { fanIn: 20, fanOut, layout }, 'numpy', 1)))).toEqual([
        'zerO',
      ]);
    }
  });

  it('the fans of a convolution have its field in them', async () => {
    const values = drawKernel(
      { kind: 'heNormal' },
      { fanIn: 32 * 9, fanOut: 64 * 9, layout: 'out-in' },
      createSource('torch', 1),
    ).slice(0, 64 * 32 * 9);
    expect(
      kindsOf(
        await recognised({ name: 'conv.weight', shape: [64, 32, 3, 3], values: Float32Array.from(values) }, 'out-in'),
      ),
    ).toEqual(['heNormal']);
    expect(
      kindsOf(
        await recognised({ name: 'conv.kernel', shape: [3, 3, 32, 64], values: Float32Array.from(values) }, 'in-out'),
      ),
    ).toEqual(['heNormal']);
  });
});

test('numbers that end short of a bound, or go beyond it, are not of its law', async () => {
  const drawnHe = drawn({ kind: 'heUniform' }, { fanIn: 64, fanOut: 10, layout: 'out-in' }, 'numpy', 2);
  expect(kindsOf(await recognised(drawnHe, 'out-in'))).toEqual(['heUniform']);
  for (const factor of [0.97, 1.01]) {
    const { laws } = await recognised(
      { ...drawnHe, values: drawnHe.values.map((x) => factor * x) as Float64Array },
      'out-in',
    );
    expect(laws.filter(({ law, unusual }) => law.kind === 'heUniform' && !unusual)).toEqual([]);
  }
});

test('what cannot be told at a size is not', async () => {
  const { laws, indistinct } = await recognised(
    drawn({ kind: 'heNormal' }, { fanIn: 8, fanOut: 6, layout: 'out-in' }, 'numpy', 3),
    'out-in',
  );
  expect(kindsOf({ laws } as Recognition)).toEqual(expect.arrayContaining(['heNormal', 'glorotNormal']));
  expect(indistinct).toBe(true);
  expect(
    await recognised({ name: 'w', shape: [4, 4], values: Float32Array.from({ length: 16 }, (_, i) => i) }),
  ).toMatchObject({ laws: [], refused: 'tooSmall' });
});

test('a tensor that has moved on fits nothing, and its nearest law is told with its distance', async () => {
  const tensor = drawn({ kind: 'pytorchLinear' }, { fanIn: 300, fanOut: 200, layout: 'out-in' }, 'torch', 1);
  const step = createSource('numpy', 2);
  const noise = new Float64Array(tensor.values.length);
  step.normal(noise, 0, 0.005);
  const trained = { ...tensor, values: tensor.values.map((x, i) => x + noise[i]) as Float32Array };
  const { laws, nearest, shapes } = await recognised(trained, 'out-in');
  expect(laws).toEqual([]);
  expect(shapes).toEqual(['other']);
  expect(nearest).toMatchObject({ law: { kind: 'pytorchLinear' }, misfit: 'bound' });
  expect(nearest!.distance).toBeGreaterThan(0.001);
  expect(nearest!.distance).toBeLessThan(0.05);
});

test('an unusual gain is named, and that any scale may be such a one', async () => {
  const spec: KernelInitializer = { kind: 'glorotNormal', gain: 5 / 3 };
  const { laws } = await recognised(drawn(spec, { fanIn: 300, fanOut: 200, layout: 'out-in' }, 'numpy', 4), 'out-in');
  expect(laws).toMatchObject([
    { law: { kind: 'glorotNormal', gain: { activation: 'tanh', rule: 'pytorch' } }, unusual: true },
    { law: { kind: 'randomNormal' }, fitted: true },
  ]);
});

test('LSUV is an orthogonal matrix of any length', async () => {
  expect(
    kindsOf(
      await recognised(
        drawn({ kind: 'orthogonal', gain: 0.731 }, { fanIn: 40, fanOut: 30, layout: 'out-in' }, 'torch', 1),
      ),
    ),
  ).toEqual(['orthogonal', 'lsuv']);
});

test('the distance is that of Kolmogorov and Smirnov, and so is its chance', () => {
  expect(distanceOf(Float64Array.of(0.1, 0.2, 0.7), (x) => x)).toBeCloseTo(2 / 3 - 0.2, 12);
  // The published 5 % point.
  expect(kolmogorovP(1.3581 / 1000, 1e6)).toBeCloseTo(0.05, 4);
  expect(kolmogorovP(0.0001, 100)).toBe(1);
  const uniform = lawOf({ kind: 'randomUniform', min: 0, max: 1 }, { fanIn: 1, fanOut: 1, layout: 'out-in' });
  const sorted = Float64Array.from({ length: 50_000 }, (_, i) => ((i + 0.5) / 50_000) ** 1.1);
  // sup |x − x^(1/1.1)| is where its slope is 0.
  const at = (1 / 1.1) ** (1 / (1 - 1 / 1.1));
  expect(distanceOf(sorted, (x) => uniform.cdf(x))).toBeCloseTo(Math.abs(at - at ** (1 / 1.1)), 3);
});

test('round numbers are those of one digit', () => {
  expect(roundNumbers(0.018, 0.053)).toEqual([0.02, 0.03, 0.04, 0.05]);
  expect(roundNumbers(0.9, 2)).toEqual([0.9, 1, 2]);
  expect(roundNumbers(0, 1)).toEqual([]);
});
