import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { histogramOf } from '../../../src/engine/numerics/histogram';
import { rankOf } from '../../../src/engine/numerics/singularValues';
import { statisticsOf } from '../../../src/engine/diagnostics/statistics';
import { writeNpy } from '../../../src/engine/formats/npy';
import { drawKernel, drawNetwork } from '../../../src/engine/initializers/draw';
import { lawOf } from '../../../src/engine/initializers/laws/law';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { NumpyRandom } from '../../../src/engine/random/numpy';
import type { RandomSource } from '../../../src/engine/random/source';
import { TorchRandom } from '../../../src/engine/random/torch/torch';
import { Torch113Random } from '../../../src/engine/random/torch/torch113';

interface Golden {
  numpyStreams: {
    seed: number;
    words: number[];
    randn3: number[];
    uniform5: number[];
    randn2: number[];
    permutation10: number[];
    normal7: number[];
    permutation300: number[];
    random4: number[];
    permutation1: number[];
    last: number[];
  }[];
  numpyLong: { seed: number; randn: number[]; permutation: number[] };
  course: Record<string, number[][]>;
  orthogonalNumpy: { rows: number; columns: number; values: number[] }[];
  torchFills: {
    seed: number;
    size: number;
    normal: number[];
    shifted: number[];
    uniform: number[];
    truncated: number[];
  }[];
  torchStream: { kind: string; size: number; values: number[] }[];
  torchLong: { normal: string; uniform: string; small: string; truncated: number[] };
  torchInit: { spec: KernelInitializer; fanIn: number; fanOut: number; values: number[] }[];
  torchLinear: { inputs: number; units: number; kernel: number[]; bias: number[] }[];
  laws: {
    spec: KernelInitializer;
    fanIn: number;
    fanOut: number;
    mean: number;
    std: number;
    x: number[];
    pdf: number[];
    cdf: number[];
  }[];
  histograms: {
    values: (number | string)[];
    bins: number;
    min: number;
    max: number;
    counts: number[];
    mean: number;
    std: number;
  }[];
  ranks: { rows: number; columns: number; values: number[]; rank: number }[];
  npy: { dtype: string; shape: number[]; base64: string }[];
}

const golden = JSON.parse(readFileSync(new URL('draws.json', import.meta.url), 'utf8')) as Golden;

/** Draws `size` numbers with one call of the source. */
function drawn(size: number, draw: (out: Float64Array) => void): Float64Array {
  const out = new Float64Array(size);
  draw(out);
  return out;
}

/** The largest |got − want| / |want|; two units in the last place of a double are at most 4.5e-16. */
function worstRelative(got: ArrayLike<number>, want: readonly number[]): number {
  expect(got.length).toBe(want.length);
  return want.reduce((worst, value, i) => Math.max(worst, got[i] === value ? 0 : Math.abs(got[i] / value - 1)), 0);
}

function worstGap(got: ArrayLike<number>, want: readonly number[]): number {
  expect(got.length).toBe(want.length);
  return want.reduce((worst, value, i) => Math.max(worst, Math.abs(got[i] - value)), 0);
}

const twoUlps = 4.5e-16;

function digest(values: Float64Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return createHash('sha256').update(bytes).digest('hex');
}

