import { trialsOf } from '../format/trials';
import { settingsOf } from '../format/sweepAxes';
import { appendCurve, emptyCurve } from './curve';
import { cellRunId } from './sweepRecord';
import type { RunUpdate, SweepUpdate, TrialUpdate } from './update';
import type { RunRecord, TrialRecord } from './record';

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
  trial.findings = update.findings ?? trial.findings;
}

/** Cells share the records that `copies` names, which have ended and change no more. */
function applySweep(run: RunRecord, { axes, cells }: SweepUpdate): void {
  if (axes) {
    const settings = settingsOf(
      axes,
      axes.map(({ values }) => values),
    );
    run.sweep = {
      axes,
      cells: settings.map((setting, cell) => ({
        setting,
        run: { id: cellRunId(run.id, cell), status: 'starting', trials: [], seconds: 0 },
      })),
    };
  }
  for (const { cell, update, copies = [] } of cells) {
    const shown = run.sweep!.cells[cell].run;
    applyUpdate(shown, update);
    for (const { trial, cell: from, of } of copies) shown.trials[trial] = run.sweep!.cells[from].run.trials[of];
  }
}

/** Brings `run` up to date in place; the header, when it comes, makes the empty trials. */
export function applyUpdate(run: RunRecord, update: RunUpdate): void {
  if (update.header) {
    run.header = update.header;
    run.trials = (update.sweep ? [] : trialsOf(update.header.experiment)).map((key) => ({
      ...key,
      status: 'waiting',
      step: 0,
      seconds: 0,
      curve: emptyCurve(),
      snapshots: [],
    }));
  }
  for (const trial of update.trials) applyTrial(run.trials[trial.trial], trial);
  if (update.sweep) applySweep(run, update.sweep);
  run.queue = update.queue ?? run.queue;
  run.status = update.status;
  run.message = update.message ?? run.message;
  run.seconds = update.seconds;
}
