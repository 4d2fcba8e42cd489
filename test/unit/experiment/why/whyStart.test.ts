import { beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../../../../src/experiment/presets/presets';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { saturation } from '../../../../src/experiment/presets/widePresets';
import { entropyOf, expectFigures, pointsOf, reasonOf, rms, trained } from './whySupport';

/** Nothing but an output whose weights are all `value`: its pre-activations are value · (x + y). */
const one = (value: number) =>
  trained({
    network: { hidden: [] },
    initializers: [{ kind: 'constant', value }],
    training: { steps: 2, recordEvery: 1 },
  });

/** The value where `figure`, which grows with it, comes to `limit`. */
function valueAt(limit: number, figure: (value: number) => number): number {
  let [low, high] = [0, 1e4];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (figure(middle) < limit) low = middle;
    else high = middle;
  }
  return high;
}

let plain: RunRecord;
let sums: number[];
let classes: number[];
beforeAll(async () => {
  plain = await one(0);
  ({ sums, classes } = pointsOf(plain));
});

describe('the naive loss', () => {
  const roundsToOne = 53 * Math.LN2;

  it('is infinite where an output rounds to 1, and not just below', async () => {
    const at = roundsToOne / Math.max(...sums);
    const [over, under] = [await one(1.0001 * at), await one(0.9999 * at)];
    expect(reasonOf(under, 'naiveLoss')).toBeUndefined();
    const logits = sums.map((sum) => 1.0001 * at * sum);
    const reason = reasonOf(over, 'naiveLoss')!;
    expectFigures(reason, {
      naiveInfinite: logits.filter((z) => z >= roundsToOne).length,
      samples: 300,
      rms: rms(logits),
      cost: entropyOf(logits, classes),
      roundsToOne,
    });
    // In IEEE doubles, whatever the engine's own sigmoid does.
    expect(1 / (1 + Math.exp(-reason.figures.roundsToOne - 1e-9))).toBe(1);
    expect(1 / (1 + Math.exp(-reason.figures.roundsToOne + 1e-9))).toBeLessThan(1);
  });

  it('is told of for randn × 10 on the circles, and of a softmax with its own limit', async () => {
    const circles = await trained({ initializers: [presets[0].experiment.initializers[1]] });
    expect(reasonOf(circles, 'naiveLoss')!.title).toBe('Saturated at the start: naive loss infinite');
    const blobs = (stddev: number) =>
      trained({
        dataset: { kind: 'blobs', train: 60, test: 0 },
        network: { hidden: [] },
        loss: 'categoricalCrossEntropy',
        initializers: [{ kind: 'randomNormal', stddev }],
      });
    const [over, under] = [await blobs(200), await blobs(20)];
    expect(reasonOf(over, 'naiveLoss')!.figures.vanishesFrom).toBeCloseTo(1075 * Math.LN2, 10);
    expect([Math.exp(-1075 * Math.LN2 - 1e-9), Math.exp(-1075 * Math.LN2 + 1e-9)]).toEqual([0, 2 ** -1074]);
    expect(under.trials[0].start!.naiveInfinite).toBe(0);
    expect(reasonOf(under, 'naiveLoss')).toBeUndefined();
  });

  it('is not spoken of with a squared error, which has no logarithm', async () => {
    const run = await trained({ loss: 'meanSquaredError', initializers: [{ kind: 'heNormal' }] });
    // Rows whose outputs are not finite, none of them among those looked at.
    run.trials[0].start!.naiveInfinite = 2;
    expect(reasonOf(run, 'naiveLoss')).toBeUndefined();
    run.header!.experiment.loss = 'binaryCrossEntropy';
    expect(reasonOf(run, 'naiveLoss')).toBeDefined();
  });
});

describe('the cost at the start', () => {
  const costOf = (value: number): number =>
    entropyOf(
      sums.map((sum) => value * sum),
      classes,
    );

  it('is told of from one and a half times that of guessing on', async () => {
    const at = valueAt(1.5 * Math.LN2, costOf);
    const [over, under] = [await one(1.001 * at), await one(0.999 * at)];
    expect(reasonOf(under, 'startCost')).toBeUndefined();
    const reason = reasonOf(over, 'startCost')!;
    const cost = costOf(1.001 * at);
    expectFigures(reason, {
      cost,
      guessing: Math.LN2,
      times: cost / Math.LN2,
      rms: rms(sums.map((sum) => 1.001 * at * sum)),
    });
    expect(reason.sentences[0]).toContain('confident and often wrong');
    expect(reason.sureness).toBeUndefined();
  });

  it('above that of unequal classes is no confidence where all get equal shares', async () => {
    const run = await trained({
      dataset: { kind: 'teacher', train: 400, test: 0, features: 5, classes: 3, hidden: 20, teacherSeed: 3 },
      network: { hidden: [] },
      loss: 'categoricalCrossEntropy',
      initializers: [{ kind: 'zeros' }],
    });
    const { guessing } = run.header!.data;
    expect(guessing!.cost).toBeLessThan(Math.log(3));
    // Rarer classes still.
    guessing!.cost = Math.log(3) / 2;
    const reason = reasonOf(run, 'startCost', 0, run.header!.experiment)!;
    expectFigures(reason, { cost: Math.log(3), guessing: Math.log(3) / 2, times: 2, rms: 0 });
    expect(reason.sentences[0]).toContain("hasn't learned the class frequencies yet");
    expect(reason.tries).toEqual([]);
  });

  it('of a batch is said to be one', async () => {
    const run = await trained({
      network: { hidden: [] },
      initializers: [{ kind: 'constant', value: 50 }],
      training: { steps: 2, recordEvery: 1, batchSize: 20 },
    });
    expect(reasonOf(run, 'startCost')!.sureness).toBe('The first cost is that of a batch of 20 rows.');
  });
});

