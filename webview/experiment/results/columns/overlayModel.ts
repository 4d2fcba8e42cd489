import * as l10n from '@vscode/l10n';
import { listText } from '../../../../src/experiment/text/language';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { barsOn, binCount, rangeOf } from './bars';
import { columnsOf, distributionOf, mostCommon, two, xTitleOf, type ColumnsView, type LayerView } from './columnModel';

/**
 * One histogram for each layer with all columns in it. Its axis is the one most columns share; who leaves it is named
 * in `figures`.
 */
export function overlayOf(run: RunRecord, view: ColumnsView): LayerView[] {
  const columns = columnsOf(run, { ...view, axes: view.axes === 'own' ? 'auto' : view.axes });
  return (columns.at(0)?.layers ?? []).map(({ index: layer }, place) => {
    const parts = columns.map((column) => column.layers[place]);
    const axis = mostCommon(parts.map((part) => part.histogram?.axis));
    const { title, shape } = parts[0] ?? { title: '', shape: '' };
    if (!axis)
      return { index: layer, title, shape, figures: '', missing: parts[0]?.missing ?? l10n.t('nothing recorded yet') };
    const given = columns.flatMap((column) => {
      const distribution = distributionOf(column.snapshot?.layers[layer], view.tensor);
      const range = distribution && rangeOf(distribution);
      return distribution && range ? [{ column, distribution, range }] : [];
    });
    const inside = given.filter(({ range }) => range.max - range.min <= axis.max - axis.min);
    const bins = binCount(
      axis,
      inside.map(({ distribution, range }) => ({ count: distribution.statistics.count, range })),
      view.bins,
    );
    const over = given.filter(({ range }) => range.min < axis.min || range.max > axis.max);
    return {
      index: layer,
      title,
      shape,
      figures:
        over.length > 0
          ? l10n.t(
              'truncated: {0}',
              listText(
                over.map(({ column, range }) =>
                  l10n.t('{0} goes from {1} to {2}', column.label, two(range.min), two(range.max)),
                ),
              ),
            )
          : '',
      histogram: {
        key: `overlay/${run.id}/${view.seed}/${layer}/${view.tensor}/${given.map(({ column }) => `${column.initializer}:${column.snapshot!.step}`).join()}/${axis.min}/${axis.max}/${bins}`,
        axis,
        xTitle: xTitleOf(view.tensor),
        series: given.map(({ column, distribution }) => ({
          index: column.initializer,
          name: column.label,
          bars: barsOn(distribution, axis, bins),
          faded: false,
        })),
        description: parts.map((part) => part.histogram?.description ?? '').join('; '),
      },
    };
  });
}
