import { describe, expect, it } from 'vitest';
import { pairedDifferences, type PairedDifference } from '../../../src/experiment/comparison/pairedDifferences';
import { quantile, quartilesOf } from '../../../src/engine/numerics/quantile';
import { spreadOf } from '../../../src/experiment/statistics/spread';
import { studentQuantile, studentTails } from '../../../src/experiment/statistics/student';
import type { SummaryRow } from '../../../src/experiment/verdict/summary';
import golden from './seedStatistics.json';

const close = (value: number, wanted: number, relative = 1e-9) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(relative * Math.max(1e-30, Math.abs(wanted)));

/** A row of the summary with nothing but a cost for each seed. */
function row(initializer: number, costs: readonly number[]): SummaryRow {
  const trials = costs.map((cost, seed) => ({ seed, cost, verdict: { kind: 'learning' } }));
  return { initializer, label: String(initializer), trials } as unknown as SummaryRow;
}

describe("Student's t, as SciPy", () => {
  it.each(golden.quantiles)('has the quantile of %d degrees of freedom at %d', (df, p, t) =>
    close(studentQuantile(df, p), t),
  );
  it.each(golden.tails)('has the tails beyond %d of %d degrees of freedom', (t, df, p) =>
    close(studentTails(t, df), p),
  );
  it.each(golden.intervals)('gives the 95 % interval of a mean', ({ values, mean, low, high }) => {
    const spread = spreadOf(values);
    close(spread.mean, mean);
    close(spread.mean - spread.halfWidth, low, 1e-7);
    close(spread.mean + spread.halfWidth, high, 1e-7);
  });
});

describe('quantiles, as numpy.percentile', () => {
  it.each(golden.percentiles)('of $values.length values', ({ values, percentiles: [low, median, high, tenth] }) => {
    const sorted = [...values].sort((left, right) => left - right);
    expect(quartilesOf(values)).toEqual({ low, median, high });
    close(quantile(sorted, 0.1), tenth, 1e-14);
  });
});

describe('paired differences, as scipy.stats.ttest_rel', () => {
  it.each(golden.paired)('of $reference.length seeds', ({ reference, others, tests }) => {
    const rows = [row(0, reference), ...others.map((other, index) => row(index + 1, other))];
    const found = pairedDifferences(rows, 0, 'cost');
    found.forEach((difference: PairedDifference, index) => {
      const { mean, low, high, p, holm } = tests[index];
      close(difference.mean, mean, 1e-8);
      close(difference.mean - difference.halfWidth, low, 1e-7);
      close(difference.mean + difference.halfWidth, high, 1e-7);
      close(difference.p, p, 1e-8);
      close(difference.adjusted, holm, 1e-8);
      expect(difference.finding).toBe(p >= 0.05 ? 'none' : holm < 0.05 ? 'clear' : 'plain');
      expect(difference).toMatchObject({ pairs: reference.length, leftOut: 0 });
    });
    expect(found.map(({ finding }) => finding)).toHaveLength(4);
  });
});
