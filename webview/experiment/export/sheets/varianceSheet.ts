import type { RunRecord } from '../../../../src/experiment/record/record';
import { drawVariance } from '../../results/variance/varianceDraw';
import type { VarianceChartModel } from '../../results/variance/varianceModel';
import type { Sheet } from './sheet';
import { drawAt, seriesLegend, subtitleOf } from './sheets';

const size = { width: 620, height: 280 };

/** Variance of every layer in one direction, at the step that is shown. */
export function varianceSheet(
  run: RunRecord,
  model: VarianceChartModel,
  hidden: ReadonlySet<number>,
  moment: string,
): Sheet {
  const shown = model.lines.map(({ initializer }) => initializer).filter((initializer) => !hidden.has(initializer));
  return {
    title: model.title,
    subtitle: subtitleOf(run, moment),
    description: model.description,
    legend: seriesLegend(run, shown),
    ...size,
    draw: (paper, x, y) =>
      drawAt(paper, x, y, (context) => drawVariance(context, model, hidden, undefined, size.width, size.height)),
  };
}
