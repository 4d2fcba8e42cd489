import * as l10n from '@vscode/l10n';
import { formatCount, formatPercent, formatRound, formatTick } from '../../../../src/experiment/text/format';
import { lossKind } from '../../../../src/experiment/record/lossKind';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { curveScales, type Curve, type CurvesModel, type CurveScales } from '../../../charts/curves';
import { valueRange } from '../../../charts/parts/valueRange';
import type { CostLine, CostView } from './costLine';
import { linesOf } from './linesOf';
import { panned, zoomed, type View } from './zoom';

/** What is left out at the top of the default range. */
export interface Cut {
  initializers: number[];
  largest: number;
}

/** What of a run's curves is shown. */
export interface CostShown {
  view: CostView;
  hidden: ReadonlySet<number>;
  /** Whether the range takes in everything. */
  full: boolean;
  /** The step of a line across. */
  step?: number;
}

/** Below this, a value of a log axis is none. */
const leastPositive = 1e-304;

/** The curves of cost or accuracy by step as a model to draw: fed with what is new, and zoomed. */
export class CostCurves {
  #run: RunRecord | undefined;
  #trials: unknown;
  #shown: CostShown | undefined;
  #lines: CostLine[] = [];
  #zoom: View | undefined;
  /** Lines that have diverged. */
  #ended = 0;
  /** What the default range leaves out. */
  cut: Cut | undefined;
  /** Absent before the first run. */
  model: CurvesModel | undefined;

  get isZoomed(): boolean {
    return this.#zoom !== undefined;
  }

  /** The lines that are shown, without those of single seeds beside a line of all. */
  get visible(): CostLine[] {
    return this.#unhidden.filter(({ single }) => !single);
  }

