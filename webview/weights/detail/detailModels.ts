import * as l10n from '@vscode/l10n';
import type {
  DetailHistogram,
  NeuronDetail,
  QuantilePairs,
  SingularValues,
  TensorDetail,
} from '../../../src/inspect/tensors/report';
import { formatCount, formatNumber } from '../../../src/experiment/text/format';
import { binAt, padded, rangeOf } from '../../charts/parts/plotRange';
import type { PlotLayer, PlotModel, PlotTone } from '../../charts/plot';

/** Histogram with the laws that fit over it; on a logarithmic scale x is log₁₀ |w|. */
export function histogramPlot(
  { histogram, curves }: Pick<TensorDetail, 'histogram' | 'curves'>,
  logCounts: boolean,
): PlotModel {
  const { edges, counts } = histogram;
  const top = Math.max(1, ...counts, ...curves.flatMap(({ y }) => Array.from(y).filter(Number.isFinite)));
  const layers: PlotLayer[] = [
    { kind: 'bars', edges, values: counts, tone: 'tensor' },
    ...curves.map(({ x, y }, law): PlotLayer => ({ kind: 'line', x, y, tone: { law } })),
  ];
  return {
    x: { min: edges[0], max: edges[edges.length - 1], label: xLabel(histogram) },
    y: logCounts
      ? { min: 0.8, max: top * 1.5, label: l10n.t('count'), log: true, whole: true }
      : { min: 0, max: top * 1.06, label: l10n.t('count'), whole: true },
    layers,
    tip: (x) => {
      const bin = binAt(edges, x);
      return bin < 0
        ? undefined
        : {
            x: (edges[bin] + edges[bin + 1]) / 2,
            text: l10n.t(
              '{0} … {1}: {2}',
              formatNumber(edges[bin]),
              formatNumber(edges[bin + 1]),
              formatCount(counts[bin]),
            ),
          };
    },
  };
}

/** Figures of the places 0, 1, … of an axis. */
export function placesTip(count: number, text: (at: number) => string): PlotModel['tip'] {
  return (x) => {
    const at = Math.round(x);
    return at < 0 || at >= count ? undefined : { x: at, text: text(at) };
  };
}

function xLabel({ scale }: DetailHistogram): string {
  return scale === 'logarithmic' ? l10n.t('log₁₀ |value|') : l10n.t('value');
}

/** Laws have the colours that they have in the histogram; the normal law beside them one of its own. */
export const pairTone = ({ fit }: QuantilePairs, index: number): PlotTone => (fit ? { law: index } : 'tensor');

/** Quantiles of the tensor over those of each law: on the diagonal where the law fits. */
export function quantilePlot(pairs: readonly QuantilePairs[]): PlotModel {
  const both = padded(rangeOf(pairs.flatMap(({ law, tensor }) => [law, tensor])));
  return {
    x: { ...both, label: l10n.t('quantile of the law') },
    y: { ...both, label: l10n.t('quantile of the tensor') },
    layers: [
      { kind: 'diagonal' },
      ...pairs.map((pair, index): PlotLayer => ({
        kind: 'points',
        x: pair.law,
        y: pair.tensor,
        tone: pairTone(pair, index),
        mark: index % 2 === 1 ? 'square' : 'circle',
      })),
    ],
  };
}

/** Norm of the weights of every neuron, sorted so that outliers stand at the ends. */
export function normsPlot({ norms }: NeuronDetail): PlotModel {
  const order = Uint32Array.from(norms, (_, neuron) => neuron).sort((a, b) => norms[a] - norms[b]);
  const sorted = Float64Array.from(order, (neuron) => norms[neuron]);
  return {
    x: { min: -0.5, max: sorted.length - 0.5, label: l10n.t('neuron, by norm'), whole: true },
    y: { min: 0, max: padded(rangeOf([sorted, [0]])).max, label: l10n.t('norm') },
    layers: [{ kind: 'points', x: Float64Array.from(sorted, (_, at) => at), y: sorted, tone: 'tensor', joined: true }],
    tip: placesTip(sorted.length, (at) => l10n.t('Neuron {0}: {1}', order[at], formatNumber(sorted[at], 4))),
  };
}

/** Singular values from large to small. */
export function spectrumPlot({ values }: SingularValues, log: boolean): PlotModel {
  const shown = log ? values.filter((value) => value > values[0] * 1e-12) : values;
  const range = log ? padded(rangeOf([shown], true), true) : { min: 0, max: padded(rangeOf([shown, [0]])).max };
  return {
    x: { min: -0.5, max: Math.max(0.5, values.length - 0.5), label: l10n.t('place'), whole: true },
    y: { ...range, label: l10n.t('singular value'), log },
    layers: [{ kind: 'points', x: Float64Array.from(shown, (_, at) => at), y: shown, tone: 'tensor', joined: true }],
    tip: placesTip(values.length, (at) => l10n.t('Place {0}: {1}', at + 1, formatNumber(values[at], 5))),
  };
}
