import { describe, expect, it } from 'vitest';
import { changeText } from '../../../../src/experiment/edit/edit';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets } from '../../../../src/experiment/presets/presets';
import { hiddenLayers } from '../../../../src/experiment/format/resolve';
import type { NetworkExperiment, ExperimentInput } from '../../../../src/experiment/format/schema';
import type { Remedy } from '../../../../src/experiment/why/reason';
import { triesOfSweep } from '../../../../src/experiment/why/sweepTries';
import {
  addInitializer,
  addSmallOutput,
  addSuited,
  setActivation,
  setPrecision,
  setRate,
  takeSeeds,
  trainLonger,
} from '../../../../src/experiment/why/tries';
import { networkOf } from '../networkOf';
import { experimentOf, reasonsOfTrial, trained } from './whySupport';

const inputOf = (change: Partial<ExperimentInput>): ExperimentInput => ({ ...presets[0].experiment, ...change });

/** The experiment after a remedy: edited in one go, without an issue. */
function after(remedy: Remedy, input: ExperimentInput): NetworkExperiment {
  const edited = changeText(JSON.stringify(input, null, 2), remedy.changes);
  expect(edited.issues).toEqual([]);
  const { experiment, issues } = parseExperiment(edited.text!);
  expect(issues).toEqual([]);
  return networkOf(experiment);
}

/** The one remedy of a list, applied. */
function applied(
  tries: (experiment: NetworkExperiment) => Remedy[],
  change: Partial<ExperimentInput> = {},
): NetworkExperiment {
  const input = inputOf(change);
  const remedies = tries(experimentOf(change));
  expect(remedies).toHaveLength(1);
  expect(remedies[0].changes.length).toBeGreaterThan(0);
  return after(remedies[0], input);
}

describe('what there is to try', () => {
  it('leaves every experiment valid, whatever reason offers it', async () => {
    const inputs: Partial<ExperimentInput>[] = [
      { training: { steps: 30 } },
      {
        training: { epochs: 4, batchSize: 50 },
        network: { hidden: [{ units: 6, activation: 'sigmoid' }, 4], activation: 'tanh' },
        initializers: [
          { kind: 'randomNormal', stddev: 8 },
          { kind: 'glorotUniform', enabled: false },
          { kind: 'zeros' },
        ],
      },
      {
        training: { steps: 300 },
        loss: 'meanSquaredError',
        optimizer: { kind: 'sgd', learningRate: 90 },
        initializers: [{ kind: 'heNormal', layers: { '0': { kind: 'randomNormal', stddev: 3 } } }],
      },
    ];
    const kinds = new Set<string>();
    for (const input of inputs) {
      const run = await trained(input);
      const experiment = experimentOf(input);
      for (const trial of run.trials) {
        for (const { kind, tries } of reasonsOfTrial(run, trial, experiment)) {
          for (const remedy of tries) {
            kinds.add(kind);
            if (remedy.changes.length > 0) expect(after(remedy, inputOf(input))).not.toEqual(experiment);
          }
        }
      }
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'symmetric',
        'dead',
        'diverged',
        'flat',
        'naiveLoss',
        'saturatedUnits',
        'startCost',
        'outputScale',
        'signalGrows',
        'gradientGrows',
        'misfit',
      ]),
    );
  });

  it('computes in another precision, unless the experiment does', () => {
    const double = (one: NetworkExperiment) => setPrecision(one, 'float64');
    expect(applied(double, {}).precision).toBe('float64');
    expect(double(experimentOf({ precision: 'float64' }))).toEqual([]);
  });

  it('adds an initializer, switches it on, or says that it is compared already', () => {
    const he: NetworkExperiment['initializers'][number] = { kind: 'heNormal' };
    const only = (...initializers: ExperimentInput['initializers']) => ({ initializers });
    expect(applied((one) => addInitializer(one, he), only({ kind: 'zeros' })).initializers).toEqual([
      { kind: 'zeros' },
      he,
    ]);
    expect(
      applied(
        (one) => addInitializer(one, he),
        only({ kind: 'zeros' }, { kind: 'heNormal', u: 2, label: 'H', enabled: false }),
      ).initializers[1],
    ).toEqual({ kind: 'heNormal', u: 2, label: 'H' });
    const there = addInitializer(
      experimentOf(only({ kind: 'heNormal', enabled: false }, { kind: 'heNormal', label: 'Mine' })),
      he,
    );
    expect(there).toEqual([{ label: 'Mine is already in the comparison.', changes: [] }]);
    // Another law for a layer, or for the biases, is another initializer.
    expect(
      applied((one) => addInitializer(one, he), only({ kind: 'heNormal', layers: { output: { kind: 'zeros' } } }))
        .initializers,
    ).toHaveLength(2);
    const full = experimentOf({
      initializers: Array.from({ length: 64 }, (_, i) => ({ kind: 'randomNormal' as const, stddev: i + 1 })),
    });
    expect(addInitializer(full, he)).toEqual([]);
  });

  it('suits the activation of the first hidden layer', () => {
    const of = (activation: NonNullable<ExperimentInput['network']['activation']>) =>
      applied(addSuited, { network: { hidden: [4], activation }, initializers: [{ kind: 'zeros' }] }).initializers[1]
        .kind;
    expect([of('relu'), of('gelu'), of('selu'), of('tanh'), of('sigmoid')]).toEqual([
      'heNormal',
      'heNormal',
      'lecunNormal',
      'glorotUniform',
      'glorotUniform',
    ]);
    expect(addSuited(experimentOf({ network: { hidden: [] } }))).toEqual([]);
  });

  it('makes the output layer small, once', () => {
    const entry: NetworkExperiment['initializers'][number] = {
      kind: 'heNormal',
      label: 'H',
      enabled: false,
      layers: { '0': { kind: 'zeros' } },
    };
    const { initializers } = applied((one) => addSmallOutput(one, entry), { initializers: [{ kind: 'zeros' }] });
    expect(initializers[1]).toMatchObject({
      kind: 'heNormal',
      label: 'H, small output',
      layers: { 0: { kind: 'zeros' }, output: { kind: 'randomNormal', stddev: 0.01 } },
    });
    expect(initializers[1].enabled).not.toBe(false);
    expect(addSmallOutput(experimentOf({ initializers }), initializers[1])[0].changes).toEqual([]);
  });

  it('sets the activation of every hidden layer, also of those that have their own', () => {
    const hidden: ExperimentInput['network']['hidden'] = [
      { units: 3, activation: 'sigmoid' },
      4,
      { units: 5, activation: 'relu' },
    ];
    const experiment = applied((one) => setActivation(one, 'tanh'), { network: { hidden } });
    expect(hiddenLayers(experiment)).toEqual([3, 4, 5].map((units) => ({ units, activation: 'tanh' })));
    expect(setActivation(experiment, 'tanh')).toEqual([]);
    expect(setActivation(experimentOf({ network: { hidden: [] } }), 'tanh')).toEqual([]);
  });

  it('sets a rate of two digits, if that is another one', () => {
    expect(applied((one) => setRate(one, 0.012345)).optimizer.learningRate).toBe(0.012);
    for (const rate of [0.01, 0.00999, 0, -1, NaN, Infinity]) expect(setRate(experimentOf({}), rate)).toEqual([]);
  });

  it('trains longer within the limits of the format', () => {
    expect(applied((one) => trainLonger(one, 3), { training: { steps: 333_333_333 } }).training.steps).toBe(
      999_999_999,
    );
    expect(trainLonger(experimentOf({ training: { steps: 333_333_334 } }), 3)).toEqual([]);
    expect(applied((one) => trainLonger(one, 2), { training: { epochs: 500_000 } }).training.epochs).toBe(1_000_000);
    expect(trainLonger(experimentOf({ training: { epochs: 500_001 } }), 2)).toEqual([]);
  });

  it.each([[[3]], [[4, 1, 9]], [[0xffffffff]], [[2, 0xffffffff]], [[0, 1, 2, 0xfffffffe]]])(
    'takes more seeds after %j and repeats none',
    (seeds) => {
      const next = applied((one) => takeSeeds(one, 7), { random: { seeds } }).random.seeds;
      expect(next.slice(0, seeds.length)).toEqual(seeds);
      expect(new Set(next).size).toBe(7);
      expect(takeSeeds(experimentOf({ random: { seeds } }), seeds.length)).toEqual([]);
    },
  );

  it('takes a thousand seeds at most', () =>
    expect(applied((one) => takeSeeds(one, 5000)).random.seeds).toHaveLength(1000));
});

