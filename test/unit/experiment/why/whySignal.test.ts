import { describe, expect, it } from 'vitest';
import type { Activation } from '../../../../src/engine/spec/networkSpec';
import type { RunRecord } from '../../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../../src/experiment/format/schema';
import { chaosFactor, keepingScale } from '../../../../src/experiment/why/measure';
import { expectFigures, mean, pointsOf, reasonOf, rms, trained } from './whySupport';

type Initializer = ExperimentInput['initializers'][number];

const start = (
  hidden: number[],
  activation: Activation,
  initializers: Initializer[],
  more: Partial<ExperimentInput> = {},
) => trained({ network: { hidden, activation }, initializers, training: { steps: 2, recordEvery: 1 }, ...more });

/** Two linear layers that pass both coordinates on `gain` times as large, then an output with weights of `output`. */
const passed = (gain: number, output: number) =>
  start([2, 2], 'linear', [{ kind: 'identity', gain, layers: { output: { kind: 'constant', value: output } } }]);

/** a − y of every row for the logits g² · w · (x + y). */
const errors = (run: RunRecord, factor: number): number[] => {
  const { sums, classes } = pointsOf(run);
  return sums.map((sum, row) => 1 / (1 + Math.exp(-factor * sum)) - classes[row]);
};

describe('the signal on its way forward', () => {
  it.each([
    ['signalGrows', 100 ** 0.25, 1.001],
    ['signalShrinks', 0.01 ** 0.25, 0.999],
  ] as const)('%s from a hundredfold on', async (kind, limit, beyond) => {
    const [over, under] = [await passed(limit * beyond, 0.01), await passed(limit / beyond, 0.01)];
    expect(reasonOf(under, kind)).toBeUndefined();
    expect(reasonOf(over, kind === 'signalGrows' ? 'signalShrinks' : 'signalGrows')).toBeUndefined();
    const gain = limit * beyond;
    const from = mean(
      pointsOf(over)
        .x.flat()
        .map((value) => value ** 2),
    );
    const reason = reasonOf(over, kind)!;
    expectFigures(reason, { from, to: from * gain ** 4, whole: gain ** 4, each: gain ** 2 });
    // n_in · Var(W): 2 for He; 2 · 2 / (2 + 2) for Glorot; 1 for LeCun.
    expect(reason.sentences[1]).toBe('The fan-in × variance of hidden 1 is 2 with He, 1 with Glorot and 1 with LeCun.');
  });

  it('halves in each ReLU layer with LeCun and is kept with He', async () => {
    const run = await start(
      Array.from({ length: 12 }, () => 300),
      'relu',
      [{ kind: 'lecunNormal' }, { kind: 'heNormal' }],
      { dataset: { kind: 'circles', train: 100, test: 0 } },
    );
    const { figures } = reasonOf(run, 'signalShrinks', 0)!;
    expect(figures.scale).toBeCloseTo(1, 12);
    expect(Math.abs(figures.each / 0.5 - 1)).toBeLessThan(0.1);
    expect(reasonOf(run, 'signalShrinks', 1)).toBeUndefined();
    expect(reasonOf(run, 'signalGrows', 1)).toBeUndefined();
  });

  it('is not looked at behind activations that are not 0 at 0', async () => {
    const sigmoid = (activation: Activation) =>
      start([4], activation, [{ kind: 'zeros', bias: { kind: 'constant', value: 1e-9 } }], {
        dataset: { kind: 'circles', train: 100, test: 0, noise: 0 },
      });
    const small = await sigmoid('sigmoid');
    small.trials[0].snapshots[0].inputs = { mean: 0, variance: 1e-6 };
    expect(reasonOf(small, 'signalGrows')).toBeUndefined();
    expect(reasonOf(small, 'signalShrinks')).toBeUndefined();
  });
});

