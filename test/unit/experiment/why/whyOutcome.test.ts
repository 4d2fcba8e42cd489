import { beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../../src/experiment/format/schema';
import { entropyOf, expectFigures, mean, pointsOf, reasonOf, reasonsOfTrial, rms, trained } from './whySupport';

const blobs: ExperimentInput['dataset'] = { kind: 'blobs', train: 100, test: 0, centers: 2, features: 2, trainSeed: 1 };
const steps = 40;

/** A single logistic neuron that starts from weights of `value`. */
const logistic = (learningRate: number, value = 0, more: Partial<ExperimentInput> = {}) =>
  trained({
    dataset: blobs,
    network: { hidden: [] },
    initializers: [{ kind: 'constant', value }],
    optimizer: { kind: 'sgd', learningRate },
    training: { steps, recordEvery: 1 },
    ...more,
  });

/** The same by gradient descent in doubles: every cost, and the first gradient by the weights. */
function descent(
  { x, classes }: ReturnType<typeof pointsOf>,
  rate: number,
  value: number,
): { costs: number[]; gradient: number[] } {
  let [left, right, bias] = [value, value, 0];
  const costs: number[] = [];
  let gradient: number[] = [];
  for (let step = 0; step <= steps; step++) {
    const logits = x.map(([a, b]) => left * a + right * b + bias);
    costs.push(entropyOf(logits, classes));
    const away = logits.map((z, row) => 1 / (1 + Math.exp(-z)) - classes[row]);
    const by = [0, 1].map((axis) => mean(away.map((error, row) => error * x[row][axis])));
    if (step === 0) gradient = by;
    [left, right, bias] = [left - rate * by[0], right - rate * by[1], bias - rate * mean(away)];
  }
  return { costs, gradient };
}

let points: ReturnType<typeof pointsOf>;
const fallOf = (rate: number, value: number): number => {
  const { costs } = descent(points, rate, value);
  return (costs[0] - costs[steps]) / costs[0];
};

/** The rate at which the cost has fallen by a share after all steps. */
function rateOf(fall: number, value: number): number {
  let [low, high] = [0, 0.01];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (fallOf(middle, value) < fall) low = middle;
    else high = middle;
  }
  return high;
}

beforeAll(async () => {
  points = pointsOf(await logistic(1));
});

/** Weights that class every row right already: no guessing. */
const right = -0.01;

describe('how far a trial has come', () => {
  const figuresAt = (rate: number, value: number, run: RunRecord): Record<string, number> => {
    const { costs, gradient } = descent(points, rate, value);
    const guess = run.header!.data.guessing!.cost;
    return {
      steps,
      start: costs[0],
      cost: costs[steps],
      ...(costs[steps] >= 0.99 * guess ? { guessing: Math.LN2 } : {}),
      ...(value === 0
        ? {}
        : { share: (rate * rms(gradient)) / Math.abs(value), weights: Math.abs(value), gradient: rms(gradient), rate }),
    };
  };

  it('is nothing below a thousandth, and slow above', async () => {
    const [under, over] = [rateOf(0.00098, right), rateOf(0.00102, right)];
    const still = await logistic(under, right);
    expect(reasonOf(still, 'slow')).toBeUndefined();
    expectFigures(reasonOf(still, 'flat')!, figuresAt(under, right, still), 1e-4);
    const slow = await logistic(over, right);
    expect(reasonOf(slow, 'flat')).toBeUndefined();
    const reason = reasonOf(slow, 'slow')!;
    expectFigures(reason, figuresAt(over, right, slow), 1e-4);
    expect(reason.sentences[0]).toMatch(
      /^In 40 steps, the train cost fell from 0\.653 to 0\.65[23], 0\.1\u202f% of the way to 0\.$/,
    );
    expect(reason.sureness).toBe('These numbers are measured; that they are the cause is not.');
  });

  it('is slow below a tenth, and learning above', async () => {
    const [under, over] = [rateOf(0.0995, 0), rateOf(0.1005, 0)];
    const slow = await logistic(under);
    expect(reasonOf(slow, 'learning')).toBeUndefined();
    const held = reasonOf(slow, 'slow')!;
    expectFigures(held, figuresAt(under, 0, slow), 1e-4);
    // Weights of 0 have no size that a step could be a share of.
    expect(held.sentences.at(-1)).toBe("The cause can't be determined from this alone.");
    expect(held.sureness).toBeUndefined();
    const run = await logistic(over);
    expect(reasonOf(run, 'slow')).toBeUndefined();
    const { costs, gradient } = descent(points, over, 0);
    const reason = reasonOf(run, 'learning')!;
    expectFigures(reason, { steps, start: costs[0], cost: costs[steps], gradient: rms(gradient) }, 1e-4);
    expect(reason.sentences).toContain('Without a hidden layer, there is no symmetry to break.');
  });

  it('has no share of the weights with other optimizers', async () => {
    const adam = await logistic(1e-5, right, { optimizer: { kind: 'adam', learningRate: 1e-5 } });
    const momentum = await logistic(1e-5, right, { optimizer: { kind: 'sgd', learningRate: 1e-5, momentum: 0.9 } });
    for (const run of [adam, momentum]) expect(Object.keys(reasonsOfTrial(run)[0].figures)).not.toContain('share');
    expect(Object.keys(reasonsOfTrial(await logistic(1e-5, right))[0].figures)).toContain('share');
  });

  it('offers a smaller rate where the cost rises, and a larger one where it falls', async () => {
    const rising = await logistic(0.5, 0, { training: { steps: 2, recordEvery: 1 } });
    rising.trials[0].curve.train = [0.5, 0.6];
    rising.trials[0].final!.trainCost = 0.61;
    const rates = (run: RunRecord): unknown[] =>
      reasonOf(run, 'flat', 0, run.header!.experiment)!
        .tries.flatMap(({ changes }) => changes)
        .filter(({ path }) => path[1] === 'learningRate')
        .map(({ value }) => value);
    expect(rates(rising)).toEqual([0.05]);
    expect(reasonOf(rising, 'flat')!.sentences[0]).toBe('In 2 steps, the train cost rose from 0.500 to 0.610.');
    expect(rates(await logistic(1e-7))).toEqual([1e-6]);
  });
});

