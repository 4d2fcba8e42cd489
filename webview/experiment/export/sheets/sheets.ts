import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../../src/experiment/text/format';
import { labelOf } from '../../../../src/experiment/text/labels';
import type { DataPreview, RunRecord } from '../../../../src/experiment/record/record';
import { drawBoundary } from '../../../charts/boundary';
import { drawHistogram, type HistogramModel } from '../../../charts/histogram';
import type { ShownBoundary } from '../../results/columns/boundaryModel';
import { boundaryLabel, classLabels } from '../../results/columns/dataLegend';
import { apartWords } from '../chartRegistry';
import type { LegendEntry, Sheet } from './sheet';

/** Words that go under every title: the experiment, of a cell of a sweep its settings, and what else is given. */
export function subtitleOf(run: RunRecord, ...rest: (string | undefined)[]): string {
  return [run.header!.experiment.name, ...[apartWords(run), ...rest].filter((part) => part !== undefined)].join(' · ');
}

/** `step 15 000`, with the seed where there are several. */
export function momentWords(run: RunRecord, step: number, seed: number): string {
  const words = l10n.t('step {0}', formatCount(step));
  return run.header!.experiment.random.seeds.length > 1 ? l10n.t('{0}, seed {1}', words, seed) : words;
}

/** Legend entries of initializers, by their index. */
export function seriesLegend(run: RunRecord, indices: readonly number[]): LegendEntry[] {
  return indices.map((index) => ({
    mark: { series: index },
    label: labelOf(run.header!.experiment.initializers[index]),
  }));
}

/** One histogram, or an overlay of several, `width` CSS pixels wide. */
export function histogramSheet(
  run: RunRecord,
  title: string,
  moment: string,
  model: HistogramModel,
  figures: string,
  width = 480,
  height = 240,
): Sheet {
  return {
    title,
    subtitle: [subtitleOf(run, moment), figures].filter((part) => part !== '').join(' · '),
    description: model.description,
    legend:
      model.series.length > 1 ? model.series.map(({ index, name }) => ({ mark: { series: index }, label: name })) : [],
    width,
    height,
    draw: (context, theme) => drawHistogram(context, model, { width, height, theme }),
  };
}

function boundaryLegend(data: DataPreview): LegendEntry[] {
  return [
    ...classLabels(data).map((label, index): LegendEntry => ({ mark: { class: index }, label })),
    { mark: { points: 'train' }, label: l10n.t('train') },
    ...(data.testCount > 0 ? [{ mark: { points: 'test' as const }, label: l10n.t('test') }] : []),
    { mark: { boundary: true }, label: boundaryLabel(data) },
  ];
}

/** The answer of one network over the plane. */
export function boundarySheet(run: RunRecord, label: string, moment: string, shown: ShownBoundary, size = 380): Sheet {
  return {
    title: l10n.t('Decision boundary, {0}', label),
    subtitle: subtitleOf(run, moment),
    description: shown.description,
    legend: boundaryLegend(shown.data),
    width: size,
    height: size,
    draw: (context, theme) => drawBoundary(context, shown.model, { width: size, height: size, theme }),
  };
}
