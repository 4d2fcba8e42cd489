import { applyEdits } from 'jsonc-parser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TextDocument } from 'vscode';
import { CellCheck } from '../../../src/experiment/format/checks/cellCheck';
import { checkExperiment } from '../../../src/experiment/format/checks/check';
import { changed, changeText, editsFor } from '../../../src/experiment/edit/edit';
import { initializer, kernelInitializer } from '../../../src/experiment/format/schemas/initializerSchema';
import { nearest } from '../../../src/experiment/text/nearest';
import { networkExperimentSchema, type Experiment } from '../../../src/experiment/format/schema';
import { applySetting, type SweepSetting } from '../../../src/experiment/format/sweepAxes';
import { parsedDocument } from '../../../src/host/editor/parsedDocument';
import { expandSweep } from '../../../src/experiment/sweep/sweep';

const depth = 100;
const laws = () =>
  Object.fromEntries(
    Array.from({ length: depth }, (_, layer) => [
      String(layer),
      { kind: 'randomNormal', mean: 0.123456789, stddev: 0.123456789 + layer },
    ]),
  );
const rates = (count: number, sign = 1) => Array.from({ length: count }, (_, index) => (sign * (index + 1)) / 1000);

/**
 * An experiment of about half a megabyte: 64 initializers with a law of their own for each of 100 layers, one of them
 * on.
 */
const large = (sweep: unknown) => ({
  version: 1,
  dataset: { kind: 'circles' },
  network: { hidden: Array.from({ length: depth }, () => 2) },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  training: { steps: 10 },
  initializers: Array.from({ length: 64 }, (_, index) => ({
    kind: 'randomNormal',
    stddev: 1 + index,
    ...(index > 0 ? { enabled: false } : {}),
    layers: laws(),
  })),
  sweep,
});

/** How often whole experiments, and single initializers and laws, are put to the schema. */
function counted<T>(work: () => T): { result: T; wholes: number; parts: number } {
  const wholes = vi.spyOn(networkExperimentSchema, 'safeParse');
  const parts = [vi.spyOn(initializer, 'safeParse'), vi.spyOn(kernelInitializer, 'safeParse')];
  const result = work();
  return {
    result,
    wholes: wholes.mock.calls.length,
    parts: parts.reduce((sum, { mock }) => sum + mock.calls.length, 0),
  };
}

afterEach(() => vi.restoreAllMocks());

describe('the check of a sweep of a large experiment', () => {
  it.each([
    ['the learning rate', [{ path: '/optimizer/learningRate', values: rates(400) }], 0],
    ['an initializer', [{ path: '/initializers/0/stddev', values: rates(400) }], 400],
    ['the law of a layer', [{ path: '/initializers/0/layers/3/stddev', values: rates(400) }], 800],
    [
      'two settings',
      [
        { path: '/initializers/0/stddev', values: rates(20) },
        { path: '/optimizer/learningRate', values: rates(20) },
      ],
      400,
    ],
  ])('over 400 cells of %s looks at the whole once, and of a cell at what it changes', (_, sweep, parts) => {
    const document = large(sweep);
    const check = counted(() => checkExperiment(document));
    expect(check.result.issues).toEqual([]);
    expect(check.wholes).toBe(1);
    expect(check.parts).toBeLessThanOrEqual(parts);
    vi.restoreAllMocks();
    const expand = counted(() => expandSweep(check.result.experiment!));
    expect(expand.result).toHaveLength(400);
    expect(expand.wholes).toBe(0);
    expect(expand.parts).toBeLessThanOrEqual(parts);
  });

  it.each([
    ['every value', [{ path: '/optimizer/learningRate', values: rates(400, -1) }]],
    [
      'every value, though all look the same when they are cut',
      [{ path: '/loss', values: Array.from({ length: 400 }, (_, index) => `${'long '.repeat(20)}${index}`) }],
    ],
    [
      'every pair',
      [
        { path: '/network/hidden', values: Array.from({ length: 20 }, (_, index) => [index + 1]) },
        { path: '/optimizer/learningRate', values: rates(20) },
      ],
    ],
  ])('that is wrong in %s asks for the words of a few', (_, sweep) => {
    const check = counted(() => checkExperiment(large(sweep)));
    expect(check.result.issues.length).toBeGreaterThan(0);
    expect(check.wholes).toBeLessThanOrEqual(4);
  });

  it('is done once for each version of a document, however many ask', () => {
    const document = { version: 1, getText: () => JSON.stringify(large(undefined)) };
    const { wholes } = counted(() =>
      [1, 1, 1, 2, 2].map((version) => parsedDocument(Object.assign(document, { version }) as unknown as TextDocument)),
    );
    expect(wholes).toBe(2);
  });
});

