import { createHash } from 'node:crypto';
import type { Experiment } from '../experiment/format/schema';
import { keepsSnapshots, type SweepCell } from '../experiment/sweep/sweep';
import { trialSettings } from '../sweeps/sharedTrials';

declare const INITLAB_ENGINE: string | undefined;

/**
 * The version of all that decides the numbers of a trial: a hash of the sources of engine and trainer, which the build
 * fills in. Workers and clients of the same one compute the same bits with the same kernels.
 */
export const engineVersion = typeof INITLAB_ENGINE === 'string' ? INITLAB_ENGINE : 'source';

/** What computes trials: compute kernels of Init Lab, or Python for models of the user's own. */
export const makes = ['relaxed-simd', 'simd', 'reference', 'python'] as const;
export type Make = (typeof makes)[number];

/** Hexadecimal digits of the identities of trials, jobs and sweeps. */
const digits = 32;
export const identity = /^[0-9a-f]{32}$/;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, digits);

/** What besides its experiment decides the numbers of a trial. */
export interface Computed {
  /** `engineVersion` of what computes it. */
  engine: string;
  make: Make;
  /** Of the user's Python files, for a model of theirs: `codeHash`. */
  code?: string;
}

/** What the Python files of an experiment are, by their paths and SHA-256; undefined where there are none. */
export function codeHash(code: Record<string, string>): string | undefined {
  const files = Object.entries(code).sort(([a], [b]) => (a < b ? -1 : 1));
  return files.length === 0 ? undefined : hash(JSON.stringify(files));
}

const textOf = ({ engine, make, code = '' }: Computed): string => `${engine}\n${make}\n${code}`;

/** Identities of the trials of one initializer of a cell: they differ in their seed alone. */
export class TrialIdentities {
  private readonly base: string;

  /** `initializer` is its index in the experiment. Names and labels decide nothing. */
  constructor(
    private readonly cell: SweepCell,
    initializer: number,
    computed: Computed,
  ) {
    const { experiment } = cell;
    const settings = trialSettings({ ...experiment, random: { ...experiment.random, seeds: [] } }, initializer);
    this.base = hash(`${textOf(computed)}\n${settings}`);
  }

  of(seed: number): string {
    return hash(`${this.base} ${seed}${keepsSnapshots(this.cell, seed) ? '' : ' without snapshots'}`);
  }
}

/** The identity of a sweep: the same experiment, computed the same way, is the same sweep, whoever asks for it. */
export function sweepIdentity(experiment: Experiment, computed: Computed): string {
  const initializers = experiment.initializers.map((entry) => ({ ...entry, label: undefined }));
  return hash(`${textOf(computed)}\n${JSON.stringify({ ...experiment, name: '', initializers })}`);
}

/** The identity of a job: what it is to do for which sweep. */
export function jobIdentity(sweep: string, trials: readonly string[]): string {
  return hash(`${sweep} ${trials.join(' ')}`);
}
