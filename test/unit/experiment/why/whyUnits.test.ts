import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { expectFigures, reasonOf, reasonsOfTrial, trained } from './whySupport';

describe('neurons that are all the same', () => {
  it('zeros on the circles: 10 units, 1 distinct, rank 0, the cost of ln 2', async () => {
    const run = await trained({ initializers: [{ kind: 'zeros' }] });
    const reason = reasonsOfTrial(run)[0];
    expect(reason.kind).toBe('symmetric');
    expectFigures(reason, { units: 10, distinct: 1, rank: 0, count: 20, step: 20 }, 0);
    expect(reason.sentences[1]).toContain('the weights of the next layer are 0');
    expect(run.trials[0].curve.train.every((cost) => Math.abs(cost - Math.LN2) < 1e-6)).toBe(true);
  });

  it('a constant in 4 × 8 tanh: rank 1, and the weights move', async () => {
    const run = await trained({
      dataset: { kind: 'blobs', train: 50, test: 0, centers: 2, features: 4 },
      network: { hidden: [8], activation: 'tanh' },
      training: { steps: 200 },
      initializers: [{ kind: 'constant', value: 0.5 }],
    });
    const reason = reasonOf(run, 'symmetric')!;
    expectFigures(reason, { units: 8, distinct: 1, rank: 1 }, 0);
    expect(reason.formula!.here).toBe('1 of 8 distinct, rank 1 of 4');
    expect(reason.sentences[1]).toBe('Regardless of the steps, the layer is equivalent to a single neuron.');
  });

  it('zeros before weights that are not 0: the gradient is 0 for another reason', async () => {
    const run = await trained({
      network: { hidden: [4] },
      initializers: [{ kind: 'zeros', layers: { output: { kind: 'constant', value: 1 } } }],
    });
    const reason = reasonOf(run, 'symmetric')!;
    expect(reason.sentences[1]).toBe('All 8 weights of hidden 0 are exactly 0 at step 20, and so are their gradients.');
  });

  it('are not so any more with one weight in a hundred thousand away, or with other biases', async () => {
    const run = await trained({
      initializers: [
        { kind: 'randomNormal', mean: 0.5, stddev: 5e-6 },
        { kind: 'constant', value: 0.5, bias: { kind: 'randomNormal', stddev: 1e-3 } },
        { kind: 'constant', value: 0.5 },
      ],
    });
    expect([0, 1, 2].map((trial) => reasonOf(run, 'symmetric', trial) !== undefined)).toEqual([false, false, true]);
  });

  it('has nothing to say of layers of one neuron', async () => {
    const run = await trained({ network: { hidden: [1, 1] }, initializers: [{ kind: 'zeros' }] });
    expect(reasonOf(run, 'symmetric')).toBeUndefined();
    const wider = await trained({ network: { hidden: [1, 4] }, initializers: [{ kind: 'zeros' }] });
    expect(reasonOf(wider, 'symmetric')!.title).toBe('The neurons of hidden 1 are all the same');
  });
});

describe('dead units', () => {
  /** Units of one ReLU layer with the same weights on (x, y) ≥ −1.2 or so: dead where the bias is below −max(x + y). */
  const below = (bias: number) =>
    trained({
      network: { hidden: [3] },
      training: { steps: 2, recordEvery: 1 },
      initializers: [
        {
          kind: 'constant',
          value: 1,
          bias: { kind: 'constant', value: bias },
          layers: { output: { kind: 'randomNormal', stddev: 1 } },
        },
      ],
    });
  const most = (run: RunRecord): number => {
    const { train } = run.header!.data.points!;
    let sum = -Infinity;
    for (let i = 0; i < train.length; i += 2) sum = Math.max(sum, train[i] + train[i + 1]);
    return sum;
  };

  it('are those that no row brings above 0, by a hair', async () => {
    const peak = most(await below(0));
    const [dead, alive] = [await below(-peak - 1e-4), await below(-peak + 1e-4)];
    expect(reasonOf(alive, 'dead')).toBeUndefined();
    const reason = reasonOf(dead, 'dead')!;
    expectFigures(reason, { dead: 3, units: 3, rows: 300, before: 3 }, 0);
    // Independently: a layer whose activations are all 0.
    const { zeros, count } = dead.trials[0].snapshots[0].layers[0].activations.statistics;
    expect(zeros).toBe(count);
    expect(reason.title).toBe('All hidden units are dead');
    expect(reason.sentences).toContain(
      'No information from the input passes hidden 0, so every row gets the same prediction.',
    );
    expect(reason.sureness).toBeUndefined();
  });

  it('as a whole layer make the verdict', async () => {
    // Signs of the weights differ, so that only the bias is the same.
    const run = await trained({
      network: { hidden: [3] },
      training: { steps: 4, recordEvery: 1 },
      initializers: [-50, 0].map((value) => ({
        kind: 'randomNormal' as const,
        stddev: 1,
        bias: { kind: 'constant' as const, value },
      })),
    });
    expect(reasonsOfTrial(run)[0].kind).toBe('dead');
    expect(reasonsOfTrial(run, run.trials[1])[0].kind).not.toBe('dead');
  });

  it.each([
    [1, 'At step 0 it was 1: more units died during training, which long steps can cause.'],
    [3, 'At step 0 it was already 3.'],
  ])('%s of 3 at the start', async (before, sentence) => {
    const run = await below(-50);
    run.trials[0].snapshots[0].layers[0].dead = before;
    const reason = reasonOf(run, 'dead', 0, run.header!.experiment)!;
    expect(reason.figures.before).toBe(before);
    expect(reason.sentences).toContain(sentence);
    const rates = reason.tries.flatMap(({ changes }) => changes).filter(({ path }) => path[0] === 'optimizer');
    expect(rates.map(({ value }) => value)).toEqual(before < 3 ? [0.001] : []);
  });

  it('that have come back are told of as such, and what was seen on some of the rows as that', async () => {
    const run = await below(-50);
    const [first, last] = [run.trials[0].snapshots[0], run.trials[0].snapshots.at(-1)!];
    first.layers[0].dead = 3;
    last.layers[0].dead = 2;
    run.header!.data.trainCount = 1000;
    const reason = reasonOf(run, 'dead')!;
    expect(reason.sentences).toContain('At step 0 it was 3: some units have recovered.');
    expect(reason.sureness).toBe('Based on 300 of 1\u202f000 training rows: other rows may still activate a unit.');
    expect(reason.sentences.join(' ')).not.toContain('every row gets the same prediction');
  });
});
