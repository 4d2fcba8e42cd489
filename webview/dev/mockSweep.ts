import { applyUpdate } from '../../src/experiment/record/applyUpdate';
import type { RunRecord } from '../../src/experiment/record/record';
import type { NetworkExperiment } from '../../src/experiment/format/schema';
import { expandAxes, expandSweep } from '../../src/experiment/sweep/sweep';
import { mockRandom } from './mockDraw';
import { mockRun } from './mockRun';

/**
 * A made-up sweep of which `share` (0 to 1) of the cells are done: a bowl over the settings, at whose far end runs
 * diverge.
 */
export function mockSweep(experiment: NetworkExperiment, share: number): RunRecord {
  const cells = expandSweep(experiment);
  const axes = expandAxes(experiment);
  const run: RunRecord = { id: 1, status: 'starting', trials: [], seconds: 0 };
  const done = Math.round(share * cells.length);
  const random = mockRandom(4);
  const first = mockRun(cells[0].experiment, 1, { updates: 3 });
  applyUpdate(run, {
    id: 1,
    status: 'running',
    seconds: 0,
    trials: [],
    header: { ...first.header!, experiment },
    sweep: { axes, cells: [] },
  });
  cells.slice(0, done).forEach((cell, index) => {
    const made = mockRun(cell.experiment, 1, { updates: 3 });
    const places = axes.map(({ path, values }) => values.indexOf(cell.setting[path]) / Math.max(1, values.length - 1));
    for (const trial of made.trials) {
      const centre = 0.3 + 0.1 * trial.initializer;
      const far = places.reduce((sum, place) => sum + (place - centre) ** 2, 0);
      const cost = 0.02 * Math.exp(6 * far) * (1 + 0.2 * random());
      if (trial.final)
        trial.final = {
          ...trial.final,
          trainCost: cost,
          testCost: 1.3 * cost,
          trainAccuracy: Math.max(0.5, 1 - cost / 1.4),
          testAccuracy: Math.max(0.5, 0.98 - cost / 1.4),
        };
      if (far > 0.6 - 0.1 * random()) Object.assign(trial, { status: 'diverged', divergedAt: 120, final: undefined });
    }
    run.sweep!.cells[index].run = { ...made, id: run.sweep!.cells[index].run.id };
  });
  run.status = done === cells.length ? 'finished' : 'running';
  run.seconds = 3.2 * share;
  return run;
}
