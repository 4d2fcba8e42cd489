import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { packPart, partsOf } from '../experiment/messages/parts';
import type { RunHeader, TrialRecord } from '../experiment/record/record';
import type { TrialUpdate } from '../experiment/record/update';
import { JsonBudget, unpackedLimit } from '../experiment/runFile/savedLimits';
import { headerSchema, trialSchema } from '../experiment/runFile/savedSchema';

/** A trial that has come to its end on a worker. */
export interface TrialResult {
  trial: TrialRecord;
  /** Of its run; absent for a trial that could not begin. */
  header?: string;
  /** Id of the worker that computed it. */
  worker: string;
}

/** A value in the encoding of run files, deflated. */
export function pack(value: unknown): Buffer {
  return deflateSync(packPart(value));
}

/** The inverse. Throws for what is no such value, or unpacks to more than its size allows. */
export function unpack(bytes: Uint8Array): unknown {
  const unpacked = inflateSync(bytes, { maxOutputLength: unpackedLimit(bytes.length) });
  const budget = new JsonBudget(bytes.length);
  const { value, done } = partsOf(unpacked, (json) => budget.take(json)).next();
  if (done) throw new RangeError('Nothing was packed.');
  return value;
}

/** A header with its hash, by which trials refer to it: those of one cell, and often of all, share one. */
export function packHeader(header: RunHeader): { hash: string; bytes: Buffer } {
  const bytes = pack(header);
  return { hash: createHash('sha256').update(bytes).digest('hex').slice(0, 32), bytes };
}

/** Throws for what is no header. */
export function unpackHeader(bytes: Uint8Array): RunHeader {
  const value = unpack(bytes);
  headerSchema.parse(value);
  return value as RunHeader;
}

/** Throws for what is no result. */
export function unpackResult(bytes: Uint8Array): TrialResult {
  const value = unpack(bytes) as Partial<TrialResult> | undefined;
  if (typeof value?.worker !== 'string' || (value.header !== undefined && !/^[0-9a-f]{32}$/.test(value.header)))
    throw new TypeError('Expected the result of a trial.');
  const { status } = trialSchema.parse(value.trial);
  if (status !== 'finished' && status !== 'diverged' && status !== 'failed')
    throw new TypeError(`Expected the result of a trial that has ended, got one that is ${status}.`);
  return value as TrialResult;
}

/** What an entry of a sweep's stream of events tells. */
export interface SweepEvent {
  /** Trials, by id, whose results are there. */
  done?: string[];
  /** What running trials recorded, each from a place in its curve on. */
  progress?: { trial: string; from: number; update: TrialUpdate }[];
  /** What the sweep does from now on. */
  status?: SweepStatus;
}

export const sweepStatuses = ['running', 'paused', 'cancelled'] as const;
export type SweepStatus = (typeof sweepStatuses)[number];
