import { edgesOf } from '../../engine/numerics/histogram';
import { labelOf } from '../text/labels';
import type { Distribution, LayerSnapshot, RunRecord, TrialRecord } from '../record/record';
import type { Spread } from '../statistics/spread';
import { defaultReach, summarize } from '../verdict/summary';
import { csvText, type CsvCell } from './csv';

/** The tensors of a layer that a snapshot holds. */
export const tensorsOfLayer = ['kernel', 'bias', 'activations', 'gradients'] as const;
export type LayerTensor = (typeof tensorsOfLayer)[number];

const keyOf = ({ setting, run }: Part, trial: TrialRecord): CsvCell[] => {
  const initializer = run.header!.experiment.initializers[trial.initializer];
  return [...setting, trial.initializer, initializer.kind, labelOf(initializer), trial.seed];
};
const keyHead = ['initializer', 'kind', 'label', 'seed'];

/** A run with trials of its own: the run, or a cell of a sweep with the value of each varied setting. */
interface Part {
  setting: CsvCell[];
  run: RunRecord;
}

/** The columns of the varied settings, by their JSON pointers; none without a sweep. */
const settingHead = ({ sweep }: RunRecord): string[] => sweep?.axes.map(({ path }) => `setting ${path}`) ?? [];
const settingCell = (value: unknown): CsvCell =>
  typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);

function partsOf(run: RunRecord): Part[] {
  const { sweep } = run;
  if (!sweep) return [{ setting: [], run }];
  return sweep.cells
    .filter((cell) => cell.run.header)
    .map((cell) => ({ setting: sweep.axes.map(({ path }) => settingCell(cell.setting[path])), run: cell.run }));
}

const trialsOf = (run: RunRecord): { part: Part; trial: TrialRecord }[] =>
  partsOf(run).flatMap((part) => part.run.trials.map((trial) => ({ part, trial })));

/** A figure that was not recorded is an empty cell; a cost that came out as NaN is the word. */
const known = (value: number): CsvCell => (Number.isNaN(value) ? undefined : value);

/**
 * All recorded points, a row for each trial and step: the number of the initializer from 0, its kind and label, seed,
 * step, costs and accuracies; of a sweep the varied settings stand before them, in columns `setting` with their JSON
 * pointers. Train costs that are not finite are `nan`, `inf` or `-inf`; figures that were not looked at are empty.
 */
export function curvesCsv(run: RunRecord): string {
  const rows: CsvCell[][] = [
    [...settingHead(run), ...keyHead, 'step', 'train cost', 'test cost', 'train accuracy', 'test accuracy'],
  ];
  for (const { part, trial } of trialsOf(run)) {
    const key = keyOf(part, trial);
    const { step, train, test, trainAccuracy, testAccuracy } = trial.curve;
    step.forEach((at, i) =>
      rows.push([...key, at, train[i], known(test[i]), known(trainAccuracy[i]), known(testAccuracy[i])]),
    );
  }
  return csvText(rows);
}

/**
 * The summary table with full digits: a row for each initializer (of a sweep in each cell), mean and half the width of
 * the 95 % interval over its seeds (empty for a single seed). `reach` is a train cost.
 */
export function summaryCsv(run: RunRecord, reach = defaultReach(run)): string {
  const figures = [
    'stepZeroCost',
    'cost',
    'testCost',
    'trainAccuracy',
    'testAccuracy',
    'stepsToReach',
    'seconds',
  ] as const;
  const names = [
    'cost at step 0',
    'train cost',
    'test cost',
    'train accuracy',
    'test accuracy',
    `steps to a train cost of ${reach}`,
    'seconds',
  ];
  const spread = ({ mean, halfWidth }: Spread): CsvCell[] => [known(mean), known(halfWidth)];
  const head = [
    ...settingHead(run),
    'initializer',
    'kind',
    'label',
    'seeds',
    ...names.flatMap((name) => [name, `± ${name}`]),
    'verdict',
  ];
  const rows = partsOf(run).flatMap(({ setting, run: part }) =>
    summarize(part, reach).map((row): CsvCell[] => {
      const { kind } = part.header!.experiment.initializers[row.initializer];
      return [
        ...setting,
        row.initializer,
        kind,
        row.label,
        row.trials.length,
        ...figures.flatMap((figure) => spread(row[figure])),
        row.verdict.text,
      ];
    }),
  );
  return csvText([head, ...rows]);
}

function distributions(snapshot: LayerSnapshot): [LayerTensor, Distribution][] {
  return tensorsOfLayer.flatMap((tensor): [LayerTensor, Distribution][] => {
    const distribution = snapshot[tensor];
    return distribution ? [[tensor, distribution]] : [];
  });
}

/**
 * The histograms at `step` (of each trial the newest snapshot at or before it), a row for each bin that holds a value:
 * the bin's ends and its count. Values at the right end belong to the last bin.
 */
export function histogramsCsv(run: RunRecord, step: number): string {
  const rows: CsvCell[][] = [[...settingHead(run), ...keyHead, 'step', 'layer', 'tensor', 'from', 'to', 'count']];
  for (const { part, trial } of trialsOf(run)) {
    const snapshot = trial.snapshots.findLast((one) => one.step <= step);
    if (!snapshot) continue;
    const key = [...keyOf(part, trial), snapshot.step];
    snapshot.layers.forEach((layer, index) => {
      for (const [tensor, { histogram }] of distributions(layer)) {
        const edges = edgesOf(histogram);
        histogram.counts.forEach((count, bin) => {
          if (count > 0)
            rows.push([...key, part.run.header!.layers[index].name, tensor, edges[bin], edges[bin + 1], count]);
        });
      }
    });
  }
  return csvText(rows);
}
