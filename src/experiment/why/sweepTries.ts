import type { JsonPath } from '../format/issue';
import type { Experiment } from '../format/schema';
import { cellCount, mostSweptTrials, pointerOf } from '../format/sweepAxes';
import { trialCount } from '../format/trials';
import type { Reason, Remedy } from './reason';

/** Whether one of two places of a document lies in the other. */
function overlap(path: JsonPath, pointer: string): boolean {
  const [one, other] = [`${pointerOf(path)}/`, `${pointer}/`];
  return one.startsWith(other) || other.startsWith(one);
}

/** The experiment's seeds and initializers after a remedy, as far as trials are counted by them. */
function trialsAfter(experiment: Experiment, { changes }: Remedy): number {
  const seeds = changes.find(({ path }) => path[0] === 'random' && path[1] === 'seeds')?.value;
  const initializers =
    trialCount(experiment) / experiment.random.seeds.length +
    (changes.some(({ path }) => path[0] === 'initializers') ? 1 : 0);
  return (
    cellCount(experiment.sweep) * initializers * (Array.isArray(seeds) ? seeds.length : experiment.random.seeds.length)
  );
}

/**
 * The reasons without what would change nothing in a sweep, because the sweep sets it, and without what makes the sweep
 * too large.
 */
export function triesOfSweep(reasons: Reason[], experiment: Experiment | undefined): Reason[] {
  const axes = experiment?.sweep;
  if (!experiment || !axes) return reasons;
  const possible = (remedy: Remedy): boolean =>
    remedy.changes.every(({ path, insert }) => insert === true || !axes.some((axis) => overlap(path, axis.path))) &&
    (remedy.changes.length === 0 || trialsAfter(experiment, remedy) <= mostSweptTrials.network);
  return reasons.map((reason) => ({ ...reason, tries: reason.tries.filter(possible) }));
}
