import * as l10n from '@vscode/l10n';
import type { RunRecord, SweepRecord } from '../../../../src/experiment/record/record';
import { indicesOf } from '../../../../src/experiment/format/sweepAxes';
import {
  cellName,
  figureText,
  type SweepModel,
  type SweptInitializer,
} from '../../../../src/experiment/sweep/sweepModel';
import { curvesHeight } from '../../results/sweep/curveLayout';
import { drawCurves } from '../../results/sweep/curvesDraw';
import { drawHeatMap, heatMapSize } from '../../results/sweep/heatMapDraw';
import { bandText } from '../../results/seeds/bandWords';
import type { Sheet } from './sheet';
import { drawAt, subtitleOf } from './sheets';

const curvesWidth = 760;
/** Width that the cells of a map share. */
const mapRoom = 560;
/** Cells that are told in words. */
const mostTold = 24;

function told(model: SweepModel, sweep: SweepRecord, entries: readonly SweptInitializer[]): string {
  const all = entries.flatMap(({ label, figures }) =>
    figures.map(
      (figure, cell) =>
        `${entries.length > 1 ? `${label}, ` : ''}${cellName(model, indicesOf(sweep, cell))}: ${figureText(model, figure)}`,
    ),
  );
  return `${all.slice(0, mostTold).join('; ')}${all.length > mostTold ? '; …' : ''}`;
}

const seedWords = ({ seeds, band }: SweepModel): string | undefined => {
  if (seeds < 2) return undefined;
  return band === 'interval' ? l10n.t('mean of {0} seeds', seeds) : l10n.t('median of {0} seeds', seeds);
};

/** One initializer over two settings. */
export function heatMapSheet(run: RunRecord, sweep: SweepRecord, model: SweepModel, entry: SweptInitializer): Sheet {
  const title = l10n.t('{0} of {1}', model.metricName, entry.label);
  return {
    title,
    subtitle: subtitleOf(run, seedWords(model), model.range?.log ? l10n.t('colours on a log scale') : undefined),
    description: `${title}. ${told(model, sweep, [entry])}.`,
    legend: [],
    ...heatMapSize(model, mapRoom),
    draw: (paper, x, y) => drawAt(paper, x, y, (context) => drawHeatMap(context, model, entry, mapRoom)),
  };
}

/** The initializers that are shown over one setting. */
export function sweepCurvesSheet(
  run: RunRecord,
  sweep: SweepRecord,
  model: SweepModel,
  hidden: ReadonlySet<number>,
): Sheet {
  const shown = model.initializers.filter(({ initializer }) => !hidden.has(initializer));
  const title = l10n.t('{0} by {1}', model.metricName, model.axes[0].name);
  return {
    title,
    subtitle: subtitleOf(run, model.seeds > 1 ? bandText(model.band, model.seeds) : undefined),
    description: `${title}. ${told(model, sweep, shown)}.`,
    legend: shown.map(({ initializer, label }) => ({ mark: { series: initializer }, label })),
    width: curvesWidth,
    height: curvesHeight,
    draw: (paper, x, y) => drawAt(paper, x, y, (context) => drawCurves(context, model, shown, curvesWidth)),
  };
}
