import { CellCheck } from '../format/checks/cellCheck';
import { checkExperiment } from '../format/checks/check';
import type { Experiment } from '../format/schema';
import { trialsOf } from '../format/trials';
import { applySetting, axisValues, hasFewSnapshots, settingsOf, type SweepSetting } from '../format/sweepAxes';
import { isWholeAxis } from '../format/checks/sweepChecks';
import type { SweepAxisRecord } from '../record/record';

/**
 * One cell of a sweep: what it varies, and the experiment that it runs, which has no sweep and shares with the others
 * what is the same.
 */
export interface SweepCell<E extends Experiment = Experiment> {
  setting: SweepSetting;
  experiment: E;
  /** In a sweep of very many trials, the only seed whose trials keep snapshots. */
  snapshotSeed?: number;
}

/** Whether a trial with this seed keeps snapshots. */
export function keepsSnapshots({ snapshotSeed }: Pick<SweepCell, 'snapshotSeed'>, seed: number): boolean {
  return snapshotSeed === undefined || snapshotSeed === seed;
}

/** Trials of a cell that keep snapshots. */
export function snapshotTrials(cell: SweepCell): number {
  return trialsOf(cell.experiment).filter(({ seed }) => keepsSnapshots(cell, seed)).length;
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
  const few = hasFewSnapshots(experiment);
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
    return { setting, experiment: valid, ...(few && { snapshotSeed: valid.random.seeds[0] }) };
  });
}

/** Some of the trials of a sweep: of one of its cells, one initializer with some seeds. */
export interface SweepPart {
  /** Index of the cell. */
  cell: number;
  /** Index in the experiment's list. */
  initializer: number;
  seeds: number[];
}

/** Parts of a sweep as cells of their own; absent: the cells of the sweep. Throws as `expandSweep` does. */
export function sweptCells<E extends Experiment>(experiment: E, parts?: readonly SweepPart[]): SweepCell<E>[] {
  if (!parts) return expandSweep(experiment);
  const numbers = [...new Set(parts.map(({ cell }) => cell))];
  const cells = new Map(expandSweep(experiment, numbers).map((cell, index) => [numbers[index], cell]));
  return parts.map(({ cell, initializer, seeds }) => {
    const whole = cells.get(cell)!;
    return { ...whole, experiment: partOf(whole.experiment, initializer, seeds) };
  });
}

/**
 * Some trials of a cell as an experiment of its own: one of its initializers (index in the list) with these seeds. The
 * trials end with the same bits as in the cell.
 */
function partOf<E extends Experiment>(cell: E, initializer: number, seeds: number[]): E {
  return {
    ...cell,
    random: { ...cell.random, seeds },
    initializers: cell.initializers.map((entry, index) => ({ ...entry, enabled: index === initializer })),
  };
}
