import * as l10n from '@vscode/l10n';
import { mostDeadText, type DeadUnits } from './deadUnits';
import { labelOf } from '../text/labels';
import { listText } from '../text/language';
import { lossKind } from '../record/lossKind';
import type { Curve, RunRecord, TrialRecord } from '../record/record';
import { spreadOf, type Spread } from '../statistics/spread';
import { allTrials } from '../record/sweepRecord';
import { leadersOf, verdictOf, type Leaders, type Verdict } from './verdict';

/** The figures of one trial: the final ones, else those recorded last. What is not known is NaN. */
export interface TrialSummary {
  /** Index in the run. */
  trial: number;
  seed: number;
  verdict: Verdict;
  /** Steps done. */
  step: number;
  stepZeroCost: number;
  cost: number;
  testCost: number;
  trainAccuracy: number;
  testAccuracy: number;
  /**
   * The step of the test figures where they are much older than the train cost: large test sets are looked at rarely.
   */
  oldTestStep?: number;
  /** First recorded step with a train cost of `reach` or less. */
  stepsToReach: number;
  seconds: number;
}

/** One initializer with all its seeds. */
export interface SummaryRow {
  /** Index in the experiment's list. */
  initializer: number;
  label: string;
  verdict: Verdict;
  trials: TrialSummary[];
  stepZeroCost: Spread;
  cost: Spread;
  testCost: Spread;
  trainAccuracy: Spread;
  testAccuracy: Spread;
  /** The oldest step of test figures that are much older than the train cost. */
  oldTestStep?: number;
  /** Over the trials that reached it. */
  stepsToReach: Spread;
  seconds: Spread;
}

/** First recorded step with a train cost of `reach` or less; NaN when there is none. */
export function stepsToReach(curve: Curve, reach: number): number {
  const index = curve.train.findIndex((cost) => cost <= reach);
  return index < 0 ? NaN : curve.step[index];
}

function lastKnown(values: readonly number[]): number {
  return values.findLast((value) => !Number.isNaN(value)) ?? NaN;
}

/** Test figures of a step below this share of the last recorded one are old. */
const oldShare = 0.9;

/** The step of the last test figures when they are old; undefined when they are not, and without any. */
function oldStep({ step, test }: Curve): number | undefined {
  const index = test.findLastIndex((value) => !Number.isNaN(value));
  return index >= 0 && step[index] < oldShare * step[step.length - 1] ? step[index] : undefined;
}

function summarizeTrial(
  trial: TrialRecord,
  index: number,
  run: RunRecord,
  reach: number,
  leaders: Leaders,
): TrialSummary {
  const { curve, final } = trial;
  const oldTestStep = final ? undefined : oldStep(curve);
  return {
    trial: index,
    seed: trial.seed,
    verdict: verdictOf(trial, run, leaders),
    step: trial.step,
    stepZeroCost: curve.step[0] === 0 ? curve.train[0] : NaN,
    // The last recorded cost of a diverged trial is the one that is not finite: shown as it is.
    cost: final?.trainCost ?? curve.train.at(-1) ?? NaN,
    testCost: final?.testCost ?? lastKnown(curve.test),
    trainAccuracy: final?.trainAccuracy ?? lastKnown(curve.trainAccuracy),
    testAccuracy: final?.testAccuracy ?? lastKnown(curve.testAccuracy),
    ...(oldTestStep === undefined ? {} : { oldTestStep }),
    stepsToReach: stepsToReach(curve, reach),
    seconds: trial.curve.step.length === 0 ? NaN : trial.seconds,
  };
}

