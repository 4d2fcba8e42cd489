import { CellCheck } from '../format/checks/cellCheck';
import { checkExperiment } from '../format/checks/check';
import type { Experiment } from '../format/schema';
import { applySetting, axisValues, settingsOf, type SweepSetting } from '../format/sweepAxes';
import { isWholeAxis } from '../format/checks/sweepChecks';
import type { SweepAxisRecord } from '../record/record';

/**
 * One cell of a sweep: what it varies, and the experiment that it runs, which has no sweep and shares with the others
 * what is the same.
 */
export interface SweepCell<E extends Experiment = Experiment> {
  setting: SweepSetting;
  experiment: E;
}

/** The axes of a valid experiment's sweep with their values; none without a sweep. */
export function expandAxes(experiment: Experiment): SweepAxisRecord[] {
  return (experiment.sweep ?? []).map((axis) => ({
    path: axis.path,
    values: axisValues(axis, isWholeAxis(experiment, axis)),
    scale: 'values' in axis ? 'list' : axis.scale,
  }));
}

/**
 * The cells of a sweep, the first axis outermost; none without a sweep. Throws for an experiment that its check would
 * refuse.
 */
export function expandSweep<E extends Experiment>(experiment: E): SweepCell<E>[] {
  const axes = expandAxes(experiment);
  if (axes.length === 0) return [];
  const cells = new CellCheck(experiment);
  return settingsOf(
    axes,
    axes.map(({ values }) => values),
  ).map((setting) => {
    const cell = cells.experimentOf(setting);
    if (!cell) throw new RangeError(checkExperiment(applySetting(experiment, setting)).issues[0]?.message);
    return { setting, experiment: cell };
  });
}
