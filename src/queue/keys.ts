import type { Computed } from './identity';

/** What all names of Init Lab on a server begin with. */
export const prefix = 'initlab';
/** Seconds that sweeps and results stay on a server after they were last written. */
export const lifetime = 7 * 24 * 3600;
/** Entries of a sweep's stream of events that are there at least; older ones may go. */
export const eventsKept = 10_000;

/** Names of what is on the server. */
export const keys = {
  /** Sorted set: ids of sweeps by the time they were submitted, in milliseconds. */
  sweeps: `${prefix}:sweeps`,
  /** Hash: what a sweep is (`SweepFacts`). */
  sweep: (id: string) => `${prefix}:sweep:${id}`,
  /** Set: ids of the trials of a sweep whose result is there. */
  done: (id: string) => `${prefix}:sweep:${id}:done`,
  /** Hash: results of trials that failed, by trial. They are of this sweep alone: another one tries again. */
  failed: (id: string) => `${prefix}:sweep:${id}:failed`,
  /** Set: ids of its jobs. */
  jobs: (id: string) => `${prefix}:sweep:${id}:jobs`,
  /** Stream: what happens to it. */
  events: (id: string) => `${prefix}:sweep:${id}:events`,
  /** Set: tries of trials of a job that were alone, each the trial and which of the job's starts it was. */
  tried: (job: string) => `${prefix}:job:${job}:tried`,
  /** Bytes: a trial's result. */
  result: (trial: string) => `${prefix}:result:${trial}`,
  /** Bytes: what results share, by its hash. */
  header: (hash: string) => `${prefix}:header:${hash}`,
  /** Number of pieces of a file, by its SHA-256; a piece. */
  file: (sha256: string) => `${prefix}:file:${sha256}`,
  filePiece: (sha256: string, piece: number) => `${prefix}:file:${sha256}:${piece}`,
  /** Set: ids of workers; what a worker says of itself, which is gone soon after it was last heard of. */
  workers: `${prefix}:workers`,
  worker: (id: string) => `${prefix}:worker:${id}`,
  /** Channel: ids of sweeps that were cancelled or paused. */
  orders: `${prefix}:orders`,
} as const;

/** The BullMQ queue of the jobs that are to be computed so. */
export function queueName({ engine, make }: Computed): string {
  return `sweeps-${engine}-${make}`;
}
