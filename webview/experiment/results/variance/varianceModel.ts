import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber } from '../../../../src/experiment/text/format';
import { labelOf } from '../../../../src/experiment/text/labels';
import { infoMark, layerTitle } from '../../../../src/experiment/text/layerTitle';
import { isNetworkHeader } from '../../../../src/experiment/record/networkHeader';
import type { LayerInfo, RunRecord } from '../../../../src/experiment/record/record';
import { expectedVariances, measuredVariance, type VarianceKind } from '../../../../src/experiment/record/variances';
import type { DepthModel } from '../../../charts/depthLines';
import { snapshotAt } from '../timelineSteps';

/** What the panel shows: the forward signal before or after the activation. */
export interface VarianceView {
  seed: number;
  /** Infinity for the newest. */
  step: number;
  forward: 'preActivations' | 'activations';
}

/** One initializer's line over depth; NaN where there is no number. */
export interface VarianceLine {
  initializer: number;
  label: string;
  measured: number[];
  /** Absent where theory says nothing. */
  expected?: number[];
}

/** One chart: a place on the depth axis for each entry of `places`. */
export interface VarianceChartModel {
  /** Equal keys draw equal pictures. */
  key: string;
  title: string;
  /** Of the value axis. */
  unit: string;
  places: string[];
  /** Of a user's model: the number of each call in the order in which they ran, from 1 on. */
  calls?: number[];
  lines: VarianceLine[];
  /** The picture in words. */
  description: string;
}

/** Both directions of the signal, and the step that they show. */
export interface VarianceModel {
  step: number | undefined;
  forward: VarianceChartModel;
  backward: VarianceChartModel;
  /** Some line has a theory beside it. */
  theory: boolean;
}

/** A chart as it is drawn, without the initializers in `hidden`; `cursor` is the place that is read. */
export function depthModel(
  { places, calls, unit, lines }: VarianceChartModel,
  hidden: ReadonlySet<number>,
  cursor?: number,
): DepthModel {
  const shown = lines.filter(({ initializer }) => !hidden.has(initializer));
  return {
    places: calls?.map(String) ?? places,
    unit,
    lines: shown.map(({ initializer, measured, expected }) => ({ series: initializer, measured, expected })),
    cursor,
    empty: shown.length === 0 ? l10n.t('All initializers are hidden.') : l10n.t('No finite variance.'),
  };
}

function describe(title: string, lines: readonly VarianceLine[]): string {
  const spans = lines.slice(0, 8).map(({ label, measured }) => {
    const known = measured.filter((value) => !Number.isNaN(value));
    return known.length === 0
      ? l10n.t('{0}: nothing recorded', label)
      : l10n.t('{0}: from {1} to {2}', label, formatNumber(known[0]), formatNumber(known[known.length - 1]));
  });
  const rest =
    lines.length > spans.length ? ` ${l10n.t('{0} more in the table.', formatCount(lines.length - spans.length))}` : '';
  return `${title}. ${spans.join('; ')}.${rest}`;
}

/** A layer as the depth axis names it: a call of a user's model with its class. */
const placeName = (info: LayerInfo): string =>
  info.kind === 'module' ? `${info.name} · ${infoMark(info)}` : layerTitle(info.name);

/** The number of each call among the calls, from 1 on; parameters count for none. */
function callNumbers(layers: readonly LayerInfo[]): number[] {
  let count = 0;
  return layers.map(({ kind }) => (kind === 'module' ? ++count : count));
}

/** The lines of a run for a view. With `inputs` recorded the forward chart starts with them. */
export function varianceOf(run: RunRecord, view: VarianceView): VarianceModel {
  const header = run.header!;
  const trials = run.trials.filter((trial) => trial.seed === view.seed);
  const shown = trials.map((trial) => ({
    trial,
    snapshot: snapshotAt(trial, view.step),
    expected: expectedVariances(header, trial),
    label: labelOf(header.experiment.initializers[trial.initializer]),
  }));
  const { layers } = header;
  const ofModel = !isNetworkHeader(header);
  /** The layers of a chart: of a user's model the calls that have a number. */
  const indicesOf = (kind: VarianceKind): number[] =>
    [...layers.keys()].filter(
      (index) =>
        !ofModel ||
        (layers[index].kind === 'module' &&
          shown.some(({ snapshot }) => !Number.isNaN(measuredVariance(snapshot?.layers[index], kind) ?? NaN))),
    );
  const line =
    (kind: VarianceKind, from: 'inputs' | undefined, indices: readonly number[]) =>
    ({ trial, snapshot, expected, label }: (typeof shown)[number]): VarianceLine => {
      const inputs = trial.snapshots[0]?.inputs?.variance ?? NaN;
      const start = from ? [inputs] : [];
      const values = expected?.map((layer) => layer[kind]);
      return {
        initializer: trial.initializer,
        label,
        measured: [
          ...(snapshot ? start : start.map(() => NaN)),
          ...indices.map((index) => measuredVariance(snapshot?.layers[index], kind) ?? NaN),
        ],
        ...(values?.some((value) => !Number.isNaN(value)) ? { expected: [...start, ...values] } : {}),
      };
    };
  const step = shown.reduce<number | undefined>(
    (latest, { snapshot }) => (snapshot && snapshot.step > (latest ?? -1) ? snapshot.step : latest),
    undefined,
  );
  const key = `${run.id}/${view.seed}/${view.forward}/${shown.map(({ snapshot }) => snapshot?.step ?? '-').join()}`;
  const chart = (title: string, unit: string, kind: VarianceKind, from: 'inputs' | undefined): VarianceChartModel => {
    const indices = indicesOf(kind);
    const lines = shown.map(line(kind, from, indices));
    const calls = ofModel ? callNumbers(layers) : undefined;
    return {
      key: `${key}/${kind}`,
      title,
      unit,
      places: [...(from ? [l10n.t('inputs')] : []), ...indices.map((index) => placeName(layers[index]))],
      ...(calls && { calls: indices.map((index) => calls[index]) }),
      lines,
      description: describe(title, lines),
    };
  };
  if (ofModel)
    return {
      step,
      forward: chart(
        l10n.t('Forward: variance of the outputs, by call'),
        l10n.t('Var(outputs)'),
        'activations',
        undefined,
      ),
      backward: chart(
        l10n.t('Backward: variance of the gradient of the cost with respect to the outputs, by call'),
        l10n.t('Var(∂cost / ∂output)'),
        'backward',
        undefined,
      ),
      theory: false,
    };
  const forward =
    view.forward === 'activations'
      ? chart(l10n.t('Forward: variance of the activations'), l10n.t('Var(activations)'), 'activations', 'inputs')
      : chart(
          l10n.t('Forward: variance of the pre-activations'),
          l10n.t('Var(pre-activations)'),
          'preActivations',
          'inputs',
        );
  const backward = chart(
    l10n.t('Backward: variance of the gradient of the cost with respect to the pre-activations'),
    l10n.t('Var(∂cost / ∂pre-activation)'),
    'backward',
    undefined,
  );
  return {
    step,
    forward,
    backward,
    theory: [...forward.lines, ...backward.lines].some(({ expected }) => expected !== undefined),
  };
}