describe('guessing', () => {
  it('is a cost that falls and is not yet below that of guessing by a hundredth', async () => {
    // A bad start that gets better all the time: after so many steps it is at 0.99 · ln 2.
    const start = (count: number) =>
      trained({
        dataset: { kind: 'xor', train: 200, test: 0 },
        network: { hidden: [] },
        initializers: [{ kind: 'constant', value: 3 }],
        optimizer: { kind: 'sgd', learningRate: 0.3 },
        training: { steps: count, recordEvery: 1 },
      });
    const run = await start(12);
    const { cost } = run.header!.data.guessing!;
    const reason = reasonOf(run, 'guessing')!;
    expect(reason.figures.cost).toBeGreaterThan(0.99 * cost);
    const { classes } = pointsOf(run);
    const ones = mean(classes);
    expect(reason.figures.guessing).toBeCloseTo(-ones * Math.log(ones) - (1 - ones) * Math.log(1 - ones), 6);
    expect(reason.figures.start).toBeCloseTo(
      entropyOf(
        pointsOf(run).sums.map((sum) => 3 * sum),
        classes,
      ),
      5,
    );
    // The same run, told that guessing costs a little more than 1 / 0.99 of what was reached.
    run.header!.data.guessing!.cost = reason.figures.cost / 0.9899;
    expect(reasonOf(run, 'guessing')).toBeUndefined();
    expect(reasonOf(run, 'learning')).toBeDefined();
  });
});

describe('learning', () => {
  it('names the law that suits, and else what is seen of the start', async () => {
    const run = await trained({
      network: { hidden: [10, 10], activation: 'relu' },
      optimizer: { kind: 'sgd', learningRate: 1 },
      training: { steps: 300 },
      initializers: [
        { kind: 'heNormal' },
        { kind: 'heNormal', u: 2.02 },
        { kind: 'heNormal', u: 1.99 },
        { kind: 'glorotUniform' },
      ],
    });
    const found = run.trials.map((_, trial) => reasonOf(run, 'learning', trial)!);
    expect(found.map(({ figures }) => figures.scale)).toEqual(
      [2, undefined, 1.99, undefined].map((value) => (value === undefined ? undefined : expect.closeTo(value, 9))),
    );
    const { mean: center, std } = run.trials[0].snapshots[0].layers[0].kernel.statistics;
    expect(found[0].figures.weights).toBeCloseTo(Math.hypot(center, std), 12);
    expect(found[0].sentences[1]).toMatch(
      /^He normal draws weights with fan-in × variance = 2, exactly the value at which ReLU preserves/,
    );
    expect(found[3].sentences).toContain(
      'No two neurons of a hidden layer start with the same weights, so each can learn something different.',
    );
    expect(found[0].figures.accuracy).toBe(run.trials[0].final!.testAccuracy);
  });
});
