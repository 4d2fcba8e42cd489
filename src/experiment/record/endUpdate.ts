import type { RunRecord } from './record';
import { isActive } from './runStatus';
import type { CellUpdate, RunUpdate } from './update';

/**
 * The update that ends a run which its trainer can end no more: what has not ended, cells of a sweep too, ends as
 * `status`.
 */
export function endUpdate(run: RunRecord, status: 'stopped' | 'failed', message: string): RunUpdate {
  const trials = run.trials.flatMap(({ status: was, step, seconds }, trial) =>
    was === 'running' || was === 'waiting'
      ? [
          {
            trial,
            status,
            step,
            seconds,
            message,
            curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] },
            snapshots: [],
          },
        ]
      : [],
  );
  const cells = (run.sweep?.cells ?? []).flatMap((cell, index): CellUpdate[] =>
    isActive(cell.run.status) ? [{ cell: index, update: endUpdate(cell.run, status, message) }] : [],
  );
  return { id: run.id, status, message, seconds: run.seconds, trials, ...(run.sweep && { sweep: { cells } }) };
}
