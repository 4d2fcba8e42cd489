import { edgesOf } from '../../engine/diagnostics/histogram';
import { labelOf } from '../labels';
import type { Distribution, LayerSnapshot, RunRecord, TrialRecord } from '../record';
import type { Spread } from '../spread';
import { defaultReach, summarize } from '../summary';
import { csvText } from './csv';
import type { CsvCell } from './csv';

/** The tensors of a layer that a snapshot holds. */
export const tensorsOfLayer = ['kernel', 'bias', 'activations', 'gradients'] as const;
export type LayerTensor = (typeof tensorsOfLayer)[number];

const keyOf = (run: RunRecord, trial: TrialRecord): CsvCell[] => {
  const initializer = run.header!.experiment.initializers[trial.initializer];
  return [trial.initializer, initializer.kind, labelOf(initializer), trial.seed];
};
const keyHead = ['initializer', 'kind', 'label', 'seed'];

/** A figure that was not recorded is an empty cell; a cost that came out as NaN is the word. */
const known = (value: number): CsvCell => (Number.isNaN(value) ? undefined : value);

/**
 * All recorded points, a row for each trial and step: the number of the initializer from 0, its kind and label, seed, step,
 * costs and accuracies. Train costs that are not finite are `nan`, `inf` or `-inf`; figures that were not looked at are empty.
 */
export function curvesCsv(run: RunRecord): string {
  const rows: CsvCell[][] = [[...keyHead, 'step', 'train cost', 'test cost', 'train accuracy', 'test accuracy']];
  for (const trial of run.trials) {
    const key = keyOf(run, trial);
    const { step, train, test, trainAccuracy, testAccuracy } = trial.curve;
    step.forEach((at, i) => rows.push([...key, at, train[i], known(test[i]), known(trainAccuracy[i]), known(testAccuracy[i])]));
  }
  return csvText(rows);
}

/** The summary table with full digits: a row for each initializer, mean and half the width of the 95 % interval over its seeds (empty for a single seed). `reach` is a train cost. */
export function summaryCsv(run: RunRecord, reach = defaultReach(run)): string {
  const figures = ['stepZeroCost', 'cost', 'testCost', 'trainAccuracy', 'testAccuracy', 'stepsToReach', 'seconds'] as const;
  const names = ['cost at step 0', 'train cost', 'test cost', 'train accuracy', 'test accuracy', `steps to a train cost of ${reach}`, 'seconds'];
  const spread = ({ mean, halfWidth }: Spread): CsvCell[] => [known(mean), known(halfWidth)];
  const head = ['initializer', 'kind', 'label', 'seeds', ...names.flatMap((name) => [name, `± ${name}`]), 'verdict'];
  const rows = summarize(run, reach).map((row): CsvCell[] => {
    const { kind } = run.header!.experiment.initializers[row.initializer];
    return [row.initializer, kind, row.label, row.trials.length, ...figures.flatMap((figure) => spread(row[figure])), row.verdict.text];
  });
  return csvText([head, ...rows]);
}

function distributions(snapshot: LayerSnapshot): [LayerTensor, Distribution][] {
  return tensorsOfLayer.flatMap((tensor): [LayerTensor, Distribution][] => {
    const distribution = snapshot[tensor];
    return distribution ? [[tensor, distribution]] : [];
  });
}

/**
 * The histograms at `step` (of each trial the newest snapshot at or before it), a row for each bin that holds a value: the
 * bin's ends and its count. Values at the right end belong to the last bin.
 */
export function histogramsCsv(run: RunRecord, step: number): string {
  const rows: CsvCell[][] = [[...keyHead, 'step', 'layer', 'tensor', 'from', 'to', 'count']];
  for (const trial of run.trials) {
    const snapshot = trial.snapshots.findLast((one) => one.step <= step);
    if (!snapshot) continue;
    const key = [...keyOf(run, trial), snapshot.step];
    snapshot.layers.forEach((layer, index) => {
      for (const [tensor, { histogram }] of distributions(layer)) {
        const edges = edgesOf(histogram);
        histogram.counts.forEach((count, bin) => { if (count > 0) rows.push([...key, run.header!.layers[index].name, tensor, edges[bin], edges[bin + 1], count]); });
      }
    });
  }
  return csvText(rows);
}
