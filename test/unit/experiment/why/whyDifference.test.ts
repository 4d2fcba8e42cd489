import { describe, expect, it } from 'vitest';
import type { PairedDifference } from '../../../../src/experiment/comparison/pairedDifferences';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { differenceReason, seedsToTell } from '../../../../src/experiment/why/differenceReason';
import { reasonsFor } from '../../../../src/experiment/why/subject';
import { expectFigures, expectTold, experimentOf, mean, trained } from './whySupport';

/** t(.975) by degrees of freedom, as tables have it. */
const quantile: Readonly<Record<number, number>> = { 1: 12.7062047, 2: 4.3026527, 3: 3.1824463, 4: 2.7764451 };
const short = (value: number): string => String(Number(value.toFixed(3)));

/** The paired difference of numbers, by hand; `p` only as far as a finding needs it. */
function paired(
  values: readonly number[],
  finding: PairedDifference['finding'],
  p: number,
  adjusted = p,
): PairedDifference {
  const center = values.length > 0 ? mean(values) : NaN;
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
  const halfWidth = values.length < 2 ? NaN : (quantile[values.length - 1] * std) / Math.sqrt(values.length);
  return {
    initializer: 0,
    label: 'A',
    mean: center,
    halfWidth,
    pairs: values.length,
    leftOut: 0,
    p,
    adjusted,
    finding,
  };
}

const told = (difference: PairedDifference, experiment = experimentOf({})) => {
  const reason = differenceReason(difference, 'cost', 'B', short, experiment);
  // The figures as `short` writes them.
  const words = [...reason.sentences, reason.formula?.here ?? ''].join('\n');
  expect(words).not.toMatch(/NaN|–|∞|undefined|\{\d\}/);
  for (const name of ['mean', 'halfWidth', 'std'])
    if (reason.figures[name] !== undefined) expect(words).toContain(short(reason.figures[name]));
  return reason;
};

describe('seeds that a difference would show from', () => {
  // SciPy: t.ppf(.975, n − 1) / √n is 8.98 at 2, 2.48 at 3, 1.0494 at 6, 0.9248 at 7, 0.5142 at 17, 0.4973 at 18,
  // 0.06209 at 999, 0.06205 at 1000.
  it.each([
    [1, 0.11, 2],
    [1, 0.12, 3],
    [1, 1, 7],
    [1.05, 1, 6],
    [-1.049, 1, 7],
    [0.5, 1, 18],
    [0.06207, 1, 1000],
  ])('a mean of %s and a spread of %s: %s', (center, std, seeds) => expect(seedsToTell(center, std)).toBe(seeds));
  it('are not told above a thousand', () => expect(seedsToTell(0.062, 1)).toBeUndefined());
});

describe('a difference', () => {
  it('none: with the seeds it would take, which are then tried', () => {
    const values = [0.5, -0.25, 0.75, 0];
    const reason = told(paired(values, 'none', 0.36));
    const std = Math.sqrt(values.reduce((sum, value) => sum + (value - 0.25) ** 2, 0) / 3);
    expectFigures(
      reason,
      { pairs: 4, mean: 0.25, halfWidth: (quantile[3] * std) / 2, std, p: 0.36, needed: seedsToTell(0.25, std)! },
      1e-6,
    );
    expect(reason.sentences[1]).toContain(', which includes 0.');
    expect(reason.sentences[2]).toContain(`with about ${seedsToTell(0.25, std)!} seeds`);
    expect(reason.tries[0].changes[0].value).toHaveLength(seedsToTell(0.25, std)!);
  });

  it('none: of differences that are all 0 has no t', () => {
    const reason = told({ ...paired([0, 0, 0], 'none', 1), halfWidth: 0 });
    expectFigures(reason, { pairs: 3, mean: 0, halfWidth: 0 }, 0);
    expect(reason.formula).toBeUndefined();
    expect(reason.sentences[2]).toBe("This doesn't prove that they are equal.");
  });

  it('plain: names the adjusted p; clear: tries nothing', () => {
    const values = [1, 2, 3];
    const plain = told(paired(values, 'plain', 0.03, 0.09));
    expectFigures(
      plain,
      { pairs: 3, mean: 2, halfWidth: quantile[2] / Math.sqrt(3), std: 1, p: 0.03, adjusted: 0.09 },
      1e-6,
    );
    expect(plain.sentences.at(-1)).toContain('p is 0.09');
    expect(plain.tries).toHaveLength(1);
    const clear = told(paired(values, 'clear', 0.0001));
    expect(clear.figures.adjusted).toBeUndefined();
    expect(clear.sentences).toEqual(['Worse than B by 2.', expect.stringContaining('which does not include 0.')]);
    expect(clear.formula!.here).toMatch(/^2 \/ \(1 \/ √3\) = 3\.46, p = /);
    expect(clear.tries).toEqual([]);
  });

  it('clear: of differences that are all the same has no t either', () => {
    const reason = told({ ...paired([2, 2], 'clear', 0), halfWidth: 0 });
    expect(reason.formula).toBeUndefined();
  });

  it('unknown: more seeds where there is one, none where they have no figures', () => {
    const one = told(paired([1], 'unknown', NaN));
    expectFigures(one, {}, 0);
    expect(one.sentences).toEqual(['A single pair says nothing about the spread. Use at least two seeds.']);
    expect(one.tries[0].changes[0].value).toHaveLength(5);
    expect(told(paired([], 'unknown', NaN)).tries).toEqual([]);
  });
});

describe('a run with several seeds', () => {
  const seeds = [1, 2, 3, 4, 5];
  const difference = (run: RunRecord, reference: number) => {
    const [reason] = reasonsFor(run, { initializer: 0, reference, figure: 'cost' }, run.header!.experiment);
    expectTold(reason);
    const cost = (initializer: number, seed: number) =>
      run.trials.find((trial) => trial.initializer === initializer && trial.seed === seed)!.final!.trainCost;
    const values = seeds.map((seed) => cost(0, seed) - cost(reference, seed));
    const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / 4);
    expect(reason.figures.mean).toBeCloseTo(mean(values), 12);
    expect((reason.figures.halfWidth * Math.sqrt(5)) / quantile[4] / std).toBeCloseTo(1, 7);
    expect(reason.figures.std / std).toBeCloseTo(1, 7);
    expect(reason.figures.pairs).toBe(5);
    // The interval and the words agree.
    expect(reason.sentences[1].includes('which includes 0')).toBe(
      Math.abs(mean(values)) < (quantile[4] * std) / Math.sqrt(5),
    );
    return reason;
  };

  it('has none between draws of one law, and one against another spread', async () => {
    const run = await trained({
      random: { seeds },
      training: { steps: 5 },
      initializers: [{ kind: 'heNormal' }, { kind: 'heUniform' }, { kind: 'randomNormal', stddev: 10 }],
    });
    expect(difference(run, 2).sentences[0]).toMatch(/^Better than /);
    expect(difference(run, 2).kind).toBe('difference');
    expect(reasonsFor(run, { initializer: 0, reference: 7, figure: 'cost' })).toEqual([]);
    expect(difference(run, 1).sentences[0]).toBe('No difference at 5 seeds.');
  });
});