describe('a cell that is checked by its parts', () => {
  const base: Experiment = checkExperiment({
    version: 1,
    dataset: { kind: 'blobs', centers: 3 },
    network: { hidden: [4, { units: 3, activation: 'tanh' }] },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'adam', learningRate: 0.01 },
    training: { steps: 5 },
    random: { seeds: [1, 2] },
    initializers: [
      {
        kind: 'heNormal',
        bias: { kind: 'ones' },
        layers: { output: { kind: 'zeros' }, 1: { kind: 'randomUniform', min: -1, max: 1 } },
      },
      { kind: 'randomNormal', stddev: 1, enabled: false },
    ],
  }).experiment!;
  const values: Record<string, unknown[]> = {
    '/optimizer/kind': ['sgd', 'adamw', 'sgdx', 3],
    '/optimizer': [{ kind: 'sgd', learningRate: 1 }, { kind: 'sgd' }, null],
    '/optimizer/learningRate': [1, -1, '1'],
    '/dataset/kind': ['moons', 'blobs', 'csv'],
    '/dataset/centers': [2, 4, 1],
    '/dataset': [{ kind: 'moons' }, {}],
    '/loss': ['binaryCrossEntropy', 'meanSquaredError', 'none'],
    '/network/hidden': [[], [2], [1, 2, 3], 'x'],
    '/network/hidden/1': [5, { units: 2 }, 0],
    '/network/activation': ['relu', 'none'],
    '/network': [{ hidden: [1, 1] }, []],
    '/random/seeds': [[5], [5, 5], []],
    '/random/seeds/1': [1, 7],
    '/output': ['softmax', 'linear'],
    '/training/epochs': [3],
    '/training/steps': [9, 0],
    '/initializers/0/kind': ['heUniform', 'zeros', 'nothing'],
    '/initializers/0': [
      { kind: 'ones' },
      { kind: 'ones', layers: { 7: { kind: 'ones' } } },
      { kind: 'ones', layers: 3 },
      4,
    ],
    '/initializers/0/enabled': [false, true],
    '/initializers/0/layers': [{}, { 9: { kind: 'zeros' } }, { x: { kind: 'zeros' } }, []],
    '/initializers/0/layers/1/max': [2, -2],
    '/initializers/0/layers/0': [{ kind: 'ones' }],
    '/initializers/0/bias': [{ kind: 'zeros' }, { kind: 'orthogonal' }, { kind: 'zeros', label: 'x' }],
    '/initializers/1/stddev': [2, -2],
    '/initializers/1/label': ['a', ''],
    '/initializers/1/enabled': [true],
    [`/initializers/0/layers/${JSON.parse('"__proto__"') as string}`]: [{ kind: 'zeros' }],
  };
  const paths = Object.keys(values);
  const settings: SweepSetting[] = paths.flatMap((first) =>
    values[first].flatMap((value) => [
      { [first]: value },
      ...paths
        .filter((second) => !`${second}/`.startsWith(`${first}/`) && !`${first}/`.startsWith(`${second}/`))
        .flatMap((second) => values[second].map((other) => ({ [first]: value, [second]: other }))),
    ]),
  );

  it('is judged as the whole is, and is the same experiment', () => {
    const cells = new CellCheck(base);
    const before = structuredClone(base);
    expect(settings.length).toBeGreaterThan(3000);
    for (const setting of settings) {
      const whole = checkExperiment(structuredClone(applySetting(base, setting))).experiment;
      expect(cells.experimentOf(setting), JSON.stringify(setting)).toEqual(whole);
    }
    expect(base).toEqual(before);
  });
});

describe('a document with very much wrong in it', () => {
  it('names the first two hundred', () => {
    const document = {
      ...large(undefined),
      ...Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1])),
    };
    expect(checkExperiment(document).issues).toHaveLength(200);
    expect(
      checkExperiment({ ...large(undefined), random: { seeds: Array.from({ length: 900 }, () => 'x') } }).issues,
    ).toHaveLength(200);
  });

  it('asks of no long text what word it was meant to be', () => {
    const letters = vi.spyOn(String.prototype, 'toLowerCase');
    expect(nearest('x'.repeat(900_000), ['steps', 'epochs'])).toBeUndefined();
    expect(letters).not.toHaveBeenCalled();
    expect(nearest('step', ['steps', 'epochs'])).toBe('steps');
  });
});

describe('an edit of a text whose lines are very long', () => {
  it('leaves them as they are, and does not lay out thousands of values anew', () => {
    const text = `{"training": {"steps": 10}, ${Array.from({ length: 3000 }, (_, index) => `"k${index}":${index}`).join(',')}}`;
    const edits = editsFor(text, ['training', 'epochs'], 3);
    expect(edits).toHaveLength(1);
    expect(edits[0].length).toBe(0);
    expect(JSON.parse(applyEdits(text, edits))).toEqual({
      ...(JSON.parse(text) as object),
      training: { steps: 10, epochs: 3 },
    });
    expect(changed('{\n  "training": {\n    "steps": 10\n  }\n}\n', { path: ['training', 'epochs'], value: 3 })).toBe(
      '{\n  "training": {\n    "steps": 10,\n    "epochs": 3\n  }\n}\n',
    );
  });
});

describe('an edit of what lies in no object', () => {
  it.each([
    ['{"training": 5}', 'training: expected an object, got 5.'],
    ['{"training": [1]}', 'training: expected an object, got [1].'],
    ['[]', 'the document: expected an object, got [].'],
  ])('is refused in words: %s', (text, message) => {
    expect(changeText(text, [{ path: ['training', 'steps'], value: 3 }])).toEqual({
      issues: [expect.objectContaining({ message })],
    });
  });

  it('is made when the change before it brings the object', () => {
    const { text } = changeText('{"training": 5}', [
      { path: ['training'], value: {} },
      { path: ['training', 'steps'], value: 3 },
    ]);
    expect(JSON.parse(text!)).toEqual({ training: { steps: 3 } });
  });
});
