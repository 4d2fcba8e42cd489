import * as l10n from '@vscode/l10n';
import { saturatedShare } from '../../../../src/engine/diagnostics/saturation';
import { asDrawn } from '../../../../src/engine/initializers/asDrawn';
import { conventionsOf } from '../../../../src/engine/random/generators';
import { biasLawOf, isDiscrete, lawOf } from '../../../../src/engine/initializers/laws/law';
import type { Law } from '../../../../src/engine/initializers/laws/lawShapes';
import { kernelInitializerOf } from '../../../../src/engine/initializers/draw';
import { formatNumber, formatPercent, formatCount } from '../../../../src/experiment/text/format';
import { formulaOf, labelOf, type ShownLaw } from '../../../../src/experiment/text/labels';
import { listText } from '../../../../src/experiment/text/language';
import { infoMark, infoTitle, layerTitle } from '../../../../src/experiment/text/layerTitle';
import { isNetworkHeader } from '../../../../src/experiment/record/networkHeader';
import type { Tensor } from '../../../../src/experiment/why/look';
import type {
  Distribution,
  LayerSnapshot,
  RunHeader,
  RunRecord,
  Snapshot,
  TrialRecord,
  LayerInfo,
} from '../../../../src/experiment/record/record';
import { allLayers, shownLayers, type LayerChoice } from '../modules/shownLayers';
import { snapshotAt } from '../timelineSteps';
import type { HistogramModel } from '../../../charts/histogram';
import type { Axis } from '../../../charts/parts/scale';
import { axesOf, type AxisMode } from './axisGroups';
import { barsOn, binCount, rangeOf } from './bars';

/** What the columns show. */
export interface ColumnsView {
  seed: number;
  /** Infinity for the newest. */
  step: number;
  tensor: Tensor;
  axes: AxisMode;
  /** Bars of a histogram; 0 or absent takes as many as there are values for. */
  bins?: number;
  /** What is shown; absent: all layers, of a large model of a user's some. */
  layer?: LayerChoice;
}

/** One layer of one initializer. */
export interface LayerView {
  /** Place in the network. */
  index: number;
  title: string;
  shape: string;
  /** Measured against expected spread. */
  figures: string;
  /** The same in short, for a column that has no room; absent where it is short. */
  brief?: string;
  /** Absent while nothing is recorded, or where nothing is finite. */
  histogram?: HistogramModel;
  /** Why there is none. */
  missing?: string;
}

/** One initializer's column. */
export interface ColumnView {
  initializer: number;
  label: string;
  /** The law of the kernels, and those of layers and biases that have their own. */
  formulas: string[];
  trial: TrialRecord | undefined;
  snapshot: Snapshot | undefined;
  layers: LayerView[];
}

/** What is counted. */
export function nounOf(tensor: Tensor): string {
  switch (tensor) {
    case 'kernel':
      return l10n.t('weights');
    case 'bias':
      return l10n.t('biases');
    case 'activations':
      return l10n.t('activations');
    case 'gradients':
      return l10n.t('gradients');
  }
}

/** The title of the value axis. */
export function xTitleOf(tensor: Tensor): string {
  switch (tensor) {
    case 'kernel':
      return l10n.t('weight');
    case 'bias':
      return l10n.t('bias');
    case 'activations':
      return l10n.t('activation');
    case 'gradients':
      return l10n.t('gradient of the cost with respect to the weight');
  }
}

/** A layer's name, and its kind where it is not dense. */
const titleOf = (info: LayerInfo): string => `${infoTitle(info)} ${infoMark(info)}`.trimEnd();

/** What the first parameter of a layer is, with its shape. */
function shapeOf({ kind, shape }: LayerInfo): string {
  switch (kind) {
    case undefined:
      return shape.join('×');
    case 'module':
    case 'parameter':
      return shape.length > 0 ? shape.join('×') : l10n.t('no weights');
    case 'dropout':
      return l10n.t('no weights');
    case 'residual':
      return shape.length > 0 ? l10n.t('gate') : l10n.t('no weights');
    default:
      return l10n.t('scale, {0}', shape[0]);
  }
}

/** The number of units; empty where a call of a user's model has none of its own. */
function unitsOf({ units }: LayerInfo): string {
  if (units === 0) return '';
  return units === 1 ? l10n.t('1 unit') : l10n.t('{0} units', units);
}

/** Why a layer has no histogram of a tensor, at a step that was recorded. */
function missingText({ kind }: LayerInfo, tensor: Tensor): string {
  if (kind !== 'module' && kind !== 'parameter') return l10n.t('none in this network');
  switch (tensor) {
    case 'kernel':
      return l10n.t('no weights of its own');
    case 'bias':
      return l10n.t('no bias');
    case 'activations':
      return kind === 'parameter' ? l10n.t('a parameter has no activations') : l10n.t('not called at this step');
    case 'gradients':
      return l10n.t('no gradients recorded');
  }
}

