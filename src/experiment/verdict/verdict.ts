import * as l10n from '@vscode/l10n';
import { deadText, deadUnitsOf, type DeadUnits } from './deadUnits';
import { formatCount, formatPercent } from '../text/format';
import { labelOf } from '../text/labels';
import type { RunRecord, TrialRecord } from '../record/record';
import { meanOf, nowOf } from '../record/trainFigure';

export type VerdictKind =
  | 'waiting'
  | 'failed'
  | 'diverged'
  | 'symmetric'
  | 'dead'
  | 'flat'
  | 'guessing'
  | 'slow'
  | 'learning'
  | 'best'
  | 'starting';

/** What became of a trial, in words; computed from what was recorded. */
export interface Verdict {
  kind: VerdictKind;
  text: string;
  /** The naive loss −log(a) was infinite or NaN on some training sample at step 0. */
  saturated: boolean;
  /** The dead units that `text` tells of. */
  dead?: DeadUnits;
}

/** A fall of the train cost by this share of its start is learning. */
const learningFall = 0.1;
/** Less than this share, over the whole run and over its last quarter, is no learning. */
export const noFall = 1e-3;
/** A fall by this share within the last quarter of the recorded steps is learning too: it has just begun. */
const recentFall = 0.03;

/** A cost below that of guessing by this share is better than guessing. */
export const guessMargin = 0.01;
/** An accuracy this many standard errors of guessing above it is better than guessing. */
const guessErrors = 2;

/**
 * Whether a trial is no better than one and the same answer to every row, which `Guessing` describes: neither its train
 * cost by `guessMargin`, nor its train accuracy by two standard errors of the rows that it was measured on. False where
 * guessing is not known or cannot be beaten.
 */
function isGuessing(trial: TrialRecord, { header }: RunRecord): boolean {
  const { guessing, trainCount = 0 } = header?.data ?? {};
  if (!header || !guessing || !(guessing.cost > 0) || !(nowOf(trial, 'train') >= (1 - guessMargin) * guessing.cost))
    return false;
  const accuracy = nowOf(trial, 'trainAccuracy');
  if (guessing.accuracy === undefined || Number.isNaN(accuracy)) return true;
  const { batchSize } = header.experiment.training;
  const rows = trial.final || batchSize === 'full' ? trainCount : Math.min(batchSize, trainCount);
  return accuracy <= guessing.accuracy + guessErrors * Math.sqrt((guessing.accuracy * (1 - guessing.accuracy)) / rows);
}

/** How far the train cost has come. Falls are shares: 0.1 means 10 % lower; negative ones are rises. */
export interface Progress {
  /** From the first recorded cost to now: the final figure, else the mean over the last 5 % of the steps done. */
  fall: number;
  /** From the mean at 70 to 80 % of the steps done to now. */
  recent: number;
}

/** Undefined until two costs are recorded. */
export function progressOf(trial: TrialRecord): Progress | undefined {
  const start = trial.curve.train.find(Number.isFinite);
  if (start === undefined || trial.curve.step.length < 2) return undefined;
  const now = nowOf(trial, 'train');
  const before = meanOf(trial.curve, 'train', 0.7, 0.8);
  const fall = start > 0 ? (start - now) / start : 0;
  const recent = before > 0 ? (before - now) / before : 0;
  return Number.isFinite(fall) ? { fall, recent: Number.isNaN(recent) ? 0 : recent } : undefined;
}

/**
 * The text when every hidden layer of more than one unit had one distinct neuron in every snapshot, after training
 * began.
 */
function symmetryText(trial: TrialRecord): string | undefined {
  const last = trial.snapshots.at(-1);
  if (!last || last.step === 0) return undefined;
  const unbroken = trial.snapshots.every((snapshot) => {
    const wide = snapshot.layers.filter((layer) => layer.symmetry && layer.symmetry.units > 1);
    return wide.length > 0 && wide.every((layer) => layer.symmetry!.distinct === 1);
  });
  if (!unbroken) return undefined;
  const ranks = last.layers.flatMap((layer) =>
    layer.symmetry && layer.symmetry.units > 1 ? [layer.symmetry.rank] : [],
  );
  return ranks.every((value) => value !== undefined)
    ? l10n.t('symmetry never broken: rank {0}, 1 distinct neuron', Math.max(...(ranks as number[])))
    : l10n.t('symmetry never broken: 1 distinct neuron');
}

