import * as l10n from '@vscode/l10n';
import type { RunRecord, SweepRecord } from '../record/record';
import { cellName, figureText, metricsOf, sweepModel, type SweepModel } from '../sweep/sweepModel';
import type { SweepMetric } from '../sweep/sweepFigures';
import { indicesOf } from '../format/sweepAxes';
import type { Fact } from './describe';
import type { ReportTable } from './reportTable';

/**
 * The figures of a sweep that a report shows: the train cost, and the best of what tells how the network does on other
 * data.
 */
export function reportMetrics(run: RunRecord): SweepMetric[] {
  const metrics = metricsOf(run);
  const other = (['testAccuracy', 'testCost', 'trainAccuracy'] as const).find((metric) => metrics.includes(metric));
  return other === undefined ? ['cost'] : ['cost', other];
}

/** What a sweep varied, a line for each axis. */
export function describeSweep(run: RunRecord, sweep: SweepRecord): Fact[] {
  return sweepModel(run, sweep, 'cost', 'interval').axes.map(({ name, values }) => [
    l10n.t('Varied: {0}', name),
    values.join(', '),
  ]);
}

/** The cells of a sweep by one figure: a row for each cell, a column for each initializer. */
function cellTable(sweep: SweepRecord, model: SweepModel): ReportTable {
  return {
    title: model.metricName,
    head: [...model.axes.map(({ name }) => name), ...model.initializers.map(({ label }) => label)],
    rows: sweep.cells.map((_, cell) => {
      const indices = indicesOf(sweep, cell);
      return [
        ...model.axes.map(({ values }, place) => values[indices[place]]),
        ...model.initializers.map(({ figures }) => figureText(model, figures[cell])),
      ];
    }),
    note:
      model.seeds > 1
        ? l10n.t("Means of {0} seeds ± half the width of the 95 % interval of the mean (Student's t).", model.seeds)
        : '',
    numbersFrom: model.axes.length,
  };
}

/** Tables of all cells, one for each figure of a report. */
export function sweepTables(run: RunRecord, sweep: SweepRecord): ReportTable[] {
  return reportMetrics(run).map((metric) => cellTable(sweep, sweepModel(run, sweep, metric, 'interval')));
}

/** Of each initializer the cell with its best figure, and the cells that came to none. */
export function sweepFindings(run: RunRecord, sweep: SweepRecord): Fact[] {
  const models = reportMetrics(run).map((metric) => sweepModel(run, sweep, metric, 'interval'));
  return models[0].initializers.map(({ label, figures }, place) => {
    const bests = models.flatMap((model) => {
      const cell = bestCell(model, place);
      return cell === undefined
        ? []
        : [
            l10n.t(
              '{0} {1} at {2}',
              model.metricName,
              figureText(model, model.initializers[place].figures[cell]),
              cellName(model, indicesOf(sweep, cell)),
            ),
          ];
    });
    const lost = figures.filter(({ status }) => status === 'diverged' || status === 'failed').length;
    const said = bests.length === 0 ? [l10n.t('no cell finished')] : bests;
    return [
      label,
      [...said, ...(lost > 0 ? [l10n.t('{0} of {1} cells diverged or failed', lost, figures.length)] : [])].join('; '),
    ];
  });
}

/** The cell of the best known figure of one initializer. */
function bestCell({ initializers, lessIsBetter }: SweepModel, place: number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  initializers[place].figures.forEach(({ value }, cell) => {
    const size = lessIsBetter ? value : -value;
    if (size < least) [best, least] = [cell, size];
  });
  return best;
}
