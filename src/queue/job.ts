import * as z from 'zod';
import { checkExperiment } from '../experiment/format/checks/check';
import { isModelExperiment } from '../experiment/format/forms';
import { dataPaths, pythonPaths } from '../experiment/edit/filePaths';
import type { Experiment } from '../experiment/format/schema';
import { longestDocument } from '../experiment/format/parse';
import { pathText, type JsonPath } from '../experiment/format/issue';
import { expandSweep } from '../experiment/sweep/sweep';
import type { SweepPart } from '../experiment/sweep/sweep';
import { codeHash, identity, type Computed } from './identity';

/** Trials of a job at most. */
const mostTrialsOfJob = 1000;
/** Parts of paths that are files of a bundle: no separators, nothing that leads elsewhere. */
const fileName = z
  .string()
  .max(255)
  .regex(/^(?!\.{1,2}$)[^/\\\0]+$/);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bundleSchema = z
  .array(z.strictObject({ name: fileName, sha256, size: z.int().min(0).max(2e9) }))
  .min(1)
  .max(16);

/** Files that lie in one folder, by name and content. */
export type Bundle = z.output<typeof bundleSchema>;

const jobSchema = z.strictObject({
  format: z.literal(1),
  sweep: z.string().regex(identity),
  /** With paths as `portable` makes them. */
  experiment: z.unknown(),
  parts: z
    .array(
      z.strictObject({
        cell: z.int().min(0),
        initializer: z.int().min(0),
        seeds: z.array(z.int().min(0)).min(1).max(mostTrialsOfJob),
      }),
    )
    .min(1)
    .max(mostTrialsOfJob),
  files: z.record(z.string().regex(identity), bundleSchema),
  /** SHA-256 of the Python files of the experiment, by their paths as it has them. */
  code: z.record(z.string().max(1000), sha256),
});

/** What a worker is asked to do; nothing in it is executed. */
export interface SweepJob extends z.output<typeof jobSchema> {
  experiment: Experiment;
  /** How it is computed, as the identities of its trials have it. */
  computed: Computed;
}

/** A job that no worker is to do, and why. */
export class JobError extends Error {
  override readonly name = 'JobError';
}

/**
 * Reads a job as if it came from a stranger. Throws JobError with the place and what was expected there.
 */
export function readJob(data: unknown, computed: Computed): SweepJob {
  const { success, data: job, error } = jobSchema.safeParse(data);
  if (!success) throw new JobError(`Job: ${pathText(error.issues[0].path)}: ${error.issues[0].message}.`);
  const size = sizeOf(job.experiment);
  if (size > longestDocument)
    throw new JobError(`Job: expected an experiment of at most ${longestDocument} characters, got ${size}.`);
  const { experiment, issues } = checkExperiment(job.experiment);
  if (!experiment) throw new JobError(`Job: ${issues[0].message}`);
  if (isModelExperiment(experiment) !== (computed.make === 'python'))
    throw new JobError(`Job: expected an experiment for ${computed.make}, got one for another queue.`);
  const trials = job.parts.reduce((sum, { seeds }) => sum + seeds.length, 0);
  if (trials > mostTrialsOfJob) throw new JobError(`Job: expected at most ${mostTrialsOfJob} trials, got ${trials}.`);
  checkParts(experiment, job.parts);
  for (const { path, value } of dataPaths(experiment)) checkPath(path, value, job.files);
  const unknown = pythonPaths(experiment).find(({ value }) => !Object.hasOwn(job.code, value));
  if (unknown) throw new JobError(`Job: code: expected the SHA-256 of ${unknown.value}, got none.`);
  return { ...job, experiment, computed: { ...computed, code: codeHash(job.code) } };
}

/** A path of a job is a bundle of it, or a file of one: nothing else on a worker is read. */
function checkPath(place: JsonPath, path: string, files: Record<string, Bundle>): void {
  const [id, name, ...more] = path.split('/');
  const bundle = Object.hasOwn(files, id) ? files[id] : undefined;
  if (!bundle || more.length > 0 || (name !== undefined && !bundle.some((file) => file.name === name)))
    throw new JobError(
      `Job: ${pathText(place)}: expected one of its files, got ${JSON.stringify(path.slice(0, 200))}.`,
    );
}

/** Characters of a value as JSON. Throws JobError for one that is nested too deeply. */
function sizeOf(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch (error) {
    throw new JobError(`Job: the experiment can't be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function checkParts(experiment: Experiment, parts: readonly SweepPart[]): void {
  let cells: ReturnType<typeof expandSweep>;
  const numbers = [...new Set(parts.map(({ cell }) => cell))];
  try {
    cells = expandSweep(experiment, numbers);
  } catch (error) {
    throw new JobError(`Job: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (cells.length === 0) throw new JobError('Job: expected an experiment with a sweep.');
  for (const { cell, initializer, seeds } of parts) {
    const { initializers, random } = cells[numbers.indexOf(cell)].experiment;
    if (initializers[initializer] === undefined || initializers[initializer].enabled === false)
      throw new JobError(`Job: cell ${cell} has no enabled initializer ${initializer}.`);
    const unknown = seeds.find((seed) => !random.seeds.includes(seed));
    if (unknown !== undefined) throw new JobError(`Job: cell ${cell} has no seed ${unknown}.`);
    if (new Set(seeds).size < seeds.length) throw new JobError(`Job: cell ${cell} is given a seed twice.`);
  }
}
