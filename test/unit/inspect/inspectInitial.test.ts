import { describe, expect, it } from 'vitest';
import { createSource } from '../../../src/engine/random/sources';
import { Inspection } from '../../../src/inspect/report/inspection';
import { memoryFile, type MemoryTensor } from '../../../src/inspect/values/memoryFile';
import { resolutionOf } from '../../../src/inspect/recognise/initial';
import type { Finding } from '../../../src/inspect/tensors/report';
import { outlierOf } from '../../../src/inspect/statistics/outlier';

const normal = (count: number, std: number, seed: number): Float64Array => {
  const out = new Float64Array(count);
  createSource('numpy', seed).normal(out, 0, std);
  return out;
};
const uniform = (count: number, bound: number, seed: number): Float64Array => {
  const out = new Float64Array(count);
  createSource('numpy', seed).uniform(out, -bound, bound);
  return out;
};
const tensor = (name: string, shape: number[], values: Float64Array): MemoryTensor => ({
  name,
  shape,
  values: Float32Array.from(values),
});

async function findings(tensors: readonly MemoryTensor[], format: 'pytorch' | 'keras' = 'pytorch'): Promise<Finding[]> {
  const inspection = new Inspection(memoryFile(tensors, format));
  for (const { index } of inspection.placed) await inspection.report(index);
  return inspection.findings();
}

/** A layer of torch.nn.Linear as it is drawn. */
const linear = (name: string, inputs: number, units: number, seed: number): MemoryTensor[] => [
  tensor(`${name}.weight`, [units, inputs], uniform(units * inputs, inputs ** -0.5, seed)),
  tensor(`${name}.bias`, [units], uniform(units, inputs ** -0.5, seed + 1000)),
];

/** The same after training: all weights moved by a share of their standard deviation. */
const moved = ({ name, shape, values }: MemoryTensor, share: number, seed: number): MemoryTensor => {
  const std = Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length);
  const step = normal(values.length, share * std, seed);
  return tensor(
    name,
    [...shape],
    Float64Array.from(values, (x, i) => x + step[i]),
  );
};
const isSaid = (found: readonly Finding[]): boolean =>
  found.some(({ code }) => code === 'initialLaw' || code === 'allInitial');

