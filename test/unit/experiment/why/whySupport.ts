import { expect } from 'vitest';
import { formatCount, formatNumber, formatPercent, formatRound } from '../../../../src/experiment/text/format';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets } from '../../../../src/experiment/presets/presets';
import type { RunRecord, TrialRecord } from '../../../../src/experiment/record/record';
import type { Experiment, ExperimentInput, NetworkExperiment } from '../../../../src/experiment/format/schema';
import { networkOf } from '../networkOf';
import type { Reason, ReasonKind } from '../../../../src/experiment/why/reason';
import { reasonsFor } from '../../../../src/experiment/why/subject';
import { runOf } from '../../trainer/trainerSupport';

/** Circles as their preset has them, changed, as an experiment. */
export function experimentOf(change: Partial<ExperimentInput>): NetworkExperiment {
  const { experiment, issues } = parseExperiment(JSON.stringify({ ...presets[0].experiment, ...change }));
  if (!experiment) throw new Error(issues[0].message);
  return networkOf(experiment);
}

/** The record of circles that were trained to their end with a change. */
export async function trained(change: Partial<ExperimentInput>): Promise<RunRecord> {
  const { run, record } = await runOf({ training: { steps: 20, recordEvery: 1 }, ...change });
  await run.ended;
  return record;
}

/** The reasons of a run's trial, checked for what no text may hold. */
export function reasonsOfTrial(run: RunRecord, trial: TrialRecord = run.trials[0], experiment?: Experiment): Reason[] {
  const reasons = reasonsFor(run, { initializer: trial.initializer, seed: trial.seed }, experiment);
  for (const reason of reasons) expectTold(reason);
  return reasons;
}

/** The reason of a kind; undefined where a trial has none. */
export const reasonOf = (run: RunRecord, kind: ReasonKind, trial = 0, experiment?: Experiment): Reason | undefined =>
  reasonsOfTrial(run, run.trials[trial], experiment).find((one) => one.kind === kind);

/** Everything that a reason says, without what to try. */
export const wordsOf = ({ title, sentences, formula, sureness }: Reason): string[] => [
  title,
  ...sentences,
  ...(formula ? [formula.law, formula.here] : []),
  ...(sureness === undefined ? [] : [sureness]),
];

const asNumber = (text: string): RegExp =>
  new RegExp(`(?<![\\d.\\u202f])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\d|[.\\u202f]\\d|e[\\d−])`);

/**
 * Every figure of a reason stands in its words, as one of the ways in which numbers are written; nothing unknown does.
 */
export function expectTold(reason: Reason): void {
  const words = wordsOf(reason).join('\n');
  for (const [name, value] of Object.entries(reason.figures)) {
    const texts = [
      formatNumber(value),
      formatNumber(value, 2),
      formatCount(value),
      formatRound(value),
      formatRound(Number(value.toPrecision(3))),
      formatPercent(value),
      formatPercent(value, 0),
    ];
    expect(
      texts.some((text) => asNumber(text).test(words)),
      `${reason.kind}: ${name} ${value} in\n${words}`,
    ).toBe(true);
  }
  if (reason.kind === 'failed') return;
  expect(words).not.toMatch(/NaN|undefined|null|\[object|–|∞|\{\d\}/);
  expect(reason.sentences.length, words).toBeGreaterThan(0);
  for (const sentence of reason.sentences) expect(sentence.trim(), words).not.toBe('');
}

/** Features of the training points of a run, x + y of each, and their classes. */
export function pointsOf({ header }: RunRecord): { x: number[][]; sums: number[]; classes: number[] } {
  const { train, trainClass } = header!.data.points!;
  const x = Array.from(trainClass, (_, row) => [train[2 * row], train[2 * row + 1]]);
  return { x, sums: x.map(([left, right]) => left + right), classes: [...trainClass] };
}

/** Mean of numbers, and of their squares. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
export const rms = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value * value)));

/** Mean cross-entropy of logits of a sigmoid. */
export const entropyOf = (logits: readonly number[], classes: readonly number[]): number =>
  mean(logits.map((z, row) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - z * classes[row]));

/** Figures agree to a share of their size that float32 arithmetic leaves. */
export function expectFigures(reason: Reason, figures: Readonly<Record<string, number>>, share = 1e-4): void {
  expect(Object.keys(reason.figures).sort()).toEqual(Object.keys(figures).sort());
  for (const [name, value] of Object.entries(figures))
    expect(
      Math.abs(reason.figures[name] - value),
      `${name}: ${reason.figures[name]} is not ${value}`,
    ).toBeLessThanOrEqual(share * Math.abs(value));
}
