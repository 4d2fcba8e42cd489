import type { RunRecord } from '../../../../src/experiment/record/record';
import { drawDepthLines } from '../../../charts/depthLines';
import { depthModel, type VarianceChartModel } from '../../results/variance/varianceModel';
import type { Sheet } from './sheet';
import { seriesLegend, subtitleOf } from './sheets';

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
    draw: (context, theme) => drawDepthLines(context, depthModel(model, hidden), { ...size, theme }),
  };
}