describe('NumPy', () => {
  test.each(golden.numpyStreams)('one stream of seed $seed over many calls', (want) => {
    const words = new NumpyRandom(want.seed);
    expect(want.words.map(() => words.next32())).toEqual(want.words);
    const random = new NumpyRandom(want.seed);
    expect(
      worstRelative(
        drawn(3, (out) => random.normal(out, 0, 1)),
        want.randn3,
      ),
    ).toBeLessThan(twoUlps);
    expect([...drawn(5, (out) => random.uniform(out, -1, 2))]).toEqual(want.uniform5);
    expect(worstRelative([random.gauss(), random.gauss()], want.randn2)).toBeLessThan(twoUlps);
    expect([...random.permutation(10)]).toEqual(want.permutation10);
    expect(
      worstGap(
        drawn(7, (out) => random.normal(out, 0.3, 0.7)),
        want.normal7,
      ),
    ).toBeLessThan(5e-16);
    expect([...random.permutation(300)]).toEqual(want.permutation300);
    expect(want.random4.map(() => random.randomSample())).toEqual(want.random4);
    expect([...random.permutation(1)]).toEqual(want.permutation1);
    expect(
      worstRelative(
        drawn(3, (out) => random.normal(out, 0, 1)),
        want.last,
      ),
    ).toBeLessThan(twoUlps);
  });

  test('every 997th of 200 000 normals and of a permutation of 70 000', () => {
    const { seed, randn, permutation } = golden.numpyLong;
    const all = drawn(200000, (out) => new NumpyRandom(seed).normal(out, 0, 1));
    const some = all.filter((_, i) => i % 997 === 0);
    expect(worstRelative(some, randn)).toBeLessThan(twoUlps);
    // Rounded as C's logarithm, all but a few are the same double.
    expect(randn.filter((value, i) => value !== some[i]).length).toBeLessThan(3);
    expect([...new NumpyRandom(seed).permutation(70000).filter((_, i) => i % 997 === 0)]).toEqual(permutation);
  });

  const layers = [
    { inputs: 2, units: 10, name: 'hidden.0' },
    { inputs: 10, units: 5, name: 'hidden.1' },
    { inputs: 5, units: 1, name: 'output' },
  ];
  test.each([
    ['timesTen', { kind: 'randomNormal', mean: 0, stddev: 1, scale: 10 }, 'out-in'],
    ['small', { kind: 'randomNormal', stddev: 0.01 }, 'out-in'],
    ['he', { kind: 'heNormal' }, 'out-in'],
    ['heOne', { kind: 'heNormal', u: 1 }, 'out-in'],
    ['glorotUniform', { kind: 'glorotUniform' }, 'out-in'],
    ['inOutHe', { kind: 'heNormal', u: 2 }, 'in-out'],
  ] as const)("the course's network, %s", (name, spec, layout) => {
    const weights = drawNetwork(spec, layers, layout, new NumpyRandom(3), true);
    golden.course[name].forEach((want, i) => {
      expect(worstRelative(weights[i].kernel, want)).toBeLessThan(2 * twoUlps);
      expect([...(weights[i].bias ?? [])]).toEqual(new Array(layers[i].units).fill(0));
    });
  });

  test.each(golden.orthogonalNumpy)(
    'orthogonal $rows × $columns is the Q of numpy.linalg.qr with the sign rule',
    ({ rows, columns, values }) => {
      const got = drawKernel(
        { kind: 'orthogonal' },
        { fanIn: columns, fanOut: rows, layout: 'out-in' },
        new NumpyRandom(3),
      );
      expect(worstGap(got, values)).toBeLessThan(1e-14);
      const turned = drawKernel(
        { kind: 'orthogonal' },
        { fanIn: rows, fanOut: columns, layout: 'in-out' },
        new NumpyRandom(3),
      );
      expect([...turned]).toEqual([...got]);
    },
  );
});