/** By how far the train cost has come, and whether that is better than guessing. */
function learningOutcome({ fall, recent }: Progress, guessing: boolean): Omit<Verdict, 'saturated'> {
  const falls = fall >= learningFall || (fall > noFall && recent >= recentFall);
  if (falls && guessing && recent >= recentFall)
    return { kind: 'guessing', text: l10n.t('no better than chance so far, cost still falling') };
  if (falls && !guessing) return { kind: 'learning', text: l10n.t('learning') };
  if (fall < -noFall) return { kind: 'flat', text: l10n.t('not learning: cost up {0}', formatPercent(-fall)) };
  if (fall < noFall && recent < noFall) return { kind: 'flat', text: l10n.t('not learning') };
  if (guessing) return { kind: 'flat', text: l10n.t('not learning: no better than chance') };
  return { kind: 'slow', text: l10n.t('learning slowly: cost down {0}', formatPercent(Math.max(fall, recent))) };
}

function outcome(trial: TrialRecord, run: RunRecord): Omit<Verdict, 'saturated'> {
  if (trial.status === 'failed')
    return { kind: 'failed', text: l10n.t('failed: {0}', trial.message ?? l10n.t('no reason given')) };
  if (trial.status === 'diverged')
    return { kind: 'diverged', text: l10n.t('diverged at step {0}', formatCount(trial.divergedAt ?? trial.step)) };
  const symmetry = symmetryText(trial);
  const dead = deadUnitsOf(trial, run);
  if (symmetry !== undefined) return { kind: 'symmetric', text: symmetry, dead };
  const progress = progressOf(trial);
  if (!progress)
    return trial.curve.step.length === 0
      ? { kind: 'waiting', text: l10n.t('waiting') }
      : { kind: 'starting', text: l10n.t('just started'), dead };
  const guessing = isGuessing(trial, run);
  // Seen on some of the rows alone, a dead layer may still pass the others.
  if (dead?.blocked && (dead.allRows || guessing)) return { kind: 'dead', text: l10n.t('not learning'), dead };
  return { ...learningOutcome(progress, guessing), dead };
}

/** The words of an outcome with those of its dead units. */
function withDead(kind: VerdictKind, text: string, dead: DeadUnits | undefined): string {
  const words = deadText(dead);
  if (words === undefined) return text;
  return kind === 'dead' ? l10n.t('{0}: {1}', text, words) : l10n.t('{0}; {1}', text, words);
}

/**
 * Index of the initializer with the lowest mean final train cost of all that finished with every seed, if it learned;
 * undefined when it did not (then nothing that learned is the best of them), or nothing is compared.
 */
export function bestInitializer(run: RunRecord): number | undefined {
  if (new Set(run.trials.map(({ initializer }) => initializer)).size < 2) return undefined;
  let best: number | undefined;
  let least = Infinity;
  for (const [initializer, mean] of finalMeans(run, 'trainCost')) if (mean < least) [best, least] = [initializer, mean];
  return run.trials.some((trial) => trial.initializer === best && outcome(trial, run).kind === 'learning')
    ? best
    : undefined;
}

/** A figure of test data, by which initializers can be told apart too. */
export interface TestLeader {
  figure: 'testAccuracy' | 'testCost';
  /** Index in the experiment's list. */
  initializer: number;
}

/** The initializers that stand out: what trains best is not always what does best on data it has not seen. */
export interface Leaders {
  /** Of the least train cost, see `bestInitializer`. */
  cost: number | undefined;
  /**
   * Of the best mean test figure: that of the least train cost where it has it too. Undefined until every trial has
   * ended and without test data.
   */
  test: TestLeader | undefined;
}