describe('the size of the outputs at the start', () => {
  it('is told of from 3 on', async () => {
    const at = 3 / rms(sums);
    const [over, under] = [await one(1.001 * at), await one(0.999 * at)];
    expect(reasonOf(under, 'outputScale')).toBeUndefined();
    expectFigures(reasonOf(over, 'outputScale')!, { rms: 3.003, odds: Math.exp(3.003) });
  });

  it('has no odds beyond 20', async () => {
    const at = 20 / rms(sums);
    expect(reasonOf(await one(0.999 * at), 'outputScale')!.figures.odds).toBeCloseTo(Math.exp(19.98), -6);
    const reason = reasonOf(await one(1.001 * at), 'outputScale')!;
    expectFigures(reason, { rms: 20.02 });
    expect(reason.sentences[0]).toContain('certain of its predictions');
  });

  it('of a softmax is how far they are apart: what all of them share changes no probability', async () => {
    const run = await trained({
      dataset: { kind: 'blobs', train: 60, test: 0 },
      network: { hidden: [] },
      loss: 'categoricalCrossEntropy',
      initializers: [
        { kind: 'zeros', bias: { kind: 'constant', value: 10 } },
        { kind: 'randomNormal', stddev: 2 },
      ],
    });
    expect(run.trials[0].curve.train[0]).toBeCloseTo(Math.log(3), 6);
    expect(reasonOf(run, 'outputScale', 0)).toBeUndefined();
    const { mean: center, variance } = run.trials[1].snapshots[0].layers[0].preActivations!;
    const reason = reasonOf(run, 'outputScale', 1)!;
    expect(reason.figures.spread).toBeCloseTo(Math.sqrt(variance), 10);
    expect(Math.abs(center)).toBeGreaterThan(0.01);
  });
});

describe('saturated units at the start', () => {
  const hidden = (value: number, activation: 'sigmoid' | 'tanh') =>
    trained({
      network: { hidden: [1], activation },
      initializers: [{ kind: 'constant', value }],
      training: { steps: 2, recordEvery: 1 },
    });
  /** Φ by the series of Abramowitz & Stegun 7.1.6. */
  const within = (x: number): number => {
    let [term, sum] = [x, x];
    for (let n = 1; n < 200; n++) sum += term *= (x * x) / (2 * n + 1);
    return (2 * sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  };

  it.each([
    ['sigmoid', Math.log(99)],
    ['tanh', Math.atanh(0.98)],
  ] as const)('of %s are told of from a fifth on', async (activation, edge) => {
    const sizes = sums.map(Math.abs).sort((a, b) => b - a);
    // 60 of the 300 rows, and 59 of them.
    const [over, under] = [edge / ((sizes[59] + sizes[60]) / 2), edge / ((sizes[58] + sizes[59]) / 2)];
    expect(reasonOf(await hidden(under, activation), 'saturatedUnits')).toBeUndefined();
    const run = await hidden(over, activation);
    const size = over * rms(sums);
    const { x } = pointsOf(run);
    expectFigures(reasonOf(run, 'saturatedUnits')!, {
      share: 0.2,
      expected: 1 - within(edge / size),
      rms: size,
      edge,
      inputs: 2,
      into: rms(x.flat()),
    });
  });

  it('are 0.776 of a layer 784 → 256 with N(0, 1), and none with Glorot', async () => {
    const { dataset, network, loss, initializers } = saturation.experiment;
    const run = await trained({ dataset, network, loss, initializers, training: { steps: 1 } });
    const reason = reasonOf(run, 'saturatedUnits', 0)!;
    // Φ by its series again: N(0, 784 / 3), limit ln 99.
    const share = 1 - within(Math.log(99) / Math.sqrt(784 / 3));
    expect(share).toBeCloseTo(0.776, 3);
    expect(Math.abs(reason.figures.expected - share)).toBeLessThan(0.01);
    expect(Math.abs(reason.figures.share - share)).toBeLessThan(0.02);
    expect(Math.abs(reason.figures.rms / Math.sqrt(784 / 3) - 1)).toBeLessThan(0.05);
    expect(reason.figures.into ** 2).toBeCloseTo(1 / 3, 2);
    expect(run.trials[1].snapshots[0].layers[0].saturated).toBe(0);
    expect(reasonOf(run, 'saturatedUnits', 1)).toBeUndefined();
  });
});
