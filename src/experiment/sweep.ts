import { checkExperiment } from './check';
import type { Experiment } from './schema';
import { applySetting, axisValues, settingsOf, type SweepSetting } from './sweepAxes';
import { isWholeAxis } from './sweepChecks';
import type { SweepAxisRecord } from './sweepRecord';

/** One cell of a sweep: what it varies, and the experiment that it runs, which has no sweep. */
export interface SweepCell {
  setting: SweepSetting;
  experiment: Experiment;
}

/** The axes of a valid experiment's sweep with their values; none without a sweep. */
export function expandAxes(experiment: Experiment): SweepAxisRecord[] {
  return (experiment.sweep ?? []).map((axis) => ({ path: axis.path, values: axisValues(axis, isWholeAxis(experiment, axis)), scale: 'values' in axis ? 'list' : axis.scale }));
}

/** The cells of a sweep, the first axis outermost; none without a sweep. Throws for an experiment that its check would refuse. */
export function expandSweep(experiment: Experiment): SweepCell[] {
  const axes = expandAxes(experiment);
  if (axes.length === 0) return [];
  return settingsOf(axes, axes.map(({ values }) => values)).map((setting) => {
    const checked = checkExperiment(applySetting(experiment, setting));
    if (!checked.experiment) throw new RangeError(checked.issues[0].message);
    return { setting, experiment: checked.experiment };
  });
}