describe('what there is to try in a sweep', () => {
  const reason = (tries: Remedy[]) => ({
    kind: 'slow' as const,
    title: '',
    sentences: [],
    figures: {},
    sources: [],
    tries,
  });
  const left = (experiment: NetworkExperiment) =>
    triesOfSweep(
      [
        reason([
          ...setRate(experiment, 0.1),
          ...addSuited(experiment),
          ...takeSeeds(experiment, 20),
          ...setActivation(experiment, 'tanh'),
        ]),
      ],
      experiment,
    )[0].tries.map(({ changes }) => changes[0].path.join('/'));

  it('leaves out what the sweep sets, and what makes too many trials', () => {
    const initializers: ExperimentInput['initializers'] = [{ kind: 'zeros' }];
    const all = ['optimizer/learningRate', 'initializers/1', 'random/seeds', 'network/activation'];
    expect(left(experimentOf({ initializers }))).toEqual(all);
    expect(
      left(experimentOf({ initializers, sweep: [{ path: '/optimizer/learningRate', values: [0.1, 1] }] })),
    ).toEqual(all.slice(1));
    expect(
      left(experimentOf({ initializers, sweep: [{ path: '/network', values: [{ hidden: [3] }, { hidden: [4] }] }] })),
    ).toEqual(all.slice(0, 3));
    // A part of what a change would replace is set by the sweep as well.
    expect(left({ ...experimentOf({ initializers }), sweep: [{ path: '/random/seeds/0', values: [1, 2] }] })).toEqual([
      'optimizer/learningRate',
      'initializers/1',
      'network/activation',
    ]);
    // 20 seeds, 8 initializers and 313 cells are 50 080 trials; 312 cells are 49 920, which are not too many.
    const eight = Array.from({ length: 8 }, () => initializers[0]);
    const seeds = (count: number) =>
      left(
        experimentOf({
          initializers: eight,
          sweep: [{ path: '/dataset/noise', from: 0, to: 1, count }],
        }),
      ).includes('random/seeds');
    expect([313, 312].map(seeds)).toEqual([false, true]);
  });
});
