import { expect, test } from 'vitest';
import { checkKernel } from '../../../../src/experiment/format/checks/check';

const issueOf = (law: unknown) => checkKernel(law).issues[0]?.path;

test.each([
  [{ kind: 'glorotUniform', gain: 2 }],
  [{ kind: 'orthogonal', gain: { activation: 'gelu', rule: 'forward' } }],
  [{ kind: 'heNormal', u: { activation: 'leakyRelu', rule: 'pytorch', slope: 0.2 } }],
  [{ kind: 'sparse', sparsity: 1, stddev: 0 }],
  [{ kind: 'zerO' }],
])('%j is a law', (law) => {
  expect(checkKernel(law)).toEqual({ law, issues: [] });
});

test.each([
  [{ kind: 'glorotUniform', gain: 'much' }, ['gain']],
  [{ kind: 'glorotUniform', gain: { activation: 'tanh' } }, ['gain', 'rule']],
  [{ kind: 'glorotUniform', gain: { activation: 'tanh', rule: 'forward', size: 1 } }, ['gain', 'size']],
  [{ kind: 'glorotUniform', gain: { activation: 'gelu', rule: 'pytorch' } }, ['gain', 'activation']],
  [{ kind: 'heUniform', u: { activation: 'relu', rule: 'forward', slope: 0.1 } }, ['u', 'slope']],
  [{ kind: 'heUniform', u: { activation: 'relu', rule: 'forward' }, a: 1 }, ['a']],
  [{ kind: 'identity', gain: { activation: 'relu', rule: 'forward' } }, ['gain']],
  [{ kind: 'sparse', sparsity: 2 }, ['sparsity']],
])('%j is refused at its place', (law, path) => {
  expect(issueOf(law)).toEqual(path);
});