describe('the gradient on its way back', () => {
  it.each([
    ['gradientGrows', 10, 1.001],
    ['gradientShrinks', 0.1, 0.999],
  ] as const)('%s from a hundredfold on', async (kind, limit, beyond) => {
    // δ of both units of either layer is that of the output times its weight, and times the gain once more in the first
    // layer.
    const gain = limit ** 0.5;
    const [over, under] = [await passed(gain, gain * beyond), await passed(gain, gain / beyond)];
    expect(reasonOf(under, kind)).toBeUndefined();
    const weight = gain * beyond;
    const away = errors(over, gain ** 2 * weight);
    const { x } = pointsOf(over);
    const from = rms(away) ** 2;
    const whole = (gain * weight) ** 2;
    const by = (factor: number): number =>
      rms([0, 1].map((axis) => mean(away.map((error, row) => error * factor * x[row][axis]))));
    expectFigures(
      reasonOf(over, kind)!,
      { from, to: from * whole, whole, each: gain * weight, front: by(gain * weight), back: by(gain ** 2) },
      1e-3,
    );
  });

  it('has no "each" in a single layer', async () => {
    const run = await start([2], 'linear', [{ kind: 'identity', layers: { output: { kind: 'constant', value: 20 } } }]);
    const reason = reasonOf(run, 'gradientGrows')!;
    expect(reason.figures.whole).toBeCloseTo(400, 2);
    expect(reason.figures.each).toBeUndefined();
    expect(reason.sentences[0]).toContain('a factor of 400 in one layer');
  });
});

describe('a law that does not fit', () => {
  it.each([
    ['relu', 2],
    ['leakyRelu', 2 / 1.0001],
    ['tanh', 1],
    ['softsign', 1],
    ['linear', 1],
  ] as const)('%s: from an eightfold on', async (activation, keeps) => {
    expect(keepingScale(activation)).toBeCloseTo(keeps, 12);
    // Two inputs, then three: 2 s² / c · 3 s² / c = 8.
    const at = (whole: number): number => ((whole * keeps * keeps) / 6) ** 0.25;
    for (const [whole, told] of [
      [8.01, true],
      [7.99, false],
      [1 / 8.01, true],
      [1 / 7.99, false],
    ] as const) {
      const stddev = at(whole);
      const reason = reasonOf(await start([3, 3], activation, [{ kind: 'randomNormal', stddev }]), 'misfit');
      expect(reason !== undefined, `${activation} ${whole}`).toBe(told);
      if (!reason) continue;
      const { growth, ...figures } = reason.figures;
      expectFigures({ ...reason, figures }, { keeps, scale: 3 * stddev ** 2, whole }, 1e-9);
      expect(growth !== undefined).toBe(activation === 'tanh' && whole > 1);
    }
  });

  it('is 2 to the power −30 of what ReLU keeps over 30 layers, with LeCun; 1 with He', async () => {
    const run = await start(
      Array.from({ length: 30 }, () => 8),
      'relu',
      [{ kind: 'lecunNormal' }, { kind: 'heNormal' }],
    );
    expectFigures(reasonOf(run, 'misfit', 0)!, { keeps: 2, scale: 1, whole: 2 ** -30 }, 1e-9);
    expect(reasonOf(run, 'misfit', 1)).toBeUndefined();
  });

  it('is chaotic for tanh with the gain 5/3, as far as no biases are drawn', async () => {
    // q* = 1.178480, χ₁ = 1.20983 of the length map (Poole et al., 2016).
    expect(chaosFactor('tanh', 25 / 9)).toBeCloseTo(1.20983, 5);
    const law: Initializer = { kind: 'heNormal', u: 25 / 9 };
    const run = await start([8, 8, 8], 'tanh', [law, { ...law, bias: { kind: 'randomNormal', stddev: 0.1 } }]);
    expectFigures(
      reasonOf(run, 'misfit', 0)!,
      { keeps: 1, scale: 25 / 9, whole: (25 / 9) ** 3, growth: 1.20983 },
      1e-5,
    );
    expect(reasonOf(run, 'misfit', 1)!.figures.growth).toBeUndefined();
  });

  it('is nothing that is said of sigmoids and SELU, of constants and of the identity', async () => {
    for (const activation of ['sigmoid', 'selu'] as const)
      expect(
        reasonOf(await start([3, 3], activation, [{ kind: 'randomNormal', stddev: 9 }]), 'misfit'),
      ).toBeUndefined();
    const other = await start([3, 3], 'relu', [
      { kind: 'constant', value: 9 },
      { kind: 'identity', gain: 9 },
    ]);
    for (const trial of [0, 1]) expect(reasonOf(other, 'misfit', trial)).toBeUndefined();
  });
});
