import * as l10n from '@vscode/l10n';
import type { RunRecord, SweepRecord } from '../../../../src/experiment/record/record';
import { indicesOf } from '../../../../src/experiment/format/sweepAxes';
import {
  cellName,
  figureText,
  type SweepModel,
  type SweptInitializer,
} from '../../../../src/experiment/sweep/sweepModel';
import { drawHeatMap, heatMapSize } from '../../../charts/heatMap';
import { drawSettingCurves, settingCurvesHeight } from '../../../charts/settingCurves';
import { colorScaleOf, heatMapOf, settingCurvesOf } from '../../results/sweep/sweepCharts';
import { bandText } from '../../results/seeds/bandWords';
import type { Sheet } from './sheet';
import { subtitleOf } from './sheets';

const curvesSize = { width: 760, height: settingCurvesHeight };
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
  const map = heatMapOf(model, entry, colorScaleOf(model));
  const size = heatMapSize(map, mapRoom);
  return {
    title,
    subtitle: subtitleOf(run, seedWords(model), model.range?.log ? l10n.t('colours on a log scale') : undefined),
    description: `${title}. ${told(model, sweep, [entry])}.`,
    legend: [],
    ...size,
    draw: (context, theme) => drawHeatMap(context, map, { width: mapRoom, height: size.height, theme }),
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
    ...curvesSize,
    draw: (context, theme) => drawSettingCurves(context, settingCurvesOf(model, shown), { ...curvesSize, theme }),
  };
}
