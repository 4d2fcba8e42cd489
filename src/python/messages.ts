import type { RunUpdate } from '../experiment/record/update';
import type { RunOrder, WeightsPart } from '../protocol/trainer';
import type { ProbeArrays } from './datasetArrays';
import type { AuditReport, ModelReport } from './modelReport';

/** An experiment for the probe, with all that its process does not find itself. */
export interface ProbeRequest {
  id: number;
  experiment: unknown;
  /** Folder that paths of the experiment start from. */
  directory: string;
  paused: boolean;
  maxMemoryMB: number;
  /** Whether start and end weights are kept to be asked for; absent: as far as they are small enough. */
  keepsWeights?: false;
  /** Rows of an Init Lab dataset. */
  arrays?: ProbeArrays;
}

/** What is asked of the process. */
export type ToProbe =
  | ({ type: 'run' } & ProbeRequest)
  | ({ type: 'check' } & ProbeRequest)
  | ({ type: 'audit'; checkpoint: string } & ProbeRequest)
  | { type: 'order'; id: number; order: RunOrder }
  | { type: 'weights'; id: number };

/** What the process tells. */
export type FromProbe =
  /** The first message; with the word of the channel where that is a port. */
  | { type: 'hello'; token?: string; python: { version: string; executable: string } }
  | { type: 'started'; id: number }
  | { type: 'update'; update: RunUpdate }
  | { type: 'report'; id: number; report: ModelReport | AuditReport }
  | { type: 'weights'; id: number; parts: WeightsPart[]; last: boolean }
  | { type: 'error'; id: number; message: string; file?: string; line?: number; traceback?: string }
  /** A sign of life once a second: what it does, and for how long. */
  | { type: 'alive'; phase: ProbePhase; seconds: number };

/** What a process does. */
export type ProbePhase = 'waiting' | 'importing' | 'data' | 'building' | 'training' | 'checking' | 'done';
