import { describe, expect, it } from 'vitest';
import { networkOf } from '../../experiment/networkOf';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets } from '../../../../src/experiment/presets/presets';
import type { ExperimentInput, NetworkExperiment } from '../../../../src/experiment/format/schema';
import { expandAxes, expandSweep } from '../../../../src/experiment/sweep/sweep';
import { cellCount, pointerOf, pointerPath, sweptTrials, indicesOf } from '../../../../src/experiment/format/sweepAxes';
import { cellAt } from '../../../../src/experiment/record/sweepRecord';

type Sweep = ExperimentInput['sweep'];

const parsed = (sweep: Sweep, change: Partial<ExperimentInput> = {}) =>
  parseExperiment(JSON.stringify({ ...presets[0].experiment, ...change, sweep }));

function valid(sweep: Sweep, change: Partial<ExperimentInput> = {}): NetworkExperiment {
  const { experiment, issues } = parsed(sweep, change);
  expect(issues).toEqual([]);
  return networkOf(experiment);
}

/** The place of the first issue of a sweep that is not valid. */
const placeOf = (sweep: unknown, change: Partial<ExperimentInput> = {}) =>
  parsed(sweep as Sweep, change).issues.at(0)?.path;

describe('expandSweep', () => {
  it('runs the experiment once for every pair of values, the first axis outermost', () => {
    const experiment = valid([
      { path: '/optimizer/learningRate', values: [0.001, 0.01] },
      { path: '/initializers/2/u', from: 0.5, to: 4, count: 4, scale: 'log' },
    ]);
    const cells = expandSweep(experiment);
    expect(cellCount(experiment.sweep)).toBe(8);
    expect(sweptTrials(experiment)).toBe(32);
    expect(cells.map(({ setting }) => Object.values(setting))).toEqual(
      [0.001, 0.01].flatMap((rate) => [0.5, 1, 2, 4].map((u) => [rate, u])),
    );
    expect(cells[6].experiment).toEqual({
      ...experiment,
      sweep: undefined,
      optimizer: { ...experiment.optimizer, learningRate: 0.01 },
      initializers: experiment.initializers.map((entry, index) => (index === 2 ? { ...entry, u: 2 } : entry)),
    });
    expect('sweep' in cells[6].experiment).toBe(false);
    expect(experiment.initializers[2]).toMatchObject({ u: 2 });
    expect(
      cells.every(
        (_, cell) =>
          cellAt({ axes: expandAxes(experiment) }, indicesOf({ axes: expandAxes(experiment) }, cell)) === cell,
      ),
    ).toBe(true);
    expect(indicesOf({ axes: expandAxes(experiment) }, 6)).toEqual([1, 2]);
  });

  it('rounds a range to whole numbers where there are no others, and else to three digits or as many as tell them apart', () => {
    expect(
      expandAxes(valid([{ path: '/network/hidden/0', from: 1, to: 64, count: 4, scale: 'log' }]))[0].values,
    ).toEqual([1, 4, 16, 64]);
    expect(expandAxes(valid([{ path: '/network/hidden/0', from: 2, to: 9, count: 3 }]))[0]).toEqual({
      path: '/network/hidden/0',
      values: [2, 6, 9],
      scale: 'linear',
    });
    // numpy.geomspace(0.5, 4, 8)
    const geometric = [0.5, 0.672951, 0.905724, 1.219014, 1.64067, 2.208179, 2.971994, 4];
    (
      expandAxes(valid([{ path: '/initializers/2/u', from: 0.5, to: 4, count: 8, scale: 'log' }]))[0].values as number[]
    ).forEach((value, index) => expect(Math.abs(value / geometric[index] - 1)).toBeLessThan(0.005));
    expect(
      expandAxes(valid([{ path: '/optimizer/learningRate', from: 0.001, to: 1, count: 4, scale: 'log' }]))[0].values,
    ).toEqual([0.001, 0.01, 0.1, 1]);
    expect(expandAxes(valid([{ path: '/initializers/2/u', from: 1, to: 1.004, count: 5 }]))[0].values).toEqual([
      1, 1.001, 1.002, 1.003, 1.004,
    ]);
  });

  it('takes whole JSON values, such as lists of layers', () => {
    const cells = expandSweep(
      valid([{ path: '/network/hidden', values: [[], [10], [10, { units: 4, activation: 'tanh' }]] }]),
    );
    expect(cells.map(({ experiment }) => experiment.network.hidden)).toEqual([
      [],
      [10],
      [10, { units: 4, activation: 'tanh' }],
    ]);
  });

  it('gives another kind of optimizer its own defaults', () => {
    const cells = expandSweep(valid([{ path: '/optimizer/kind', values: ['sgd', 'adam'] }]));
    expect(cells.map(({ experiment }) => experiment.optimizer)).toEqual([
      { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 },
      { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    ]);
  });

  it('can set what the experiment leaves to its default', () => {
    expect(
      expandSweep(valid([{ path: '/initializers/3/gain', values: [0.5, 2] }])).map(
        ({ experiment }) => experiment.initializers[3],
      ),
    ).toEqual([
      { kind: 'glorotUniform', label: 'Xavier uniform', gain: 0.5 },
      { kind: 'glorotUniform', label: 'Xavier uniform', gain: 2 },
    ]);
  });
});

describe('a sweep that is not valid', () => {
  it.each([
    ['optimizer/learningRate'],
    ['/optimizer/lr'],
    ['/optimizer/beta1'],
    ['/nothing'],
    ['/network/hidden/2'],
    ['/network/hidden/-'],
    ['/initializers/0/bias/value'],
    ['/initializers/9/u'],
    ['/initializers/2/us'],
    ['/name'],
    ['/version'],
    ['/sweep/0/path'],
    ['/initializers'],
    ['/initializers/0/label'],
    ['/optimizer/~2'],
    ['/training/__proto__'],
  ])('leads nowhere with %s', (path) => expect(placeOf([{ path, values: [1] }])).toEqual(['sweep', 0, 'path']));

  it('names the value with which the experiment is not valid', () => {
    expect(placeOf([{ path: '/optimizer/learningRate', values: [0.1, -1] }])).toEqual(['sweep', 0, 'values', 1]);
    expect(
      placeOf([
        { path: '/optimizer/learningRate', values: [0.1] },
        { path: '/network/activation', values: ['relu', 'rellu'] },
      ]),
    ).toEqual(['sweep', 1, 'values', 1]);
    expect(placeOf([{ path: '/optimizer/learningRate', from: -1, to: 1, count: 3 }])).toEqual(['sweep', 0, 'from']);
    const { issues } = parsed([
      { path: '/optimizer/nesterov', values: [false, true] },
      { path: '/optimizer/momentum', values: [0, 0.9] },
    ]);
    expect(issues.map(({ path }) => path)).toEqual([['sweep', 0, 'values', 1]]);
  });

  it('allows pairs that are valid only together', () => {
    valid([
      { path: '/optimizer/nesterov', values: [true] },
      { path: '/optimizer/momentum', values: [0.5, 0.9] },
    ]);
  });

  it.each([
    ['a value twice', [{ path: '/optimizer/learningRate', values: [0.1, 0.2, 0.1] }], ['sweep', 0, 'values', 2]],
    [
      'one setting twice',
      [
        { path: '/network/hidden', values: [[3]] },
        { path: '/network/hidden/0', values: [4] },
      ],
      ['sweep', 1, 'path'],
    ],
    [
      'a log range from 0',
      [{ path: '/optimizer/learningRate', from: 0, to: 1, count: 3, scale: 'log' }],
      ['sweep', 0, 'from'],
    ],
    ['a range without width', [{ path: '/optimizer/learningRate', from: 1, to: 1, count: 3 }], ['sweep', 0, 'to']],
    [
      'more whole numbers than there are',
      [{ path: '/network/hidden/0', from: 1, to: 3, count: 8 }],
      ['sweep', 0, 'count'],
    ],
    [
      'too many cells',
      [
        { path: '/optimizer/learningRate', from: 0.1, to: 1, count: 40 },
        { path: '/initializers/2/u', from: 1, to: 2, count: 11 },
      ],
      ['sweep'],
    ],
    [
      'three axes',
      [
        { path: '/optimizer/learningRate', values: [1] },
        { path: '/network/hidden/0', values: [1] },
        { path: '/network/hidden/1', values: [1] },
      ],
      ['sweep'],
    ],
    ['no axis', [], ['sweep']],
  ])('has %s', (_, sweep, place) => expect(placeOf(sweep)).toEqual(place));

  it('has too many trials', () => {
    // Four initializers.
    const range = { path: '/optimizer/learningRate', from: 0.1, to: 1 };
    const seeds = (count: number) => ({ random: { seeds: Array.from({ length: count }, (_, seed) => seed) } });
    expect(placeOf([{ ...range, count: 251 }], seeds(50))).toEqual(['sweep']);
    valid([{ ...range, count: 250 }], seeds(50));
    const lists = (count: number) =>
      Array.from({ length: 50 }, (_, list) => Array.from({ length: count }, (_, seed) => list * count + seed));
    expect(placeOf([{ path: '/random/seeds', values: lists(251) }])).toEqual(['sweep']);
    valid([{ path: '/random/seeds', values: lists(250) }]);
  });

  it('has too many trials of a model', () => {
    const issuesOf = (count: number) =>
      parseExperiment(
        JSON.stringify({
          version: 1,
          model: { python: 'model.py:Net' },
          data: { random: { x: { shape: [8, 2] }, y: { classes: 2 } } },
          optimizer: { kind: 'sgd', learningRate: 0.1 },
          training: { steps: 1 },
          initializers: [{ kind: 'asWritten' }],
          random: { seeds: [1, 2, 3, 4, 5, 6] },
          sweep: [{ path: '/optimizer/learningRate', from: 0.1, to: 1, count }],
        }),
      ).issues;
    expect(issuesOf(333)).toEqual([]);
    expect(issuesOf(334).map(({ path }) => path)).toEqual([['sweep']]);
  });
});

describe('a pointer', () => {
  it('goes to its path and back', () => {
    const document = { a: { 'b/c~d': [{ 0: 1 }] } };
    expect(pointerPath(document, '/a/b~1c~0d/0/0')).toEqual(['a', 'b/c~d', 0, '0']);
    expect(pointerOf(['a', 'b/c~d', 0, '0'])).toBe('/a/b~1c~0d/0/0');
  });
});
