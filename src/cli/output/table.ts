import { saturatedShare } from '../../engine/diagnostics/saturation';
import { deadUnitsOf } from '../../experiment/verdict/deadUnits';
import { formatCount, formatSeconds } from '../../experiment/text/format';
import { labelOf } from '../../experiment/text/labels';
import type { RunRecord, TrialRecord } from '../../experiment/record/record';
import { verdictOf } from '../../experiment/verdict/verdict';
import { alignedTable } from './alignedTable';

/** Shares of a run at which the table shows the cost: those of the published circles experiment. */
const milestones = [0, 1 / 15, 1 / 3, 2 / 3, 14 / 15];

function milestoneSteps(run: RunRecord): number[] {
  const recorded = run.trials.reduce<number[]>(
    (longest, { curve }) => (curve.step.length > longest.length ? curve.step : longest),
    [],
  );
  const total = run.header?.totalSteps ?? 0;
  const nearest = (wanted: number) =>
    recorded.reduce((best, step) => (Math.abs(step - wanted) < Math.abs(best - wanted) ? step : best), recorded[0]);
  return recorded.length === 0 ? [] : [...new Set(milestones.map((share) => nearest(share * total)))];
}

const cost = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value)
    ? '–'
    : Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-4)
      ? value.toExponential(3)
      : value.toFixed(6);
const share = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '–' : String(Number(value.toFixed(4)));

/**
 * Share of the activations of the worst hidden layer that lie at the limits of a sigmoid or tanh before the first step;
 * undefined without such a layer.
 */
function saturatedAtStart(trial: TrialRecord): number | undefined {
  const [first] = trial.snapshots;
  const shares =
    first?.step === 0
      ? first.layers
          .slice(0, -1)
          .flatMap(({ activations: { statistics }, saturated }) => saturatedShare({ statistics, saturated }) ?? [])
      : [];
  return shares.length === 0 ? undefined : Math.max(...shares);
}

function cells(
  run: RunRecord,
  trial: TrialRecord,
  steps: readonly number[],
  bounded: boolean,
  rectified: boolean,
): string[] {
  const { curve, final } = trial;
  const dead = deadUnitsOf(trial, run);
  return [
    labelOf(run.header!.experiment.initializers[trial.initializer]),
    String(trial.seed),
    ...steps.map((step) => cost(curve.train[curve.step.indexOf(step)])),
    cost(final?.trainCost),
    cost(final?.testCost),
    share(final?.trainAccuracy),
    share(final?.testAccuracy),
    ...(bounded ? [share(saturatedAtStart(trial))] : []),
    ...(rectified ? [dead ? `${formatCount(dead.dead)} of ${formatCount(dead.units)}` : '–'] : []),
    formatSeconds(trial.seconds),
    verdictOf(trial, run).text,
  ];
}

/** The result of a run as lines of aligned columns. */
export function resultTable(run: RunRecord): string {
  const steps = milestoneSteps(run);
  const bounded = run.trials.some((trial) => saturatedAtStart(trial) !== undefined);
  const rectified = run.trials.some((trial) => deadUnitsOf(trial, run) !== undefined);
  const head = [
    'initializer',
    'seed',
    ...steps.map((step) => `cost at ${formatCount(step)}`),
    'final cost',
    'test cost',
    'train acc.',
    'test acc.',
    ...(bounded ? ['saturated at 0'] : []),
    ...(rectified ? ['dead units'] : []),
    'time',
    'verdict',
  ];
  const rows = [head, ...run.trials.map((trial) => cells(run, trial, steps, bounded, rectified))];
  return alignedTable(rows);
}