/** The law of a tensor of a layer; undefined for what is not drawn, and for a law that the shape does not allow. */
function layerLaw(header: RunHeader, initializer: number, layer: number, tensor: Tensor): Law | undefined {
  if (tensor !== 'kernel' && tensor !== 'bias') return undefined;
  const { inputs, units, kind } = header.layers[layer];
  if (kind !== undefined || !isNetworkHeader(header)) return undefined;
  const entry = header.experiment.initializers[initializer];
  const shape = { fanIn: inputs, fanOut: units, layout: header.layout };
  const conventions = conventionsOf(header.experiment.random.generator);
  try {
    const spec = kernelInitializerOf(entry, layer, header.layers.length);
    return tensor === 'kernel' ? lawOf(spec, shape, conventions) : biasLawOf(entry.bias, spec, shape, conventions);
  } catch {
    return undefined;
  }
}

/** One tensor of a layer; undefined where it is not recorded. */
export const distributionOf = (layer: LayerSnapshot | undefined, tensor: Tensor): Distribution | undefined =>
  layer?.[tensor];
/** A figure of a caption: two digits. */
export const two = (value: number): string => formatNumber(value, 2);

/** The most telling figures of a layer. */
function briefOf({ statistics: { mean, std } }: Distribution, tensor: Tensor): string {
  const sigma = `σ ${two(std)}`;
  return tensor === 'activations' ? listText([l10n.t('mean {0}', two(mean)), sigma]) : sigma;
}

function figuresOf(
  now: Distribution,
  start: Distribution | undefined,
  law: Law | undefined,
  tensor: Tensor,
  first: boolean,
  { saturated: count, dead = 0 }: LayerSnapshot,
  units: number,
): string {
  const { statistics } = now;
  const bad = statistics.nan + statistics.infinite;
  if (bad > 0) return l10n.t('{0} of {1} not finite', formatCount(bad), formatCount(statistics.count));
  const sigma = `σ ${two(statistics.std)}`;
  if (tensor === 'activations') {
    const saturated = saturatedShare({ statistics, saturated: count }) ?? 0;
    return listText([
      l10n.t('mean {0}', two(statistics.mean)),
      sigma,
      ...(statistics.zeros > 0 ? [l10n.t('{0} zero', formatPercent(statistics.zeros / statistics.count, 0))] : []),
      ...(dead === 0
        ? []
        : units > 0
          ? [l10n.t('{0} of {1} units dead', formatCount(dead), formatCount(units))]
          : [l10n.t('{0} units dead', formatCount(dead))]),
      ...(saturated >= 0.005 ? [l10n.t('{0} saturated', formatPercent(saturated, 0))] : []),
    ]);
  }
  if (tensor === 'gradients') return sigma;
  const aside = [
    ...(first || !start ? [] : [l10n.t('start {0}', two(start.statistics.std))]),
    ...(law ? [l10n.t('law {0}', two(law.std))] : []),
  ];
  return aside.length === 0 || (statistics.std === 0 && law?.std === 0 && (first || start?.statistics.std === 0))
    ? sigma
    : l10n.t('{0} ({1})', sigma, listText(aside));
}

/**
 * The range that a layer takes in this snapshot, or over all of the trial's when that is not over four times as wide:
 * then Play keeps the axis still.
 */
function rangeOverTime(trial: TrialRecord, now: Axis, layer: number, tensor: Tensor): Axis {
  let { min, max } = now;
  for (const snapshot of trial.snapshots) {
    const range = distributionOf(snapshot.layers[layer], tensor);
    if (!range || !Number.isFinite(range.statistics.min)) continue;
    min = Math.min(min, range.statistics.min);
    max = Math.max(max, range.statistics.max);
  }
  return max - min <= 4 * (now.max - now.min) ? { min, max } : now;
}

function withLaw(range: Axis, law: Law | undefined): Axis {
  if (!law || isDiscrete(law)) return range;
  const lower = Number.isFinite(law.lower) ? law.lower : law.mean - 3 * law.std;
  const upper = Number.isFinite(law.upper) ? law.upper : law.mean + 3 * law.std;
  // A law that has become a spike beside the trained weights is not worth their room; nor the other way round.
  return { min: Math.min(range.min, lower), max: Math.max(range.max, upper) };
}

/** The density that is drawn over a histogram. */
function densityOf(law: Law | undefined): ((value: number) => number) | undefined {
  return law && !isDiscrete(law) ? (value) => law.density(value) : undefined;
}

