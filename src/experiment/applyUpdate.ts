import { trialsOf } from './trials';
import type { RunUpdate, TrialUpdate } from './update';
import type { Curve, RunRecord, TrialRecord } from './record';

function appendCurve(curve: Curve, more: Curve): void {
  for (const key of ['step', 'train', 'test', 'trainAccuracy', 'testAccuracy'] as const) {
    for (const value of more[key]) curve[key].push(value);
  }
}

function applyTrial(trial: TrialRecord, update: TrialUpdate): void {
  appendCurve(trial.curve, update.curve);
  trial.snapshots.push(...update.snapshots);
  trial.status = update.status;
  trial.step = update.step;
  trial.seconds = update.seconds;
  trial.divergedAt = update.divergedAt ?? trial.divergedAt;
  trial.message = update.message ?? trial.message;
  trial.start = update.start ?? trial.start;
  trial.final = update.final ?? trial.final;
}

const emptyCurve = (): Curve => ({ step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] });

/** Brings `run` up to date in place; the header, when it comes, makes the empty trials. */
export function applyUpdate(run: RunRecord, update: RunUpdate): void {
  if (update.header) {
    run.header = update.header;
    run.trials = trialsOf(update.header.experiment).map((key) => ({
      ...key,
      status: 'waiting',
      step: 0,
      seconds: 0,
      curve: emptyCurve(),
      snapshots: [],
    }));
  }
  for (const trial of update.trials) applyTrial(run.trials[trial.trial], trial);
  run.status = update.status;
  run.message = update.message ?? run.message;
  run.seconds = update.seconds;
}
