import type { TrialRecord } from '../../../../src/experiment/record/record';
import { bandOf, type BandKind } from '../../../../src/experiment/statistics/seedBand';
import type { BandEnds, CostLine, CostView, Split } from '../cost/costLine';
import { underLog, valuesOf } from '../cost/costSeries';
import type { LinePoint } from '../../../charts/parts/decimate';
import { Smoother } from '../cost/smoothing';

const ended = ({ status }: TrialRecord): boolean => status !== 'running' && status !== 'waiting';

/**
 * One initializer's seeds as a line with a band, fed from their growing curves. A step comes as soon as every seed that
 * still trains has it; a seed that diverged, failed or was stopped is left out from that step on.
 */
export class BandSeries implements CostLine {
  readonly steps: number[] = [];
  readonly values: number[] = [];
  readonly points: LinePoint[] = [];
  readonly drawn: LinePoint[] = [];
  readonly band: BandEnds[] = [];
  readonly ends: BandEnds[] = [];
  readonly #smoothers: Smoother[];
  #next = 0;

  constructor(
    readonly trials: readonly TrialRecord[],
    readonly split: Split,
    readonly view: CostView,
    readonly kind: BandKind,
  ) {
    this.#smoothers = trials.map(() => new Smoother(view.smoothing));
  }

  get initializer(): number {
    return this.trials[0].initializer;
  }

  get of(): number {
    return this.trials.length;
  }

  get diverged(): boolean {
    return this.trials.every(({ status }) => status === 'diverged');
  }

  get last(): LinePoint | undefined {
    return this.points.findLast((point) => !Number.isNaN(point.y));
  }

  feed(): boolean {
    const before = this.#next;
    while (this.#take(this.#next)) this.#next++;
    return this.#next > before;
  }

  /** Takes the recorded point of this index; false when it is not there, or not of every seed that goes on. */
  #take(index: number): boolean {
    // The last point of a seed that diverged is the cost that is not finite, at a step of its own.
    const there = (trial: TrialRecord): boolean =>
      trial.curve.step.length > index && !(trial.status === 'diverged' && index === trial.curve.step.length - 1);
    if (this.trials.some((trial) => !there(trial) && !ended(trial))) return false;
    const first = this.trials.find(there);
    if (!first) return false;
    const step = first.curve.step[index];
    const raw: number[] = [];
    const smoothed: number[] = [];
    this.trials.forEach((trial, place) => {
      const value = there(trial) ? valuesOf(trial.curve, this.view.quantity, this.split)[index] : NaN;
      if (!Number.isFinite(value)) return;
      raw.push(value);
      smoothed.push(this.#smoothers[place].push(value));
    });
    const { middle, low, high, count } = bandOf(smoothed, this.kind);
    const recorded = bandOf(raw, this.kind);
    const point = { x: step, y: this.view.log && middle <= 0 ? underLog : middle };
    this.steps.push(step);
    this.values.push(recorded.middle);
    this.points.push(point);
    this.band.push({ low, high, count });
    this.ends.push({ low: recorded.low, high: recorded.high, count });
    if (this.split === 'train' || !Number.isNaN(middle)) this.drawn.push(point);
    return true;
  }
}