function formulasOf(header: RunHeader, initializer: number): string[] {
  const { initializers, random } = header.experiment;
  const entry = initializers[initializer];
  const formula = (law: ShownLaw): string => formulaOf(asDrawn(law, random.generator));
  const own = Object.entries(entry.layers ?? {}).map(([layer, spec]) =>
    l10n.t('{0}: {1}', layerTitle(layer), formula(spec)),
  );
  return [formula(entry), ...own, ...(entry.bias ? [l10n.t('bias: {0}', formula(entry.bias).replace(/^W/, 'b'))] : [])];
}

/** Every column of the run for a view, with axes shared as the view says. */
export function columnsOf(run: RunRecord, view: ColumnsView): ColumnView[] {
  const { header } = run;
  if (!header) return [];
  const initializers = [...new Set(run.trials.map((trial) => trial.initializer))];
  const columns = initializers.map((initializer): ColumnView => {
    const trial = run.trials.find((other) => other.initializer === initializer && other.seed === view.seed);
    const entry = header.experiment.initializers[initializer];
    return {
      initializer,
      label: labelOf(entry),
      formulas: formulasOf(header, initializer),
      trial,
      snapshot: trial && snapshotAt(trial, view.step),
      layers: [],
    };
  });
  shownLayers(run, view.layer ?? allLayers).indices.forEach((layer) => {
    const info = header.layers[layer];
    const laws = columns.map(({ initializer }) => layerLaw(header, initializer, layer, view.tensor));
    const given = columns.map(({ snapshot }) => distributionOf(snapshot?.layers[layer], view.tensor));
    const own = given.map((distribution) => distribution && rangeOf(distribution));
    const ranges = own.map(
      (range, index) => range && withLaw(rangeOverTime(columns[index].trial!, range, layer, view.tensor), laws[index]),
    );
    const axes = axesOf(ranges, view.axes);
    const bins = new Map(
      [...new Set(axes)].map((axis) => [
        axis,
        axis
          ? binCount(
              axis,
              given.flatMap((distribution, index) =>
                axes[index] === axis && own[index] && distribution
                  ? [{ count: distribution.statistics.count, range: own[index] }]
                  : [],
              ),
              view.bins,
            )
          : 0,
      ]),
    );
    const common = mostCommon(axes);
    columns.forEach((column, index) => {
      const shape = view.tensor === 'kernel' || view.tensor === 'gradients' ? shapeOf(info) : unitsOf(info);
      const part: LayerView = { index: layer, title: titleOf(info), shape, figures: '' };
      column.layers.push(part);
      const distribution = given[index];
      const axis = axes[index];
      if (!distribution || distribution.statistics.count === 0)
        part.missing = column.snapshot ? missingText(info, view.tensor) : l10n.t('nothing recorded yet');
      else {
        const first = column.snapshot!.step === 0;
        const start = column.trial!.snapshots[0]?.layers[layer];
        const { nan, infinite } = distribution.statistics;
        if (view.tensor !== 'gradients' && nan + infinite === 0) part.brief = briefOf(distribution, view.tensor);
        part.figures = figuresOf(
          distribution,
          distributionOf(start, view.tensor),
          laws[index],
          view.tensor,
          first,
          column.snapshot!.layers[layer],
          info.units,
        );
        if (!axis) part.missing = l10n.t('no finite value');
        else {
          const alone = axes.some((other) => other !== undefined && other !== axis) && axis !== common;
          const bars = barsOn(distribution, axis, bins.get(axis)!);
          part.histogram = {
            key: `${run.id}/${column.trial!.seed}/${column.initializer}/${layer}/${view.tensor}/${column.snapshot!.step}/${axis.min}/${axis.max}/${bars.counts.length}`,
            axis,
            xTitle: alone ? l10n.t('{0} (own axis)', xTitleOf(view.tensor)) : xTitleOf(view.tensor),
            ownAxis: alone,
            series: [
              {
                index: column.initializer,
                name: nounOf(view.tensor),
                bars,
                law: densityOf(laws[index]),
                faded: !first,
              },
            ],
            description: l10n.t(
              '{0}, {1}, {2} at step {3}: {4} {5} from {6} to {7}, mean {8}, {9}',
              column.label,
              part.title,
              shape,
              column.snapshot!.step,
              formatCount(distribution.statistics.count),
              nounOf(view.tensor),
              two(distribution.statistics.min),
              two(distribution.statistics.max),
              two(distribution.statistics.mean),
              part.figures,
            ),
          };
        }
      }
    });
  });
  return columns;
}

/** The axis that most columns have; with equal numbers the first. */
export function mostCommon(axes: readonly (Axis | undefined)[]): Axis | undefined {
  const counts = new Map<Axis, number>();
  for (const axis of axes) if (axis) counts.set(axis, (counts.get(axis) ?? 0) + 1);
  return [...counts].reduce<[Axis | undefined, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    [undefined, 0],
  )[0];
}
