import * as l10n from '@vscode/l10n';
import type { PictureChapter } from '../../../../src/protocol/pictures';
import { formatCount } from '../../../../src/experiment/text/format';
import type { RunRecord, SweepRecord } from '../../../../src/experiment/record/record';
import { reportMetrics } from '../../../../src/experiment/report/sweepTables';
import { sweepModel } from '../../../../src/experiment/sweep/sweepModel';
import { columnsOf, type ColumnView, type LayerView } from '../../results/columns/columnModel';
import type { ChartContext } from '../../../charts/canvas/chartContext';
import { drawHistogram } from '../../../charts/histogram';
import type { Theme } from '../../../charts/theme/theme';
import { CostCurves } from '../../results/cost/costCurves';
import { boundaryChart } from '../../results/columns/boundaryModel';
import { has } from '../../results/cost/costSeries';
import type { CostView } from '../../results/cost/costLine';
import { reportCharts } from '../chartRegistry';
import { costSheet } from './costSheet';
import type { Sheet } from './sheet';
import { boundarySheet, momentWords, subtitleOf } from './sheets';
import { heatMapSheet, sweepCurvesSheet } from './sweepSheets';

/** A chart of a report with the word for its file. */
export interface ReportSheet {
  id: string;
  chapter: PictureChapter;
  sheet: Sheet;
}

const curveSize = { width: 860, height: 320 };
const tile = { width: 228, height: 132, gap: 14, caption: 34 };
const tilesInRow = 4;

/** The curves of the whole run. */
function curves(run: RunRecord, id: string, view: CostView): ReportSheet {
  const shown = new CostCurves();
  const hidden = new Set<number>();
  shown.sync(run, { view, hidden, full: false });
  return { id, chapter: 'curves', sheet: costSheet(run, shown, view, hidden, curveSize) };
}

function drawTile(
  context: ChartContext,
  { title, shape, figures, histogram, missing }: LayerView,
  step: number,
  theme: Theme,
): void {
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.font = `600 ${theme.font(11)}`;
  context.fillStyle = theme.foreground();
  context.fillText(`${title} ${shape}, ${l10n.t('step {0}', formatCount(step))}`, 0, 12);
  context.font = theme.font(10);
  context.fillStyle = theme.muted();
  context.fillText(histogram ? figures : (missing ?? ''), 0, 26);
  if (!histogram) return;
  context.save();
  context.translate(0, tile.caption);
  drawHistogram(context, histogram, { ...tile, theme });
  context.restore();
}

/** The kernels of one trial at its start, and below them at its end; a wide row of layers goes on below. */
function weights(run: RunRecord, start: ColumnView, end: ColumnView): ReportSheet {
  const header = run.header!;
  const [first, last] = [start.snapshot!.step, end.snapshot!.step];
  const count = start.layers.length;
  const inRow = Math.min(tilesInRow, count);
  const rowHeight = tile.caption + tile.height + tile.gap;
  const rows = Math.ceil(count / tilesInRow);
  const moments =
    first === last
      ? [{ column: start, step: first }]
      : [
          { column: start, step: first },
          { column: end, step: last },
        ];
  const sheet: Sheet = {
    title: l10n.t('Weights, {0}', start.label),
    subtitle: subtitleOf(
      run,
      start.formulas[0],
      header.experiment.random.seeds.length > 1 ? l10n.t('seed {0}', start.trial!.seed) : undefined,
    ),
    description: [...start.layers, ...(first === last ? [] : end.layers)]
      .map(({ histogram }) => histogram?.description)
      .filter((text) => text !== undefined)
      .join('; '),
    legend: [],
    width: inRow * tile.width + (inRow - 1) * tile.gap,
    height: rows * moments.length * rowHeight,
    draw: (context, theme) =>
      moments.forEach(({ column, step }, below) =>
        column.layers.forEach((layer, index) => {
          const row = Math.floor(index / tilesInRow) * moments.length + below;
          context.save();
          context.translate((index % tilesInRow) * (tile.width + tile.gap), row * rowHeight);
          drawTile(context, layer, step, theme);
          context.restore();
        }),
      ),
  };
  return { id: `weights-${start.initializer}`, chapter: 'weights', sheet };
}

/** The figures of a sweep over its settings: curves over one, a heat map for each initializer over two. */
function sweptSheets(run: RunRecord, sweep: SweepRecord): ReportSheet[] {
  return reportMetrics(run).flatMap((metric): ReportSheet[] => {
    const model = sweepModel(run, sweep, metric, 'interval');
    if (model.axes.length === 1)
      return [{ id: `sweep-${metric}`, chapter: 'curves', sheet: sweepCurvesSheet(run, sweep, model, new Set()) }];
    return model.initializers.map((entry): ReportSheet => ({
      id: `sweep-${metric}-${entry.initializer}`,
      chapter: 'curves',
      sheet: heatMapSheet(run, sweep, model, entry),
    }));
  });
}

/** All charts of a report on a run, in their order; the weights and boundaries are those of the first seed. */
export function reportSheets(run: RunRecord): ReportSheet[] {
  const { header } = run;
  if (!header) return [];
  if (run.sweep) return sweptSheets(run, run.sweep);
  const sheets: ReportSheet[] = [];
  if (run.trials.some(({ curve }) => curve.step.length > 0)) {
    sheets.push(curves(run, 'cost', { quantity: 'cost', splits: ['train'], log: true, smoothing: 0 }));
    if (has(run, 'cost', 'test'))
      sheets.push(curves(run, 'cost-test', { quantity: 'cost', splits: ['test'], log: true, smoothing: 0 }));
    if (has(run, 'accuracy', 'train'))
      sheets.push(
        curves(run, 'accuracy', {
          quantity: 'accuracy',
          splits: has(run, 'accuracy', 'test') ? ['train', 'test'] : ['train'],
          log: false,
          smoothing: 0,
        }),
      );
  }
  const seed = run.trials[0]?.seed ?? 0;
  const at = (step: number): ColumnView[] => columnsOf(run, { seed, step, tensor: 'kernel', axes: 'auto' });
  const starts = at(0);
  const ends = at(Infinity);
  starts.forEach((start, index) => {
    if (start.snapshot && ends[index].snapshot) sheets.push(weights(run, start, ends[index]));
  });
  for (const { label, snapshot, initializer } of ends) {
    const shown = boundaryChart('', header.data, snapshot, label);
    if (!snapshot || !shown) continue;
    sheets.push({
      id: `boundary-${initializer}`,
      chapter: 'boundaries',
      sheet: boundarySheet(run, label, momentWords(run, snapshot.step, seed), shown),
    });
  }
  return [...sheets, ...reportCharts().map(({ id, sheet }): ReportSheet => ({ id, chapter: 'more', sheet: sheet()! }))];
}
