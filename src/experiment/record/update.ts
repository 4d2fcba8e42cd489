import type {
  Curve,
  FinalFigures,
  ModelFinding,
  QueueState,
  RunHeader,
  RunStatus,
  Snapshot,
  StartFigures,
  TrialStatus,
  SweepAxisRecord,
} from './record';

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
  findings?: ModelFinding[];
}

/** What happened to a run since its last update. */
export interface RunUpdate {
  id: number;
  status: RunStatus;
  message?: string;
  header?: RunHeader;
  seconds: number;
  trials: TrialUpdate[];
  /** Of a sweep. */
  sweep?: SweepUpdate;
  /** Of a sweep that workers of a queue compute: replaces what was known. */
  queue?: QueueState;
}

/**
 * A trial of a cell that another cell has trained already, with the same settings to the last one: its record counts
 * here too.
 */
export interface TrialCopy {
  /** Index of the trial in its cell. */
  trial: number;
  /** The cell that trained it, and its index there. */
  cell: number;
  of: number;
}

/** What happened to one cell of a sweep. */
export interface CellUpdate {
  cell: number;
  update: RunUpdate;
  copies?: TrialCopy[];
}

/** What happened to a sweep since its last update; the axes, when they come, make the empty cells. */
export interface SweepUpdate {
  axes?: SweepAxisRecord[];
  cells: CellUpdate[];
}
