import { expect, test } from 'vitest';
import { catalogue } from '../../../../src/engine/initializers/catalogue/catalogue';
import { categories } from '../../../../src/engine/initializers/catalogue/catalogueEntry';
import { checkNetworkInitializer, InitializerError } from '../../../../src/engine/initializers/check';
import { drawBias, drawKernel, drawNetwork } from '../../../../src/engine/initializers/draw';
import { lawOf } from '../../../../src/engine/initializers/laws/law';
import type { InitializerKind, KernelInitializer, KernelShape } from '../../../../src/engine/spec/initializerSpec';
import { createSource } from '../../../../src/engine/random/generators';
import { initializer } from '../../../../src/experiment/format/schemas/initializerSchema';
import { formulaOf, labelOf } from '../../../../src/experiment/text/labels';

const shape: KernelShape = { fanIn: 4, fanOut: 3, layout: 'out-in' };

function errorOf(action: () => unknown): InitializerError {
  try {
    action();
  } catch (error) {
    if (error instanceof InitializerError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test.each([
  [{ kind: 'randomNormal', stddev: -1 }, ['stddev'], -1],
  [{ kind: 'randomNormal', mean: NaN }, ['mean'], NaN],
  [{ kind: 'constant', value: Infinity }, ['value'], Infinity],
  [{ kind: 'randomUniform', min: 1, max: 0 }, ['max'], 0],
  [{ kind: 'randomUniform', min: 1 }, ['min'], 1],
  [{ kind: 'randomUniform', max: -1 }, ['max'], -1],
  [{ kind: 'heNormal', u: 0 }, ['u'], 0],
  [{ kind: 'heUniform', a: -0.1 }, ['a'], -0.1],
  [{ kind: 'heNormal', u: 2, a: 0.1 }, ['a'], 0.1],
  [{ kind: 'varianceScaling', scale: 0 }, ['scale'], 0],
  [{ kind: 'varianceScaling', mode: 'fan' as 'fanIn' }, ['mode'], 'fan'],
  [{ kind: 'glorotNormal', truncated: 1 as unknown as boolean }, ['truncated'], 1],
  [{ kind: 'magic' as 'zeros' }, ['kind'], 'magic'],
  [{ kind: 'sparse', sparsity: 1.1 }, ['sparsity'], 1.1],
  [{ kind: 'sparse', sparsity: -0.1 }, ['sparsity'], -0.1],
  [{ kind: 'glorotUniform', gain: { activation: 'gelu', rule: 'pytorch' } }, ['gain', 'activation'], 'gelu'],
  [
    { kind: 'glorotUniform', gain: { activation: 'swish' as 'silu', rule: 'forward' } },
    ['gain', 'activation'],
    'swish',
  ],
  [{ kind: 'orthogonal', gain: { activation: 'tanh', rule: 'up' as 'forward' } }, ['gain', 'rule'], 'up'],
  [{ kind: 'heNormal', u: { activation: 'tanh', rule: 'forward', slope: 1 } }, ['u', 'slope'], 1],
  [{ kind: 'heNormal', u: { activation: 'leakyRelu', rule: 'forward', slope: -1 } }, ['u', 'slope'], -1],
] satisfies [KernelInitializer, string[], unknown][])('%j is refused', (spec, path, value) => {
  for (const action of [() => drawKernel(spec, shape, createSource('numpy', 0)), () => lawOf(spec, shape)]) {
    const error = errorOf(action);
    expect(error.path).toEqual(path);
    expect(error.value).toEqual(value);
  }
});

test('the path leads to the bias, the override and the shape', () => {
  const layers = [
    { inputs: 2, units: 2, name: 'hidden.0' },
    { inputs: 2, units: 1, name: 'output' },
  ];
  const draw = (spec: Parameters<typeof drawNetwork>[0]) => () =>
    drawNetwork(spec, layers, 'out-in', createSource('numpy', 0), true);
  expect(errorOf(draw({ kind: 'zeros', bias: { kind: 'randomNormal', stddev: -2 } })).path).toEqual(['bias', 'stddev']);
  expect(errorOf(draw({ kind: 'zeros', bias: { kind: 'identity' } })).path).toEqual(['bias', 'kind']);
  expect(errorOf(draw({ kind: 'zeros', layers: { output: { kind: 'heNormal', u: -1 } } })).path).toEqual([
    'layers',
    'output',
    'u',
  ]);
  expect(errorOf(draw({ kind: 'zeros', layers: { '1': { kind: 'ones' } } })).path).toEqual(['layers', '1']);
  expect(
    errorOf(() => drawBias({ kind: 'orthogonal' }, { kind: 'ones' }, shape, createSource('torch', 0))).path,
  ).toEqual(['kind']);
  expect(errorOf(() => lawOf({ kind: 'ones' }, { ...shape, fanIn: 0 })).path).toEqual(['fanIn']);
  checkNetworkInitializer(
    { kind: 'heNormal', a: 0.2, layers: { '0': { kind: 'zeros' }, output: { kind: 'ones' } } },
    1,
  );
});

test('the catalogue and the schema know the same kinds, parameters, choices and ranges', () => {
  const members = new Map(
    initializer.options.map((option) => [option.shape.kind.value, option.shape as Record<string, unknown>]),
  );
  expect([...members.keys()].sort()).toEqual(Object.keys(catalogue).sort());
  for (const entry of Object.values(catalogue)) {
    const keys = Object.keys(members.get(entry.kind) ?? {}).filter(
      (key) => !['kind', 'label', 'enabled', 'seed', 'shared', 'bias', 'layers'].includes(key),
    );
    expect(entry.parameters.map(({ name }) => name).sort()).toEqual(keys.sort());
    expect(catalogue[entry.kind].kind).toBe(entry.kind);
    expect(categories).toContain(entry.category);
    for (const parameter of entry.parameters) {
      const needed = Object.fromEntries(
        entry.parameters.flatMap((one) => (one.type === 'text' ? [[one.name, one.start]] : [])),
      );
      const parses = (value: unknown): boolean =>
        initializer.safeParse({ kind: entry.kind, ...needed, [parameter.name]: value }).success;
      if (parameter.default !== undefined) expect(parses(parameter.default)).toBe(true);
      if (parameter.type === 'text') {
        expect([parameter.start, '', 3, undefined].map(parses)).toEqual([true, false, false, false]);
      } else if (parameter.type === 'choice') {
        for (const choice of parameter.choices) expect(parses(choice)).toBe(true);
        expect(parses('none of them')).toBe(false);
      } else if (parameter.type === 'number') {
        expect(parses(-1)).toBe(parameter.min === undefined && parameter.above === undefined);
        expect(parses(0)).toBe(parameter.above === undefined && !((parameter.min ?? 0) > 0));
        if (parameter.max !== undefined) expect([parameter.max, parameter.max + 1].map(parses)).toEqual([true, false]);
        if (parameter.whole) expect(parses(1.5)).toBe(false);
      }
    }
  }
});

test('the defaults that the catalogue names are those that are drawn', () => {
  for (const { kind, parameters } of Object.values(catalogue)) {
    // What has to be given has no default.
    if (parameters.some((parameter) => parameter.type === 'text')) continue;
    const given = Object.fromEntries(parameters.flatMap((p) => (p.default === undefined ? [] : [[p.name, p.default]])));
    const draw = (spec: KernelInitializer): number[] => [
      ...drawKernel(spec, shape, createSource('numpy', 1), { outputStd: (kernel) => Math.hypot(...kernel) }),
    ];
    expect(draw({ ...given, kind: kind as InitializerKind } as KernelInitializer)).toEqual(
      draw({ kind } as KernelInitializer),
    );
  }
});

test.each([
  [{ kind: 'heNormal' }, 'He normal', 'W ~ N(0, 2 / n_in)'],
  [{ kind: 'heNormal', u: 2 }, 'He normal', 'W ~ N(0, 2 / n_in)'],
  [{ kind: 'heNormal', u: 1 }, 'He normal (u = 1)', 'W ~ N(0, 1 / n_in)'],
  [{ kind: 'heUniform', a: 1, mode: 'fanOut' }, 'He uniform (a = 1, mode fanOut)', 'W ~ U(±√(3 / n_out))'],
  [{ kind: 'randomNormal', stddev: 0.01 }, 'Random normal (σ = 0.01)', 'W ~ N(0, 0.01²)'],
  [{ kind: 'randomNormal', mean: 0, stddev: 1, scale: 10 }, 'Random normal (σ = 1, scale = 10)', 'W ~ N(0, 10²)'],
  [{ kind: 'randomNormal', label: 'randn × 10' }, 'randn × 10', 'W ~ N(0, 0.05²)'],
  [{ kind: 'randomUniform' }, 'Random uniform', 'W ~ U(±0.05)'],
  [{ kind: 'randomUniform', min: 0, max: 1 }, 'Random uniform (min = 0, max = 1)', 'W ~ U[0, 1)'],
  [{ kind: 'constant', value: -0.5 }, 'Constant (value = −0.5)', 'W = −0.5'],
  [{ kind: 'zeros' }, 'Zeros', 'W = 0'],
  [{ kind: 'ones' }, 'Ones', 'W = 1'],
  [{ kind: 'identity', gain: 2 }, 'Identity (gain = 2)', 'W = 2·I'],
  [{ kind: 'orthogonal' }, 'Orthogonal', 'W = Q, QᵀQ = I or QQᵀ = I'],
  [{ kind: 'glorotUniform' }, 'Glorot uniform', 'W ~ U(±√(6 / (n_in + n_out)))'],
  [
    { kind: 'glorotNormal', gain: 2, truncated: true },
    'Glorot normal (gain = 2, truncated)',
    'W ~ N(0, 8 / (n_in + n_out)), cut at ±2σ and rescaled',
  ],
  [{ kind: 'lecunNormal', truncated: false }, 'LeCun normal', 'W ~ N(0, 1 / n_in)'],
  [{ kind: 'lecunUniform' }, 'LeCun uniform', 'W ~ U(±√(3 / n_in))'],
  [{ kind: 'pytorchLinear' }, 'PyTorch Linear', 'W ~ U(±1 / √n_in)'],
  [{ kind: 'truncatedNormal', stddev: 1e-7 }, 'Truncated normal (σ = 1e−7)', 'W ~ N(0, 1e−7²), cut at ±2σ'],
  [
    { kind: 'glorotNormal', gain: { activation: 'tanh', rule: 'pytorch' } },
    'Glorot normal (gain = 1.66667 of tanh, pytorch)',
    'W ~ N(0, 5.55556 / (n_in + n_out))',
  ],
  [
    { kind: 'heNormal', u: { activation: 'leakyRelu', rule: 'backward', slope: 1 } },
    'He normal (u = 1 of leakyRelu 1, backward)',
    'W ~ N(0, 1 / n_in)',
  ],
  [{ kind: 'sparse', sparsity: 0.5 }, 'Sparse (sparsity = 0.5)', 'W ~ N(0, 0.01²), 50 % zeros in each column'],
  [{ kind: 'lsuv', maxTries: 3 }, 'LSUV (maxTries = 3)', 'W = Q / std(outputs on the first batch)'],
  [{ kind: 'fromFile', path: 'w.npz' }, 'From a file (w.npz)', 'W from w.npz'],
  [{ kind: 'zerO' }, 'ZerO', 'W = I, or I · H · I / 2^(k/2) where n_out > n_in'],
  [
    { kind: 'varianceScaling', mode: 'fanAvg', distribution: 'uniform' },
    'Variance scaling (mode fanAvg, distribution uniform)',
    'W ~ U(±√(6 / (n_in + n_out)))',
  ],
] satisfies [KernelInitializer & { label?: string }, string, string][])(
  '%j is called and written',
  (spec, label, formula) => {
    expect(labelOf(spec)).toBe(label);
    expect(formulaOf(spec)).toBe(formula);
  },
);