describe('PyTorch', () => {
  test.each(golden.torchFills)('$size numbers of seed $seed', ({ seed, size, normal, shifted, uniform, truncated }) => {
    expect([...drawn(size, (out) => new TorchRandom(seed).normal(out, 0, 1))]).toEqual(normal);
    expect([...drawn(size, (out) => new TorchRandom(seed).normal(out, 0.3, 0.7))]).toEqual(shifted);
    expect([...drawn(size, (out) => new TorchRandom(seed).uniform(out, -0.3, 0.7))]).toEqual(uniform);
    expect([...drawn(size, (out) => new Torch113Random(seed).truncatedNormal(out, 0.3, 0.7))]).toEqual(truncated);
  });

  test('one stream over many calls, whose double pairs outlive calls of other kinds', () => {
    const random: RandomSource = new Torch113Random(11);
    for (const { kind, size, values } of golden.torchStream) {
      const got = drawn(size, (out) => {
        if (kind === 'normal') random.normal(out, -0.5, 2);
        else if (kind === 'uniform') random.uniform(out, 2, 3);
        else random.truncatedNormal(out, 0, 0.5);
      });
      expect([...got]).toEqual(values);
    }
  });

  test('300 007 normals and uniforms, and 4 000 short calls, bit for bit', () => {
    const random = new Torch113Random(5);
    expect(digest(drawn(300007, (out) => random.normal(out, 0.1, 0.02)))).toBe(golden.torchLong.normal);
    expect(digest(drawn(300007, (out) => random.uniform(out, -0.05, 0.05)))).toBe(golden.torchLong.uniform);
    const small = new Float64Array(60000);
    for (let i = 0; i < small.length; i += 15) random.normal(small.subarray(i, i + 15), 0, 1);
    expect(digest(small)).toBe(golden.torchLong.small);
    const truncated = drawn(100000, (out) => random.truncatedNormal(out, 0, 1)).filter((_, i) => i % 97 === 0);
    expect([...truncated]).toEqual(golden.torchLong.truncated);
  });

  test.each(golden.torchInit)('torch.nn.init: $spec for $fanIn → $fanOut', ({ spec, fanIn, fanOut, values }) => {
    const got = drawKernel(spec, { fanIn, fanOut, layout: 'out-in' }, new Torch113Random(3));
    if (spec.kind === 'orthogonal') expect(worstGap(got, values)).toBeLessThan(2e-6);
    else expect([...got]).toEqual(values);
  });

  test('nn.Linear layers, weight then bias from one stream', () => {
    const layers = golden.torchLinear.map(({ inputs, units }, i) => ({ inputs, units, name: `hidden.${i}` }));
    const weights = drawNetwork({ kind: 'pytorchLinear' }, layers, 'out-in', new TorchRandom(3), true);
    golden.torchLinear.forEach(({ kernel, bias }, i) => {
      expect([...weights[i].kernel]).toEqual(kernel);
      expect([...(weights[i].bias ?? [])]).toEqual(bias);
    });
  });
});

test.each(golden.laws)(
  'the law of $spec for $fanIn → $fanOut, as SciPy',
  ({ spec, fanIn, fanOut, mean, std, x, pdf, cdf }) => {
    const law = lawOf(spec, { fanIn, fanOut, layout: 'out-in' });
    expect(Math.abs(law.mean - mean)).toBeLessThan(1e-12);
    expect(Math.abs(law.std / std - 1)).toBeLessThan(1e-9);
    x.forEach((at, i) => {
      expect(Math.abs(law.density(at) / pdf[i] - 1)).toBeLessThan(1e-9);
      expect(Math.abs(law.cdf(at) - cdf[i])).toBeLessThan(1e-12);
    });
  },
);

test.each(golden.histograms)(
  'np.histogram, np.mean and np.std, case %#',
  ({ values, bins, min, max, counts, mean, std }) => {
    const array = Float32Array.from(values, (value) =>
      value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number(value),
    );
    const histogram = histogramOf(array, bins);
    expect([histogram.min, histogram.max]).toEqual([min, max]);
    expect([...histogram.counts]).toEqual(counts);
    const statistics = statisticsOf(array);
    const scale = Math.max(Math.abs(mean), std);
    expect(Math.abs(statistics.mean - mean)).toBeLessThanOrEqual(1e-14 * scale);
    expect(Math.abs(statistics.std - std)).toBeLessThanOrEqual(1e-14 * scale);
  },
);

test.each(golden.ranks)('np.linalg.matrix_rank of $rows × $columns, case %#', ({ rows, columns, values, rank }) => {
  expect(rankOf(Float32Array.from(values), rows, columns)).toBe(rank);
});

test.each(golden.npy)('the bytes of numpy.save of a $dtype array $shape', ({ dtype, shape, base64 }) => {
  const size = shape.reduce((product, side) => product * side, 1);
  const exact = Float64Array.from({ length: size }, (_, i) => i / 7);
  const bytes = writeNpy(dtype === '<f8' ? exact : Float32Array.from(exact), shape);
  expect(Buffer.from(bytes).toString('base64')).toBe(base64);
});
