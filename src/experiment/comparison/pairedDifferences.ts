import { spreadOf } from '../statistics/spread';
import { studentTails } from '../statistics/student';
import type { SummaryRow, TrialSummary } from '../verdict/summary';

/** The figures that two initializers can be compared by, seed by seed. */
export type PairedFigure = 'cost' | 'testCost' | 'trainAccuracy' | 'testAccuracy' | 'stepsToReach';

/** The share of false findings that a comparison is allowed. */
const significance = 0.05;

/**
 * One initializer against the reference: the mean of its figure minus the reference's, over the seeds that both have.
 */
export interface PairedDifference {
  /** Index in the experiment's list. */
  initializer: number;
  label: string;
  /** Initializer minus reference. */
  mean: number;
  /** Half the width of the 95 % interval, t(.975, n − 1)·s/√n of the differences; NaN for fewer than two pairs. */
  halfWidth: number;
  /** Pairs that count. */
  pairs: number;
  /** Seeds of which one of the two has no figure: it diverged, failed, or has not got there. */
  leftOut: number;
  /** Of the paired t test, two-sided; NaN for fewer than two pairs. */
  p: number;
  /** By Holm's method over all comparisons with this reference. */
  adjusted: number;
  /**
   * `none`: the interval has 0 in it; `plain`: it has not, but Holm's method does not call it a difference; `clear`: it
   * does.
   */
  finding: 'unknown' | 'none' | 'plain' | 'clear';
}

const counts = (trial: TrialSummary, figure: PairedFigure): boolean =>
  trial.verdict.kind !== 'diverged' && trial.verdict.kind !== 'failed' && Number.isFinite(trial[figure]);

/**
 * The p-value of the paired t test of `differences` against 0, and their spread. Differences that are all the same
 * leave no doubt.
 */
function pairedTest(differences: readonly number[]): { mean: number; halfWidth: number; p: number } {
  const { mean, halfWidth, count } = spreadOf(differences);
  if (count < 2) return { mean, halfWidth: NaN, p: NaN };
  const variance = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (count - 1);
  if (variance === 0) return { mean, halfWidth: 0, p: mean === 0 ? 1 : 0 };
  return { mean, halfWidth, p: studentTails((mean / Math.sqrt(variance)) * Math.sqrt(count), count - 1) };
}

/**
 * p-values adjusted for their number by Holm's step-down method (Holm, A simple sequentially rejective multiple test
 * procedure, 1979), in the order given. NaN ones are no comparisons and stay.
 */
function holm(values: readonly number[]): number[] {
  const order = values
    .map((_, index) => index)
    .filter((index) => !Number.isNaN(values[index]))
    .sort((left, right) => values[left] - values[right]);
  const adjusted = values.map(() => NaN);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * values[index]));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** Every row against the one of initializer `reference`, in their order; empty when there is no such row. */
export function pairedDifferences(
  rows: readonly SummaryRow[],
  reference: number,
  figure: PairedFigure,
): PairedDifference[] {
  const base = rows.find(({ initializer }) => initializer === reference);
  if (!base) return [];
  const bySeed = new Map(base.trials.map((trial) => [trial.seed, trial]));
  const found = rows
    .filter((row) => row !== base)
    .map((row) => {
      const pairs = row.trials.flatMap((trial) => {
        const other = bySeed.get(trial.seed);
        return other && counts(trial, figure) && counts(other, figure) ? [trial[figure] - other[figure]] : [];
      });
      const seeds = new Set([...row.trials, ...base.trials].map(({ seed }) => seed)).size;
      return {
        initializer: row.initializer,
        label: row.label,
        pairs: pairs.length,
        leftOut: seeds - pairs.length,
        ...pairedTest(pairs),
      };
    });
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((difference, index): PairedDifference => {
    const { p } = difference;
    const finding = Number.isNaN(p)
      ? 'unknown'
      : p >= significance
        ? 'none'
        : adjusted[index] < significance
          ? 'clear'
          : 'plain';
    return { ...difference, adjusted: adjusted[index], finding };
  });
}
