import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/engine/initializers/catalogue/catalogue';
import { drawKernel } from '../../../src/engine/initializers/draw';
import { createSource } from '../../../src/engine/random/sources';
import { initializerCode } from '../../../src/experiment/code/initializerCode';
import { codeCases, notDrawn } from './codeCases';

const golden = JSON.parse(readFileSync(new URL('code.json', import.meta.url), 'utf8')) as {
  cases: { code: string; values: number[] | null }[];
};

test('every initializer has code in every framework, and Python has run what is written now', () => {
  expect(new Set(codeCases.map(({ law }) => law.kind))).toEqual(new Set(Object.keys(catalogue)));
  expect(codeCases.map(({ code }) => code)).toEqual(golden.cases.map(({ code }) => code));
});

const run = codeCases.flatMap((one, index) =>
  golden.cases[index].values === null || notDrawn.has(one.law.kind)
    ? []
    : [{ ...one, values: golden.cases[index].values! }],
);

describe('the code gives the numbers of the draw', () => {
  test.each(
    run.map(
      (one) => [`${one.framework} ${JSON.stringify(one.law)} ${one.shape.fanIn} → ${one.shape.fanOut}`, one] as const,
    ),
  )('%s', (_, { framework, law, shape, seed, random, values }) => {
    const drawn = drawKernel(
      law,
      framework === 'pytorch' ? { ...shape, layout: 'out-in' } : shape,
      createSource(random?.generator ?? (framework === 'pytorch' ? 'torch' : 'numpy'), seed, random),
    );
    expect(drawn.length).toBe(values.length);
    const scale = [...drawn].reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    // float32 against float64: one rounding of PyTorch's, more for its erf⁻¹ and QR.
    const gap =
      framework === 'numpy' && random?.dtype !== 'float32'
        ? 1e-14
        : law.kind === 'orthogonal' || codeOf(law).includes('trunc_normal_')
          ? 2e-6
          : 1.2e-7;
    values.forEach((value, i) => expect(Math.abs(value - drawn[i])).toBeLessThanOrEqual(gap * scale));
  });
});

function codeOf(law: (typeof codeCases)[number]['law']): string {
  return initializerCode('pytorch', { law, shape: { fanIn: 2, fanOut: 3, layout: 'out-in' }, seed: 0 }, '');
}

test.each([
  ['keras', { kind: 'heNormal', truncated: true }, 'tf.keras.initializers.HeNormal(seed=3)'],
  [
    'keras',
    { kind: 'heNormal' },
    "tf.keras.initializers.VarianceScaling(scale=2, mode='fan_in', distribution='untruncated_normal', seed=3)",
  ],
  ['keras', { kind: 'glorotUniform' }, 'tf.keras.initializers.GlorotUniform(seed=3)'],
  [
    'keras',
    { kind: 'glorotUniform', gain: 2 },
    "tf.keras.initializers.VarianceScaling(scale=4, mode='fan_avg', distribution='uniform', seed=3)",
  ],
  ['keras', { kind: 'lecunUniform' }, 'tf.keras.initializers.LecunUniform(seed=3)'],
  ['keras', { kind: 'orthogonal', gain: 1.5 }, 'tf.keras.initializers.Orthogonal(gain=1.5, seed=3)'],
  ['jax', { kind: 'heNormal', truncated: true }, 'jax.nn.initializers.he_normal()'],
  ['jax', { kind: 'heNormal' }, "jax.nn.initializers.variance_scaling(2, 'fan_in', 'normal')"],
  [
    'pytorch',
    { kind: 'heNormal', a: 0.2 },
    "torch.nn.init.kaiming_normal_(w, a=0.2, nonlinearity='leaky_relu', mode='fan_in')",
  ],
  [
    'pytorch',
    { kind: 'glorotNormal', gain: { activation: 'tanh', rule: 'pytorch' } },
    "torch.nn.init.xavier_normal_(w, gain=torch.nn.init.calculate_gain('tanh'))",
  ],
] as const)('%s names %j as it does itself', (framework, law, call) => {
  expect(
    initializerCode(framework, { law, shape: { fanIn: 2, fanOut: 10, layout: 'out-in' }, seed: 3 }, 'He'),
  ).toContain(call);
});

test('no name or path can end its line of code', () => {
  const code = initializerCode(
    'numpy',
    { law: { kind: 'fromFile', path: 'a"\n\u2028b.npz' }, shape: { fanIn: 1, fanOut: 1, layout: 'out-in' }, seed: 0 },
    'He\nimport os',
  );
  expect(
    code
      .split('\n')
      .filter((line) => line !== '')
      .every((line) => /^(#|import numpy as np$|np\.random|W = np\.load\("a\\"\\n)/.test(line)),
  ).toBe(true);
});
