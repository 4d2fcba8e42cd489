import { expect, it } from 'vitest';
import { reportMarkdown } from '../../../../src/host/python/reportText';
import type { ModelReport } from '../../../../src/python/modelReport';

/** A report as the probe writes it, without the figures that the page leaves out. */
const report = {
  version: 1,
  model: { target: 'gpt.py:GPT', arguments: {}, file: '/project/gpt.py', line: 26, parameters: 28544 },
  framework: { name: 'torch', version: '2.13.0+cpu', device: 'cpu' },
  python: '3.11.7',
  seeds: [0, 1],
  loss: { kind: 'categoricalCrossEntropy', deduced: false, mean: 3.8586, expected: 3.6889, values: [3.8685, 3.8487] },
  parameters: [
    { path: 'tokens.weight', shape: [40, 32], law: { kind: 'randomNormal', stddev: 1 }, fits: [] },
    { path: 'head.weight', shape: [40, 32], law: { kind: 'somethingNew' }, fits: [] },
    { path: 'own', shape: [3], law: null, fits: [] },
  ],
  findings: [
    { kind: 'dead', severity: 'info', path: 'a', message: 'Some [units] are dead.', evidence: {} },
    {
      kind: 'unfilled',
      severity: 'error',
      path: 'own',
      message: 'own was never filled.',
      evidence: {},
      file: '/project/my model (1).py',
      line: 3,
    },
  ],
} as unknown as ModelReport;

it('a report of a check has its findings, the worst first, and the law of every parameter', () => {
  const text = reportMarkdown(report);
  expect(text).toContain('| tokens.weight | 40 × 32 | Random normal \\(σ = 1\\) |');
  expect(text).toContain('| head.weight | 40 × 32 | somethingNew |');
  expect(text).toContain('| own | 3 |  |');
  expect(text).toContain('**3.86**');
  // Its path stands before a message once.
  expect(text).toContain('`own` was never filled. my model \\(1\\).py:3');
  expect(text.indexOf('never filled')).toBeLessThan(text.indexOf('are dead'));
  // What comes from the user's code is no Markdown of ours.
  expect(text).toContain('Some \\[units\\] are dead');
});
