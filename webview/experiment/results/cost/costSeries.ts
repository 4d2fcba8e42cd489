import type { Curve, RunRecord, TrialRecord } from '../../../../src/experiment/record/record';
import type { CostLine, CostView, Quantity, Split } from './costLine';
import type { LinePoint } from '../../../charts/parts/decimate';
import { Smoother } from './smoothing';

/** The recorded values of one line. */
export function valuesOf(curve: Curve, quantity: Quantity, split: Split): number[] {
  if (quantity === 'cost') return curve[split];
  return split === 'train' ? curve.trainAccuracy : curve.testAccuracy;
}

/** Stands for zero on a log axis: far below anything that is shown, so that the line leaves through the bottom. */
export const underLog = 1e-305;

/** One line of the chart, fed from a trial's growing curve. */
export class CostSeries implements CostLine {
  readonly points: LinePoint[] = [];
  /**
   * The points that the line goes through: a large test set is not looked at with every recorded cost, which is no gap.
   */
  readonly drawn: LinePoint[] = [];
  readonly #smoother: Smoother;

  constructor(
    readonly trial: TrialRecord,
    readonly split: Split,
    readonly view: CostView,
    readonly single = false,
  ) {
    this.#smoother = new Smoother(view.smoothing);
  }

  get initializer(): number {
    return this.trial.initializer;
  }

  get seed(): number {
    return this.trial.seed;
  }

  get steps(): readonly number[] {
    return this.trial.curve.step;
  }

  get diverged(): boolean {
    return this.trial.status === 'diverged';
  }

  get values(): number[] {
    return valuesOf(this.trial.curve, this.view.quantity, this.split);
  }

  /** Takes what was recorded since the last call; answers whether there was any. */
  feed(): boolean {
    const { values, points, view } = this;
    const before = points.length;
    for (let i = before; i < values.length; i++) {
      const value = this.#smoother.push(values[i]);
      const y = !Number.isFinite(value) ? NaN : view.log && value <= 0 ? underLog : value;
      const point = { x: this.trial.curve.step[i], y };
      points.push(point);
      if (this.split === 'train' || !Number.isNaN(y)) this.drawn.push(point);
    }
    return points.length > before;
  }

  /** The last point that has a value. */
  get last(): LinePoint | undefined {
    return this.points.findLast((point) => !Number.isNaN(point.y));
  }
}

/** Whether any test figure, or any accuracy, was recorded. */
export function has(run: RunRecord, quantity: Quantity, split: Split): boolean {
  return run.trials.some((trial) => valuesOf(trial.curve, quantity, split).some((value) => !Number.isNaN(value)));
}
