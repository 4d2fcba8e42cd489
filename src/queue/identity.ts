import { createHash } from 'node:crypto';
import { isModelExperiment } from '../experiment/format/forms';
import type { Experiment } from '../experiment/format/schema';
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

/** The identity of a file's content. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What besides its experiment decides the numbers of a trial. */
export interface Computed {
  /** `engineVersion` of what computes it. */
  engine: string;
  make: Make;
}

/** Identities of the trials of one initializer of a cell: they differ in their seed alone. */
export class TrialIdentities {
  private readonly base: string;

  /** `initializer` is its index in the experiment. Names and labels decide nothing. */
  constructor(cell: Experiment, initializer: number, { engine, make }: Computed) {
    const settings = trialSettings({ ...cell, random: { ...cell.random, seeds: [] } }, initializer);
    this.base = hash(`${engine}\n${make}\n${settings}`);
  }

  of(seed: number): string {
    return hash(`${this.base} ${seed}`);
  }
}

/** The identity of a sweep: the same experiment, computed the same way, is the same sweep, whoever asks for it. */
export function sweepIdentity(experiment: Experiment, { engine, make }: Computed): string {
  const initializers = experiment.initializers.map((entry) => ({ ...entry, label: undefined }));
  return hash(`${engine}\n${make}\n${JSON.stringify({ ...experiment, name: '', initializers })}`);
}

/** The identity of a job: what it is to do for which sweep. */
export function jobIdentity(sweep: string, trials: readonly string[]): string {
  return hash(`${sweep} ${trials.join(' ')}`);
}

/** Whether an experiment is computed by Python. */
export function isForPython(experiment: Experiment): boolean {
  return isModelExperiment(experiment);
}
