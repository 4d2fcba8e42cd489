import type { Experiment } from './schema';

/** One initializer (index in the experiment's list) with one seed. */
export interface TrialKey {
  initializer: number;
  seed: number;
}

/** The trials of a run in order: for every enabled initializer, every seed. */
export function trialsOf(experiment: Experiment): TrialKey[] {
  return experiment.initializers.flatMap((initializer, index) =>
    initializer.enabled === false ? [] : experiment.random.seeds.map((seed) => ({ initializer: index, seed })),
  );
}

/** How many trials a run has. */
export function trialCount({ initializers, random }: Experiment): number {
  return initializers.filter(({ enabled }) => enabled !== false).length * random.seeds.length;
}
