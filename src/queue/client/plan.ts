import { parameterCount } from '../../engine/network/plan';
import { resolveNetwork } from '../../engine/network/resolveNetwork';
import { outputOf, totalSteps } from '../../experiment/format/resolve';
import { isModelExperiment } from '../../experiment/format/forms';
import type { Experiment } from '../../experiment/format/schema';
import { trialsOf } from '../../experiment/format/trials';
import { expandSweep } from '../../experiment/sweep/sweep';
import { batchRows } from '../../engine/network/trainingLoop';
import type { SweepPart, SweepCell } from '../../experiment/sweep/sweep';
import { TrialIdentities, type Computed } from '../identity';

/** A trial of a sweep that is computed once; the same trial may stand in several cells. */
export interface PlannedTrial {
  id: string;
  cell: number;
  initializer: number;
  seed: number;
  /** Where it stands in the sweep, the first place first: cell, and index of the trial in it. */
  places: { cell: number; trial: number }[];
  /** Estimated seconds on one core. */
  seconds: number;
}

/**
 * Seconds that a job is to take: a worker that is lost loses little, and asking for jobs takes no time. Small sweeps
 * are cut finer, so that several workers have something to do until their end.
 */
const jobSeconds = { least: 0.5, most: 4 };
const jobsOfSweep = 64;
const mostTrialsOfBatch = 100;
/** Of a core; only its order of magnitude matters. */
const flopsPerSecond = 2e10;
/** Of one step of the smallest network, and of one trial besides its steps. */
const leastStepSeconds = 1.5e-6;
const trialSeconds = 2e-3;
/** Rows that are assumed where only the data tells how many there are. */
const usualRows = 10_000;
const usualFeatures = 100;
/** Of a model in Python, whose cost nobody knows: most of it is often the import of its framework, once for a job. */
const modelSeconds = 0.5;

/** Seconds that a trial of a cell may take on one core: rough, from the experiment alone. */
function trialCost(cell: Experiment): number {
  if (isModelExperiment(cell)) return modelSeconds;
  const { dataset } = cell;
  const rows = 'train' in dataset && dataset.train !== undefined ? dataset.train : usualRows;
  const features =
    'features' in dataset
      ? dataset.features
      : dataset.kind === 'cifar10'
        ? 3072
        : dataset.kind.endsWith('nist')
          ? 784
          : 2;
  let weights = usualFeatures;
  try {
    const classes = 'classes' in dataset ? dataset.classes : 'centers' in dataset ? dataset.centers : 10;
    weights = parameterCount(
      resolveNetwork({ ...cell.network, output: outputOf(cell) }, cell.loss, { features, classes } as never),
    );
  } catch {
    // A network that does not fit is refused by its worker.
  }
  const steps = totalSteps(cell, rows);
  const step = (6 * weights * batchRows(rows, cell.training.batchSize)) / flopsPerSecond;
  return trialSeconds + steps * Math.max(leastStepSeconds, step);
}

/** The trials of a sweep, each once, with all their places; in the order of their cells. */
export function planTrials(cells: readonly SweepCell[], computed: Computed): PlannedTrial[] {
  const trials = new Map<string, PlannedTrial>();
  cells.forEach((swept, cell) => {
    const { experiment } = swept;
    const seconds = trialCost(experiment);
    const identities = new Map<number, TrialIdentities>();
    trialsOf(experiment).forEach(({ initializer, seed }, trial) => {
      let known = identities.get(initializer);
      if (!known) identities.set(initializer, (known = new TrialIdentities(swept, initializer, computed)));
      const id = known.of(seed);
      const place = { cell, trial };
      const planned = trials.get(id);
      if (planned) planned.places.push(place);
      else trials.set(id, { id, cell, initializer, seed, places: [place], seconds });
    });
  });
  return [...trials.values()];
}

/** The trials that are left to do, in jobs of a few seconds. */
export function batchesOf(trials: readonly PlannedTrial[]): PlannedTrial[][] {
  const batches: PlannedTrial[][] = [];
  const total = trials.reduce((sum, trial) => sum + trial.seconds, 0);
  const limit = Math.min(jobSeconds.most, Math.max(jobSeconds.least, total / jobsOfSweep));
  let seconds = Infinity;
  for (const trial of trials) {
    if (seconds + trial.seconds > limit || batches.at(-1)!.length === mostTrialsOfBatch) {
      batches.push([]);
      seconds = 0;
    }
    batches.at(-1)!.push(trial);
    seconds += trial.seconds;
  }
  return batches;
}

/** Trials as parts of a sweep: those of one initializer of a cell together. */
export function partsOf(trials: readonly PlannedTrial[]): SweepPart[] {
  const parts: SweepPart[] = [];
  for (const { cell, initializer, seed } of trials) {
    const last = parts.at(-1);
    if (last?.cell === cell && last.initializer === initializer) last.seeds.push(seed);
    else parts.push({ cell, initializer, seeds: [seed] });
  }
  return parts;
}

/** The ids of the trials of parts, in their order. */
export function partIdentities(experiment: Experiment, parts: readonly SweepPart[], computed: Computed): string[][] {
  const numbers = [...new Set(parts.map(({ cell }) => cell))];
  const cells = expandSweep(experiment, numbers);
  return parts.map(({ cell, initializer, seeds }) => {
    const known = new TrialIdentities(cells[numbers.indexOf(cell)], initializer, computed);
    return seeds.map((seed) => known.of(seed));
  });
}
