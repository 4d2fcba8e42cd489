import { formatCount } from '../../experiment/text/format';
import type { RunRecord } from '../../experiment/record/record';
import { defaultReach, summarize } from '../../experiment/verdict/summary';
import { settingName, settingValue, sweptLabelOf } from '../../experiment/sweep/sweepLabels';
import { alignedTable } from './alignedTable';
import { spreadText } from './seedTables';

/**
 * The result of a sweep: for every cell a line for each initializer, means with 95 % intervals where there are several
 * seeds.
 */
export function sweepTable(run: RunRecord): string {
  const { experiment } = run.header!;
  const { axes, cells } = run.sweep!;
  const names = axes.map(({ path }) => settingName(experiment, path));
  const rows = cells.flatMap((cell) => {
    const setting = axes.map(({ path }) => settingValue(cell.setting[path]));
    if (!cell.run.header) return [[...setting, '', '', '', '', '', '', cell.run.message ?? 'not run']];
    return summarize(cell.run, defaultReach(cell.run)).map((row) => [
      ...setting,
      sweptLabelOf(experiment, row.initializer),
      formatCount(row.trials.length),
      ...[row.cost, row.testCost, row.trainAccuracy, row.testAccuracy].map(spreadText),
      row.verdict.text,
    ]);
  });
  return alignedTable(
    [[...names, 'initializer', 'seeds', 'final cost', 'test cost', 'train acc.', 'test acc.', 'verdict'], ...rows],
    axes.length + 1,
  );
}
