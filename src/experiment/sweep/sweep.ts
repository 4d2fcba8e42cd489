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
 * The cells of a sweep, the first axis outermost, or those of them that are asked for by their indices; none without a
 * sweep. Throws for an experiment that its check would refuse, and for a cell that it does not have.
 */
export function expandSweep<E extends Experiment>(experiment: E, wanted?: readonly number[]): SweepCell<E>[] {
  const axes = expandAxes(experiment);
  if (axes.length === 0) return [];
  const cells = new CellCheck(experiment);
  const settings = settingsOf(
    axes,
    axes.map(({ values }) => values),
  );
  return (wanted ?? settings.map((_, cell) => cell)).map((cell) => {
    const setting = settings[cell];
    if (setting === undefined)
      throw new RangeError(`The sweep has ${settings.length} cells, expected one of them, got cell ${cell}.`);
    const valid = cells.experimentOf(setting);
    if (!valid) throw new RangeError(checkExperiment(applySetting(experiment, setting)).issues[0]?.message);
    return { setting, experiment: valid };
  });
}

/**
 * Some trials of a cell as an experiment of its own: one of its initializers (index in the list) with these seeds. The
 * trials end with the same bits as in the cell.
 */
export function partOf<E extends Experiment>(cell: E, initializer: number, seeds: number[]): E {
  return {
    ...cell,
    random: { ...cell.random, seeds },
    initializers: cell.initializers.map((entry, index) => ({ ...entry, enabled: index === initializer })),
  };
}
