import type { RunRecord } from '../../../../src/experiment/record/record';
import { BandSeries } from '../seeds/bandSeries';
import type { CostLine, CostView } from './costLine';
import { CostSeries } from './costSeries';

/**
 * The lines of a run for a view, still empty: one for each trial, or with several seeds one for each initializer, with
 * the single runs before it.
 */
export function linesOf(run: RunRecord, view: CostView): CostLine[] {
  if ((run.header?.experiment.random.seeds.length ?? 1) < 2)
    return run.trials.flatMap((trial) => view.splits.map((split) => new CostSeries(trial, split, view)));
  const initializers = [...new Set(run.trials.map(({ initializer }) => initializer))];
  const singles = view.singles
    ? run.trials.flatMap((trial) => view.splits.map((split) => new CostSeries(trial, split, view, true)))
    : [];
  return [
    ...singles,
    ...initializers.flatMap((initializer) =>
      view.splits.map(
        (split) =>
          new BandSeries(
            run.trials.filter((trial) => trial.initializer === initializer),
            split,
            view,
            view.band ?? 'interval',
          ),
      ),
    ),
  ];
}
