import { datasetCache } from '../../data/datasetCache';
import { trialsOf } from '../../experiment/format/trials';
import type { NetworkExperiment } from '../../experiment/format/schema';
import { snapshotTrials, sweptCells, type SweepCell } from '../../experiment/sweep/sweep';
import type { NetworkRunRequest } from '../../protocol/trainer';
import { SweepRun } from '../../sweeps/sweepRun';
import { prepareRun, type PreparedRun } from '../prepare/prepareRun';
import type { BeginRun } from './localRun';
import { Run } from './run';

/**
 * Loads the data of a sweep, and finds out about the first cell what can be wrong with all; the cells then run on the
 * same threads. Throws RunRefused.
 */
export async function prepareSweep(request: NetworkRunRequest, kernels: string): Promise<BeginRun> {
  const { id, experiment } = request;
  const cells = sweptCells(experiment, request.parts);
  const trials = cells.reduce((sum, cell) => sum + trialsOf(cell.experiment).length, 0);
  const share = {
    loadDataset: datasetCache(),
    trials,
    trialsWithSnapshots: cells.reduce((sum, cell) => sum + snapshotTrials(cell), 0),
  };
  const prepare = ({
    experiment: own,
    snapshotSeed,
  }: Pick<SweepCell<NetworkExperiment>, 'experiment' | 'snapshotSeed'>) =>
    prepareRun({ ...request, experiment: own }, kernels, { ...share, snapshotSeed });
  let first: PreparedRun | undefined = await prepare(cells[0]);
  return (client, pool, paused) =>
    new SweepRun(
      {
        id,
        experiment,
        cells,
        async begin(cell, listener) {
          const prepared = first ?? (await prepare(cell));
          first = undefined;
          return new Run(cell.id, prepared, listener, pool, cell.paused);
        },
      },
      client,
      paused,
    );
}