describe('an initialization is named', () => {
  it('of most new networks, by its law, with how much was judged', async () => {
    let said = 0;
    for (let seed = 0; seed < 40; seed++) {
      const found = await findings([...linear('0', 64, 32, seed), ...linear('2', 32, 10, seed + 100)]);
      if (isSaid(found)) said++;
      if (seed === 0)
        expect(found).toMatchObject([
          { code: 'allInitial', judged: 2, kernels: 2, numbers: 2368, law: 'PyTorch Linear, Conv: U(±1/√n_in)' },
        ]);
    }
    expect(said).toBeGreaterThanOrEqual(36);
  });

  it('never of one that has moved by more than the sentence says, nor with a bias that has', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const [a, b, c, d] = [...linear('0', 64, 32, seed), ...linear('2', 32, 10, seed + 100)];
      expect(isSaid(await findings([moved(a, 0.1, seed), b, moved(c, 0.3, seed + 1), d]))).toBe(false);
    }
    const [kernel, bias] = linear('0', 64, 32, 1);
    expect(
      isSaid(
        await findings(
          [kernel, moved(bias, 1, 2), ...linear('2', 32, 10, 3)].map((one, i) => (i === 2 ? moved(one, 1, 4) : one)),
        ),
      ),
    ).toBe(false);
  });

  it.each([200, 2048, 65_536])(
    'hardly ever of %i normal numbers of any scale',
    async (count) => {
      const rows = count === 200 ? 20 : count === 2048 ? 64 : 256;
      const sigmas = uniform(120, 1, count);
      let said = 0;
      for (const [i, place] of sigmas.entries()) {
        // 0.003 … 0.3, evenly by the logarithm.
        const found = await findings([tensor('fc.weight', [rows, count / rows], normal(count, 0.03 * 10 ** place, i))]);
        if (isSaid(found)) said++;
      }
      // 1 % of 120, with room for chance: 82 %, 63 % and 10 % were said once.
      expect(said).toBeLessThanOrEqual(4);
    },
    120_000,
  );

  it('hardly ever of uniform numbers of any scale', async () => {
    let said = 0;
    for (const [i, place] of uniform(200, 1, 9).entries()) {
      if (isSaid(await findings([tensor('fc.weight', [20, 10], uniform(200, 0.05 * 10 ** place * Math.sqrt(3), i))])))
        said++;
    }
    // Six of these laws are uniform: without the weight of the evidence nine of these are said.
    expect(said).toBeLessThanOrEqual(4);
  });

  it('by its evidence, which the laws that were tried make the smaller', async () => {
    const values = uniform(2048, 64 ** -0.5, 3);
    const inspection = new Inspection(
      memoryFile(
        [tensor('fc.weight', [32, 64], values), tensor('fc.bias', [32], uniform(32, 64 ** -0.5, 4))],
        'pytorch',
      ),
    );
    const { fits } = (await inspection.report(0)).recognition.initial!;
    const reach = Math.max(...values.map((x) => Math.abs(Math.fround(x)))) * 8;
    // A uniform law against any scale of three decades, and the half for PyTorch's own two laws of a linear layer, one
    // of which it is.
    expect(fits[0]).toMatchObject({ own: true, law: { kind: 'pytorchLinear' } });
    expect(fits[0].evidence).toBeCloseTo(
      Math.log(2048 * Math.log(1000)) + 2048 * Math.log(Math.min(1, reach)) - Math.log(2) - Math.log(2),
      6,
    );
  });

  it('counts what was judged of what there is', async () => {
    const found = await findings([...linear('0', 64, 32, 1), ...linear('2', 32, 32, 2), ...linear('4', 4, 2, 3)]);
    expect(found).toMatchObject([{ code: 'allInitial', judged: 2, kernels: 3 }]);
  });

  it('of a recurrent layer by its units, biases too', async () => {
    const bound = 48 ** -0.5;
    const lstm = [
      tensor('weight_ih_l0', [192, 10], uniform(1920, bound, 1)),
      tensor('weight_hh_l0', [192, 48], uniform(9216, bound, 2)),
      tensor('bias_ih_l0', [192], uniform(192, bound, 3)),
      tensor('bias_hh_l0', [192], uniform(192, bound, 4)),
    ];
    const inspection = new Inspection(memoryFile(lstm, 'pytorch'));
    for (let i = 0; i < 4; i++)
      expect((await inspection.report(i)).recognition.laws).toMatchObject([
        { law: { kind: 'pytorchLinear' }, fanIn: 48 },
      ]);
    expect(inspection.findings()).toMatchObject([{ code: 'allInitial', judged: 2, kernels: 2 }]);
  });

  it('a bias is tried with the laws of a bias alone', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const inspection = new Inspection(
        memoryFile(
          [
            tensor('fc.weight', [192, 10], uniform(1920, 10 ** -0.5, seed)),
            tensor('fc.bias', [192], uniform(192, 0.1443, seed)),
          ],
          'pytorch',
        ),
      );
      const { laws } = (await inspection.report(1)).recognition;
      expect(laws.filter(({ fitted }) => !fitted)).toEqual([]);
    }
  });

  it('not beside what an optimizer has gathered, nor beside statistics of batches', async () => {
    const fresh = [...linear('net.0', 64, 32, 1), ...linear('net.2', 32, 10, 2)];
    expect(isSaid(await findings(fresh))).toBe(true);
    expect(
      isSaid(
        await findings([
          ...fresh,
          tensor(
            'optimizer_states.0.state.0.square_avg',
            [32, 64],
            uniform(2048, 1e-6, 3).map(Math.abs) as Float64Array,
          ),
        ]),
      ),
    ).toBe(false);
    expect(
      (await findings([...fresh, tensor('net.1.running_mean', [32], normal(32, 0.1, 3))])).some(
        ({ code }) => code === 'allInitial',
      ),
    ).toBe(false);
  });
});

it('the change that would show is one that does', async () => {
  // Five numbers beyond the bound are expected; 1 of 150 draws has none.
  for (const count of [1000, 10_000]) {
    let shown = 0;
    for (let seed = 0; seed < 60; seed++) {
      const kernel = moved(
        tensor('fc.weight', [count / 50, 50], uniform(count, 50 ** -0.5, seed)),
        resolutionOf('uniform', count),
        seed + 500,
      );
      if (!isSaid(await findings([kernel]))) shown++;
    }
    expect(shown).toBeGreaterThanOrEqual(57);
  }
});

describe('outliers', () => {
  it('one weight of −2 among N(0, 0.02²) is named', async () => {
    const values = normal(6400, 0.02, 1);
    values[1234] = -2;
    expect(await findings([tensor('fc.weight', [64, 100], values)])).toMatchObject([
      { code: 'outlier', tensor: 'fc.weight', value: -2, count: 6400 },
    ]);
    const [found] = await findings([tensor('fc.weight', [64, 100], values)]);
    const deviations = found.code === 'outlier' ? found.deviations : NaN;
    expect(deviations).toBeGreaterThan(95);
    expect(deviations).toBeLessThan(105);
  });

  it('a heavy tail has none: Laplace, Student with 3 degrees of freedom', () => {
    let heavy = 0;
    for (let seed = 0; seed < 100; seed++) {
      const [a, b, c, d] = [1, 2, 3, 4].map((k) => normal(4096, 1, 10 * seed + k));
      const student = a.map((x, i) => x / Math.sqrt((b[i] ** 2 + c[i] ** 2 + d[i] ** 2) / 3)).sort();
      const laplace = uniform(4096, 1, seed)
        .map((u) => -Math.sign(u) * Math.log(1 - Math.abs(u)))
        .sort();
      if (outlierOf(student, 4096, student[0], student[4095])) heavy++;
      for (const sorted of [laplace, a.slice().sort()])
        expect([seed, outlierOf(sorted, 4096, sorted[0], sorted[4095])]).toEqual([seed, undefined]);
    }
    // The furthest is beyond its own tail in one draw of some hundreds.
    expect(heavy).toBeLessThanOrEqual(1);
  });
});