/**
 * Mean of a final figure by initializer; those of which a trial has not finished or has no such figure are left out.
 */
function finalMeans(run: RunRecord, figure: TestLeader['figure'] | 'trainCost'): Map<number, number> {
  const values = new Map<number, number[]>();
  for (const trial of run.trials) {
    const list = values.get(trial.initializer) ?? [];
    values.set(trial.initializer, list);
    const value = figure === 'trainCost' ? nowOf(trial, 'train') : (trial.final?.[figure] ?? NaN);
    list.push(trial.status === 'finished' ? value : NaN);
  }
  return new Map(
    [...values]
      .map(([initializer, list]): [number, number] => [
        initializer,
        list.reduce((sum, value) => sum + value, 0) / list.length,
      ])
      .filter(([, mean]) => Number.isFinite(mean)),
  );
}

/** Whether a trial of the run has not ended yet. */
export const isOpen = (run: RunRecord): boolean =>
  run.trials.some(({ status }) => status === 'running' || status === 'waiting');

function testLeader(run: RunRecord, cost: number | undefined): TestLeader | undefined {
  if (isOpen(run)) return undefined;
  for (const figure of ['testAccuracy', 'testCost'] as const) {
    const means = finalMeans(run, figure);
    if (means.size < 2) continue;
    const best = figure === 'testAccuracy' ? Math.max(...means.values()) : Math.min(...means.values());
    const holders = [...means].filter(([, mean]) => mean === best).map(([initializer]) => initializer);
    return { figure, initializer: cost !== undefined && holders.includes(cost) ? cost : holders[0] };
  }
  return undefined;
}

/** The initializers of a run that stand out. */
export function leadersOf(run: RunRecord): Leaders {
  const cost = bestInitializer(run);
  return { cost, test: testLeader(run, cost) };
}

/** The words for the one of the least train cost: `best` only where it has the best test figure too. */
function bestText(run: RunRecord, { cost, test }: Leaders): string {
  if (isOpen(run)) return l10n.t('learning, lowest train cost so far');
  if (!test) return l10n.t('learning, lowest train cost');
  if (test.initializer === cost) return l10n.t('learning, best');
  const initializer = run.header?.experiment.initializers[test.initializer];
  const name = initializer ? labelOf(initializer) : l10n.t('initializer {0}', test.initializer);
  return test.figure === 'testAccuracy'
    ? l10n.t('learning, lowest train cost (best test accuracy: {0})', name)
    : l10n.t('learning, lowest train cost (lowest test cost: {0})', name);
}

/** The verdict on `trial` of `run`. `leaders` spares the search when they are known. */
export function verdictOf(trial: TrialRecord, run: RunRecord, leaders: Leaders = leadersOf(run)): Verdict {
  const found = outcome(trial, run);
  let { kind, text } = found;
  const { cost, test } = leaders;
  if (kind === 'learning' && trial.status === 'finished' && trial.initializer === cost)
    [kind, text] = ['best', bestText(run, leaders)];
  else if (test && trial.initializer === test.initializer && test.initializer !== cost && cost !== undefined) {
    text =
      test.figure === 'testAccuracy' ? l10n.t('{0}, best test accuracy', text) : l10n.t('{0}, lowest test cost', text);
  }
  text = withDead(kind, text, found.dead);
  if (trial.status === 'stopped' && kind !== 'waiting')
    text = l10n.t('{0} (stopped at step {1})', text, formatCount(trial.step));
  if (trial.status === 'stopped' && kind === 'waiting') text = l10n.t('stopped before its first step');
  const saturated = (trial.start?.naiveInfinite ?? 0) > 0;
  if (saturated && kind !== 'failed')
    text =
      kind === 'starting'
        ? l10n.t('saturated at the start: naive loss infinite')
        : l10n.t('saturated at the start: naive loss infinite; {0}', text);
  return { kind, text, saturated, ...(found.dead ? { dead: found.dead } : {}) };
}