/** One verdict over seeds: the common one, else how many of each, worst first. */
function joinVerdicts(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  if (verdicts.every((verdict) => verdict.text === first.text)) return first;
  const words: Record<Verdict['kind'], string> = {
    failed: l10n.t('failed'),
    diverged: l10n.t('diverged'),
    symmetric: l10n.t('never broke symmetry'),
    dead: l10n.t('with a dead layer'),
    flat: l10n.t('not learning'),
    guessing: l10n.t('no better than chance'),
    slow: l10n.t('learning slowly'),
    learning: l10n.t('learning'),
    best: l10n.t('learning'),
    starting: l10n.t('just started'),
    waiting: l10n.t('waiting'),
  };
  const counts = new Map<string, number>();
  for (const { kind } of verdicts) counts.set(words[kind], (counts.get(words[kind]) ?? 0) + 1);
  const saturated = verdicts.some((verdict) => verdict.saturated);
  const order = (word: string): number => Object.values(words).indexOf(word);
  const parts = [...counts]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([word, count]) => (counts.size === 1 ? word : l10n.t('{0} of {1} {2}', count, verdicts.length, word)));
  const best = verdicts.some(({ kind }) => kind === 'best');
  const kind = best ? 'best' : verdicts.every((verdict) => verdict.kind === first.kind) ? first.kind : 'learning';
  const dead = verdicts.reduce<DeadUnits | undefined>(
    (most, { dead: own }) => (own && own.dead > (most?.dead ?? 0) ? own : most),
    undefined,
  );
  const units = mostDeadText(dead);
  const text = listText([
    ...parts,
    ...(best ? [l10n.t('lowest mean train cost')] : []),
    ...(units === undefined ? [] : [units]),
  ]);
  return { kind, saturated, text: saturated ? l10n.t('saturated at the start: naive loss infinite; {0}', text) : text };
}

/** The summary table: a row for each initializer of the run, in the experiment's order. `reach` is a train cost. */
export function summarize(run: RunRecord, reach: number): SummaryRow[] {
  const leaders = leadersOf(run);
  const groups = new Map<number, TrialSummary[]>();
  run.trials.forEach((trial, index) => {
    const group = groups.get(trial.initializer) ?? [];
    groups.set(trial.initializer, group);
    group.push(summarizeTrial(trial, index, run, reach, leaders));
  });
  return [...groups].map(([initializer, trials]) => {
    const over = (
      key: 'stepZeroCost' | 'cost' | 'testCost' | 'trainAccuracy' | 'testAccuracy' | 'stepsToReach' | 'seconds',
    ): Spread => spreadOf(trials.map((trial) => trial[key]));
    const old = trials.flatMap(({ oldTestStep }) => oldTestStep ?? []);
    return {
      initializer,
      ...(old.length > 0 ? { oldTestStep: Math.min(...old) } : {}),
      label: run.header
        ? labelOf(run.header.experiment.initializers[initializer])
        : l10n.t('initializer {0}', initializer),
      verdict: joinVerdicts(trials.map((trial) => trial.verdict)),
      trials,
      stepZeroCost: over('stepZeroCost'),
      cost: over('cost'),
      testCost: over('testCost'),
      trainAccuracy: over('trainAccuracy'),
      testAccuracy: over('testAccuracy'),
      stepsToReach: over('stepsToReach'),
      seconds: over('seconds'),
    };
  });
}

/**
 * A cost worth reaching when the user names none: 0.72 of a cross-entropy's ln K, the cost of guessing
 * (0.5 for two classes); else half the median cost at step 0. One or two digits.
 */
export function defaultReach(run: RunRecord): number {
  const loss = run.header && lossKind(run.header);
  const known = run.header?.data.classes ?? 0;
  const classes = Math.max(2, known);
  // Of a user's model, the number of classes may not be known.
  const named = loss === 'binaryCrossEntropy' || (loss === 'categoricalCrossEntropy' && known > 1);
  if (named || !run.header) return Number((0.72 * Math.log(classes)).toPrecision(2));
  const starts = allTrials(run)
    .map((trial) => trial.curve.train[0])
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return starts.length === 0 ? 0.1 : Number((starts[starts.length >> 1] / 2).toPrecision(1));
}