  get #unhidden(): CostLine[] {
    return this.#lines.filter(({ initializer }) => !this.#shown?.hidden.has(initializer));
  }

  /** Takes what was recorded since the last call, and makes the model; answers whether anything has changed. */
  sync(run: RunRecord, shown: CostShown): boolean {
    const other = run !== this.#run || run.trials !== this.#trials;
    const before = this.#shown;
    const viewed = JSON.stringify(shown.view) !== JSON.stringify(before?.view);
    if (other || shown.view.quantity !== before?.view.quantity || shown.view.log !== before.view.log)
      this.#zoom = undefined;
    [this.#run, this.#trials, this.#shown] = [run, run.trials, shown];
    if (other || viewed) this.#lines = linesOf(run, shown.view);
    let fed = other || viewed;
    for (const line of this.#lines) fed = line.feed() || fed;
    const ended = this.#lines.filter(({ diverged }) => diverged).length;
    fed = ended !== this.#ended || fed;
    this.#ended = ended;
    if (!fed && shown.hidden === before?.hidden && shown.full === before.full && shown.step === before.step)
      return false;
    this.#model();
    return true;
  }

  #model(): void {
    const { view, step } = this.#shown!;
    const { x, y } = this.#zoom ?? this.#whole();
    this.model = {
      x: { ...x, title: stepTitle(this.#run), text: formatCount },
      y: { ...y, ...costTitles(this.#run, view), text: costText(view) },
      curves: this.#unhidden.map((line) => curveOf(line, view)),
      step,
    };
  }

  /** All steps, and a range that stays useful when one line explodes. */
  #whole(): View {
    const { view, full } = this.#shown!;
    const x = { min: 0, max: this.#lastStep() };
    const lines = this.#unhidden;
    this.cut = undefined;
    if (view.quantity === 'accuracy') return { x, y: { min: leastAccuracy(lines), max: 1, log: false } };
    const positive = (values: number[]): number[] =>
      values.map((value) => (value > leastPositive || !view.log ? value : NaN));
    const values = lines.flatMap(({ points, band }) => [
      positive(points.map((point) => point.y)),
      ...(band ? [positive(band.map(({ high }) => high))] : []),
      ...(band && !view.log ? [band.map(({ low }) => low)] : []),
    ]);
    const range = valueRange(values, view.log, full) ?? { min: view.log ? 0.1 : 0, max: 1 };
    if (range.cut !== undefined) {
      const over = lines.filter(
        ({ points, band }) => points.some((point) => point.y > range.max) || band?.some(({ high }) => high > range.max),
      );
      this.cut = { largest: range.cut, initializers: [...new Set(over.map(({ initializer }) => initializer))] };
    }
    return { x, y: { min: range.min, max: range.max, log: view.log } };
  }

  /** The right end: the last step once it is over half-way, else the next half, so that the axis does not creep. */
  #lastStep(): number {
    let end = this.#run?.header?.totalSteps ?? 1;
    if (this.#lines.every(({ points }) => points.length === 0)) return end;
    const reached = Math.max(5, ...this.#lines.map(({ points }) => points.at(-1)?.x ?? 0));
    while (end / 2 >= reached && end > 2) end /= 2;
    return end;
  }

  /** The scales of the model on a plot of that size; undefined before there is one. */
  scales(room: { width: number; height: number }): CurveScales | undefined {
    return this.model && curveScales(this.model, room);
  }

  /** Zooms around a share of the plot from the left and the bottom. */
  zoomBy(factor: number, at = { x: 0.5, y: 0.5 }): void {
    if (this.model) this.#look(zoomed(this.model, factor, at, this.#end));
  }

  /** Moves what is looked at by shares of the plot. */
  panBy(x: number, y: number): void {
    if (this.model) this.#look(panned(this.model, { x, y }, this.#end));
  }

  reset(): void {
    this.#look(undefined);
  }

  get #end(): number {
    return this.#run?.header?.totalSteps ?? 1;
  }

  #look(view: View | undefined): void {
    this.#zoom = view && { x: { min: view.x.min, max: view.x.max }, y: pickAxis(view.y) };
    if (this.#shown) this.#model();
  }
}

const pickAxis = ({ min, max, log }: View['y']): View['y'] => ({ min, max, log });

function curveOf(line: CostLine, { splits }: CostView): Curve {
  const { initializer, points, drawn, band, split, single, diverged } = line;
  return {
    series: initializer,
    points: drawn,
    band: band?.map(({ low, high }, index) => ({ x: points[index].x, low, high })),
    pale: split === 'test' && splits.length > 1,
    single,
    diverged: diverged && split === 'train',
  };
}

function leastAccuracy(lines: readonly CostLine[]): number {
  let least = 1;
  for (const { points, band } of lines) {
    for (const { y } of points) if (y < least) least = y;
    for (const { low } of band ?? []) if (low < least) least = low;
  }
  return Math.max(0, Math.floor(least * 10 - 0.5) / 10);
}

function stepTitle(run: RunRecord | undefined): string {
  const perEpoch = run?.header?.stepsPerEpoch ?? 1;
  return perEpoch > 1 ? l10n.t('step ({0} per epoch)', formatCount(perEpoch)) : l10n.t('step');
}

/** The title of the upright axis, and a shorter one for a low chart. */
function costTitles(run: RunRecord | undefined, { quantity }: CostView): { title: string; brief: string } {
  if (quantity === 'accuracy') return { title: l10n.t('accuracy'), brief: l10n.t('accuracy') };
  switch (run?.header && lossKind(run.header)) {
    case 'binaryCrossEntropy':
      return { title: l10n.t('binary cross-entropy (nats)'), brief: l10n.t('cost (nats)') };
    case 'categoricalCrossEntropy':
      return { title: l10n.t('cross-entropy (nats)'), brief: l10n.t('cost (nats)') };
    case 'meanSquaredError':
      return { title: l10n.t('mean squared error'), brief: l10n.t('cost') };
    default:
      return { title: l10n.t('cost'), brief: l10n.t('cost') };
  }
}

function costText({ quantity, log }: CostView): CurvesModel['y']['text'] {
  if (quantity === 'accuracy') return (value) => formatPercent(value, 0);
  return (value, spacing) => (log ? formatRound(value) : formatTick(value, spacing));
}
