import * as jsonc from 'jsonc-parser';
import { describe, expect, it, vi } from 'vitest';
import { checkKernel } from '../../../src/experiment/format/checks/check';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets, presetText } from '../../../src/experiment/presets/presets';

/** The reader of JSON, whose calls can be counted. */
vi.mock('jsonc-parser', async (original) => {
  const real = await original<typeof jsonc>();
  return { ...real, parse: vi.fn(real.parse), parseTree: vi.fn(real.parseTree), visit: vi.fn(real.visit) };
});

const circles = () => JSON.parse(presetText(presets[0])) as Record<string, Record<string, unknown>>;
const issuesOf = (document: unknown) => parseExperiment(JSON.stringify(document)).issues;

describe('a good document', () => {
  it('gets the defaults of the format', () => {
    const { experiment, issues } = parseExperiment(
      '{"version":1,"dataset":{"kind":"circles"},"network":{"hidden":[3]},"loss":"binaryCrossEntropy","optimizer":{"kind":"adam","learningRate":0.1},"training":{"steps":5},"initializers":[{"kind":"zeros"}]}',
    );
    expect(issues).toEqual([]);
    expect(experiment).toMatchObject({
      dataset: { train: 300, test: 100, noise: 0.05, factor: 0.8, trainSeed: 1, testSeed: 2 },
      network: { activation: 'relu', bias: true },
      optimizer: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
      training: { batchSize: 'full', shuffle: false },
      random: { generator: 'numpy', layout: 'out-in', seeds: [0] },
    });
  });

  it('keeps an explicit 0 where the default is another', () => {
    const { experiment } = parseExperiment(
      JSON.stringify({ ...circles(), dataset: { kind: 'circles', noise: 0, test: 0 } }),
    );
    expect(experiment).toMatchObject({ dataset: { noise: 0, test: 0 } });
  });

  it('may start with a byte order mark', () => {
    expect(parseExperiment(`\uFEFF${presetText(presets[0])}`).issues).toEqual([]);
  });
});

describe('a bad value', () => {
  it.each([
    [
      { network: { hidden: [10, 0] } },
      ['network', 'hidden', 1],
      'network.hidden[1]: expected an integer between 1 and 65 536, got 0.',
    ],
    [{ network: { hidden: [{ units: 5, activation: 'rely' }] } }, ['network', 'hidden', 0, 'activation'], undefined],
    [
      { network: { hidden: Array.from({ length: 1001 }, () => 4) } },
      ['network', 'hidden'],
      `network.hidden: expected a list of at most 1000 entries, got ${JSON.stringify(Array.from({ length: 1001 }, () => 4)).slice(0, 57)}….`,
    ],
    [{ random: { seeds: [] } }, ['random', 'seeds'], 'random.seeds: expected a list of 1 to 1000 entries, got [].'],
    [
      { optimizer: { kind: 'sgd', learningRate: -1 } },
      ['optimizer', 'learningRate'],
      'optimizer.learningRate: expected a number greater than 0, got -1.',
    ],
    [{ training: { steps: 5, epochs: 2 } }, ['training', 'epochs'], undefined],
    [{ training: {} }, ['training', 'steps'], undefined],
    [{ version: 2 }, ['version'], 'version: expected 1, got 2.'],
    [{ random: { seeds: [1, 1] } }, ['random', 'seeds', 1], undefined],
    [{ initializers: [{ kind: 'heNormal', u: 1, a: 0.1 }] }, ['initializers', 0, 'a'], undefined],
    [
      { initializers: [{ kind: 'zeros', layers: { 2: { kind: 'ones' } } }] },
      ['initializers', 0, 'layers', '2'],
      undefined,
    ],
    [{ initializers: [{ kind: 'zeros', enabled: false }] }, ['initializers', 0, 'enabled'], undefined],
    [{ initializers: [{ kind: 'randomUniform', min: 1 }] }, ['initializers', 0, 'min'], undefined],
    [{ initializers: [{ kind: 'heNormal', sigma: 1 }] }, ['initializers', 0, 'sigma'], undefined],
    [{ loss: 'binaryCrossEntropy', dataset: { kind: 'blobs', centers: 3 } }, ['loss'], undefined],
    [{ network: { hidden: [], output: 'softmax' } }, ['network', 'output'], undefined],
    [{ optimizer: { kind: 'sgd', learningRate: 1, nesterov: true } }, ['optimizer', 'nesterov'], undefined],
  ])('%j is found at its place', (change, path, message) => {
    const issues = issuesOf({ ...circles(), ...change });
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    if (message !== undefined) expect(issues[0].message).toBe(message);
  });

  it('is never alone in stopping the others from being found', () => {
    expect(issuesOf({ ...circles(), loss: 'x', name: '' })).toHaveLength(2);
  });

  it('in a single law is named by its parameter', () => {
    expect(checkKernel({ kind: 'heNormal', u: -2 }).issues).toEqual([
      { path: ['u'], message: 'u: expected a number greater than 0, got -2.', inSchema: true },
    ]);
    expect(checkKernel({ kind: 'heNormal', u: 2 }).issues).toEqual([]);
  });
});

describe('broken text', () => {
  it('says where', () => {
    expect(parseExperiment('{"a": 1,\n "b": tru }').syntax).toMatchObject({ line: 2, column: 7 });
    expect(parseExperiment('').syntax).toMatchObject({ line: 1, column: 1 });
    expect(parseExperiment('{"a": 1 // no comments\n}').syntax).toMatchObject({ line: 1 });
  });

  it.each([
    ['whole', `{\n "name": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 2],
    ['open', '['.repeat(400_000), 1],
  ])('nested past any experiment is refused, %s', (_, text, line) => {
    expect(parseExperiment(text).syntax).toMatchObject({ line });
  });

  it('does not count brackets within texts', () => {
    const parsed = parseExperiment(JSON.stringify({ ...circles(), name: `\\"${'[{'.repeat(90)}` }));
    expect(parsed.syntax).toBeUndefined();
    expect(parsed.experiment).toBeDefined();
  });

  it('of 5 MB is refused without being read through', () => {
    const text = '{"a": ['.repeat(700_000);
    const native = vi.spyOn(JSON, 'parse');
    const readers = [native, vi.mocked(jsonc.parse), vi.mocked(jsonc.parseTree), vi.mocked(jsonc.visit)];
    for (const reader of readers) reader.mockClear();
    const parsed = parseExperiment(text);
    const calls = readers.map(({ mock }) => mock.calls.length);
    native.mockRestore();
    expect(parsed.syntax).toBeDefined();
    expect(parsed.value).toBeUndefined();
    expect(calls).toEqual([0, 0, 0, 0]);
  });
});
