import { describe, expect, test } from 'vitest';
import { generators } from '../../../src/engine/random/generators';
import { checkExperiment } from '../../../src/experiment/format/checks/check';
import type { Issue } from '../../../src/experiment/format/issue';
import { generatorWords } from '../../../src/experiment/text/generatorText';

const check = (random: object, initializers: object[] = [{ kind: 'heNormal' }], sweep?: object[]) =>
  checkExperiment({
    version: 1,
    dataset: { kind: 'circles' },
    network: { hidden: [4] },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 10 },
    random,
    initializers,
    ...(sweep && { sweep }),
  });
const issuesOf = (...args: Parameters<typeof check>): Issue[] => check(...args).issues;
const choose = (value: string) => ({ kind: 'set', path: ['random', 'generator'], value });

describe('a setting', () => {
  test.each([
    [{ generator: 'keras', backend: 'torch' }],
    [{ generator: 'jax', partitionable: false, keys: 'nnx' }],
    [{ generator: 'numpyGenerator', dtype: 'float32' }],
  ])('that the generator reads is kept: %j', (random) => {
    const { experiment, issues } = check(random);
    expect(issues).toEqual([]);
    expect(experiment!.random).toMatchObject(random);
  });

  test.each([
    ['backend', 'jax', 'numpy', ['keras']],
    ['partitionable', true, 'keras', ['jax']],
    ['keys', 'linen', 'torch', ['jax']],
    ['dtype', 'float32', 'torch-1.13', ['numpyGenerator']],
  ])(
    '%s = %j has one issue with the generator %s, and goes or brings its generator',
    (name, value, generator, users) => {
      const path = ['random', name];
      expect(issuesOf({ generator, [name]: value })).toEqual([
        {
          path,
          message: `random.${name}: expected no ${name} with the generator ${generator}, got ${JSON.stringify(value)}.`,
          fixes: [{ kind: 'remove', path }, ...users.map(choose)],
        },
      ]);
    },
  );

  test('of another value is named with those that it may have', () => {
    expect(issuesOf({ generator: 'keras', backend: 'tensorflw' })).toMatchObject([
      {
        path: ['random', 'backend'],
        message: 'random.backend: expected one of "tensorflow", "jax", "torch", got "tensorflw".',
        fixes: [{ kind: 'set', path: ['random', 'backend'], value: 'tensorflow' }],
      },
    ]);
    expect(issuesOf({ generator: 'jax', partitionable: 'yes' })[0].message).toBe(
      'random.partitionable: expected true or false, got "yes".',
    );
  });

  test('is named in reports beside its generator', () => {
    expect(generatorWords({ generator: 'numpy' })).toBe('numpy');
    expect(generatorWords({ generator: 'jax', partitionable: false, keys: 'linen' })).toBe(
      'jax (partitionable false, keys linen)',
    );
  });
});

describe('an initializer that the framework has no function for', () => {
  const sparse = { kind: 'sparse' };

  test('is refused at its kind, wherever it stands', () => {
    const [first, ...others] = issuesOf({ generator: 'jax' }, [
      sparse,
      { kind: 'heNormal', layers: { 0: sparse, output: { kind: 'zeros' } } },
    ]);
    expect(first.path).toEqual(['initializers', 0, 'kind']);
    expect(first.message).toBe('initializers[0].kind: JAX has no function for sparse.');
    expect(first.fixes).toEqual(generators.filter((name) => name !== 'jax' && name !== 'keras').map(choose));
    expect(others.map(({ path }) => path)).toEqual([['initializers', 1, 'layers', '0', 'kind']]);
    expect(issuesOf({ generator: 'numpyGenerator' }, [sparse])).toEqual([]);
    expect(issuesOf({ generator: 'keras' }, [{ kind: 'lsuv' }])[0].message).toBe(
      'initializers[0].kind: Keras has no function for lsuv.',
    );
  });

  test('makes a cell of a sweep over generators invalid', () => {
    const sweep = [{ path: '/random/generator', values: ['numpy', 'jax'] }];
    expect(issuesOf({}, [{ kind: 'heNormal' }], sweep)).toEqual([]);
    expect(issuesOf({}, [sparse], sweep)).toHaveLength(1);
  });
});
