import type { Curve, FinalFigures, RunHeader, RunStatus, Snapshot, StartFigures, TrialStatus } from './record';

/** What happened to one trial since its last update; arrays are appended, the rest replaces. */
export interface TrialUpdate {
  /** Index of the trial in the run. */
  trial: number;
  status: TrialStatus;
  step: number;
  seconds: number;
  divergedAt?: number;
  message?: string;
  curve: Curve;
  snapshots: Snapshot[];
  start?: StartFigures;
  final?: FinalFigures;
}

/** What happened to a run since its last update. */
export interface RunUpdate {
  id: number;
  status: RunStatus;
  message?: string;
  header?: RunHeader;
  seconds: number;
  trials: TrialUpdate[];
}
