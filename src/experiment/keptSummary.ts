import type { RunRecord, RunStatus } from './record';
import { settingText } from './sweepLabels';
import { allTrials, type SweepRecord } from './sweepRecord';
import { defaultReach, summarize } from './summary';
import { bestInitializer } from './verdict';

/** Format of the recording in a kept run that is written and read. */
export const recordingFormat = 1;

/** What a list of runs shows of one, without its recording. */
export interface KeptSummary {
  /** Format of the recording in the same file. */
  recording: number;
  /** Name of the experiment. */
  name: string;
  status: RunStatus;
  /** Why it failed. */
  message?: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Wall time of training. */
  seconds: number;
  /** Initializer with the lowest mean train cost, which among several is known once every trial has recorded a finite one. */
  best?: { label: string; cost: number };
  dataset: string;
  initializers: number;
  seeds: number[];
  /** Steps done by the trial that came farthest. */
  steps: number;
  totalSteps: number;
  /** Of a sweep: its cells. */
  cells?: number;
  /** Path of the experiment file below the workspace folder, with `/`; absent for one that was no file. */
  source?: string;
}

/** The best of all cells, named with its settings. */
function bestCell({ header }: RunRecord, { cells }: SweepRecord): KeptSummary['best'] {
  const found = cells.flatMap(({ setting, run }) => {
    const best = run.header && bestOf(run);
    return best ? [{ label: `${best.label} · ${settingText(header!.experiment, setting)}`, cost: best.cost }] : [];
  });
  return found.length === 0 ? undefined : found.reduce((least, one) => (one.cost < least.cost ? one : least));
}

/** The summary's best: that of the verdicts, else the lowest of the costs recorded last. */
function bestOf(run: RunRecord): KeptSummary['best'] {
  if (run.sweep) return bestCell(run, run.sweep);
  const rows = summarize(run, defaultReach(run)).filter((row) => Number.isFinite(row.cost.mean) && row.cost.count === row.trials.length);
  const winner = bestInitializer(run);
  const best = rows.find((row) => row.initializer === winner) ?? rows.reduce((least, row) => (row.cost.mean < least.cost.mean ? row : least), rows[0]);
  return best && { label: best.label, cost: best.cost.mean };
}

/** The summary of a run with a header. */
export function keptSummary(run: RunRecord, { startedAt, source }: { startedAt: Date; source?: string }): KeptSummary {
  const { experiment, totalSteps } = run.header!;
  return {
    recording: recordingFormat,
    name: experiment.name,
    status: run.status,
    ...(run.message === undefined ? {} : { message: run.message }),
    startedAt: startedAt.toISOString(),
    seconds: run.seconds,
    best: bestOf(run),
    dataset: experiment.dataset.kind,
    initializers: experiment.initializers.filter(({ enabled }) => enabled !== false).length,
    seeds: experiment.random.seeds,
    steps: allTrials(run).reduce((most, { step }) => Math.max(most, step), 0),
    totalSteps,
    ...(run.sweep ? { cells: run.sweep.cells.length } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

/** What stands for the start of a run in the name of its folder: `2026-11-22T10-31-05`, local time. */
export function folderTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`;
}
