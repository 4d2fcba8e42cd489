import * as z from 'zod';
import { datasetOf } from '../format/forms';
import type { RunRecord, SweepRecord } from '../record/record';
import { settingText } from '../sweep/sweepLabels';
import { allTrials } from '../record/sweepRecord';
import { defaultReach, summarize } from '../verdict/summary';
import { bestInitializer } from '../verdict/verdict';

/** Format of the recording in a saved run that is written and read. */
export const recordingFormat = 1;
/** No folder has saved so many runs; a larger number stands in none of ours. */
const mostOrder = 1e12;

const count = z.int().min(0);
/** Texts that are shown in one line, or in a tooltip. */
const short = z.string().max(1000);
const long = z.string().max(1_100_000);

/** What a list of runs shows of one, without its recording. Keys of later versions are left out. */
export const summarySchema = z.object({
  /** Format of the recording in the same file. */
  recording: z.literal(recordingFormat),
  /**
   * Its place in the order in which the runs of a folder were saved, from 1; without one only the time is known.
   */
  order: z.int().min(1).max(mostOrder).optional().catch(undefined),
  /** Name of the experiment. */
  name: short,
  status: z.enum(['starting', 'running', 'paused', 'finished', 'stopped', 'failed']),
  /** Why it failed. */
  message: long.optional(),
  /** ISO 8601, UTC. */
  startedAt: z
    .string()
    .max(40)
    .refine((text) => !Number.isNaN(Date.parse(text))),
  /** Wall time of training. */
  seconds: z.number().default(0),
  /**
   * Initializer with the lowest mean train cost, which among several is known once every trial has recorded a finite
   * one.
   */
  best: z.object({ label: long, cost: z.number() }).optional(),
  dataset: short.default(''),
  initializers: count.default(0),
  seeds: z.array(z.number()).default([]),
  /** Steps done by the trial that came farthest. */
  steps: count.default(0),
  totalSteps: count.default(0),
  /** Of a sweep: its cells. */
  cells: count.optional(),
  /** Path of the experiment file below the workspace folder, with `/`; absent for one that was no file. */
  source: z.string().max(10_000).optional(),
});

export type SavedSummary = z.output<typeof summarySchema>;

/** The order of a run that is kept after those of `kept`. */
export function nextOrder(kept: readonly (Pick<SavedSummary, 'order'> | undefined)[]): number {
  return Math.min(mostOrder, 1 + kept.reduce((most, summary) => Math.max(most, summary?.order ?? 0), 0));
}

/**
 * Compares two runs of a folder, the one saved last first: by their order, and by their time where that does not tell,
 * as among runs of older versions, which have none.
 */
export function latestFirst(
  a: Pick<SavedSummary, 'order' | 'startedAt'>,
  b: Pick<SavedSummary, 'order' | 'startedAt'>,
): number {
  return (b.order ?? 0) - (a.order ?? 0) || Date.parse(b.startedAt) - Date.parse(a.startedAt);
}

/** The best of all cells, named with its settings. */
function bestCell({ header }: RunRecord, { cells }: SweepRecord): SavedSummary['best'] {
  const found = cells.flatMap(({ setting, run }) => {
    const best = run.header && bestOf(run);
    return best ? [{ label: `${best.label} · ${settingText(header!.experiment, setting)}`, cost: best.cost }] : [];
  });
  return found.length === 0 ? undefined : found.reduce((least, one) => (one.cost < least.cost ? one : least));
}

/** The summary's best: that of the verdicts, else the lowest of the costs recorded last. */
function bestOf(run: RunRecord): SavedSummary['best'] {
  if (run.sweep) return bestCell(run, run.sweep);
  const rows = summarize(run, defaultReach(run)).filter(
    (row) => Number.isFinite(row.cost.mean) && row.cost.count === row.trials.length,
  );
  const winner = bestInitializer(run);
  const best =
    rows.find((row) => row.initializer === winner) ??
    rows.reduce((least, row) => (row.cost.mean < least.cost.mean ? row : least), rows[0]);
  return best && { label: best.label, cost: best.cost.mean };
}

/** The summary of a run with a header. */
export function savedSummary(
  run: RunRecord,
  { startedAt, source, order }: { startedAt: Date; source?: string; order?: number },
): SavedSummary {
  const { experiment, totalSteps } = run.header!;
  return {
    recording: recordingFormat,
    ...(order === undefined ? {} : { order }),
    name: experiment.name,
    status: run.status,
    ...(run.message === undefined ? {} : { message: run.message }),
    startedAt: startedAt.toISOString(),
    seconds: run.seconds,
    best: bestOf(run),
    dataset: datasetOf(experiment)?.kind ?? '',
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
