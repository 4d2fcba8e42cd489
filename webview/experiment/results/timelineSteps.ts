import type { Snapshot, TrialRecord } from '../../../src/experiment/record/record';

/** All steps at which one of the trials has a snapshot, ascending. */
export function recordedSteps(trials: readonly TrialRecord[]): number[] {
  const steps = new Set<number>();
  for (const trial of trials) for (const snapshot of trial.snapshots) steps.add(snapshot.step);
  return [...steps].sort((a, b) => a - b);
}

/** The newest snapshot of a trial at or before `step`. */
export function snapshotAt(trial: TrialRecord | undefined, step: number): Snapshot | undefined {
  return trial?.snapshots.findLast((snapshot) => snapshot.step <= step);
}

/** Place of a step on the slider from 0 to 1: log(1 + step), so that log-spaced snapshots lie apart. */
export function placeOf(step: number, total: number): number {
  return total > 0 ? Math.log1p(step) / Math.log1p(total) : 0;
}

/** The recorded step nearest to a place on the slider. */
export function stepAtPlace(steps: readonly number[], place: number, total: number): number {
  let nearest = steps[0] ?? 0;
  for (const step of steps)
    if (Math.abs(placeOf(step, total) - place) < Math.abs(placeOf(nearest, total) - place)) nearest = step;
  return nearest;
}

/** The recorded step `by` places after `step` (before, when negative), within the ends. */
export function neighbourStep(steps: readonly number[], step: number, by: number): number {
  const after = steps.findIndex((value) => value >= step);
  const index = after < 0 ? steps.length - 1 : after;
  return steps[Math.min(steps.length - 1, Math.max(0, index + by))] ?? 0;
}
