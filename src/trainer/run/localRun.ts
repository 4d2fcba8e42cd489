import type { RunHandle } from '../../protocol/runner';
import type { TrainerClient, WeightsPiece } from '../../protocol/trainer';
import type { WorkerPool } from './workerPool';

/** A run on threads of this process, whose weights can also be read in pieces. */
export interface LocalRun extends RunHandle {
  /** As `TrainerApi.weightsFrom`; absent where none are kept. */
  weightsFrom?(place: number): Promise<WeightsPiece | undefined>;
}

/** Begins a run whose data is loaded. */
export type BeginRun = (client: TrainerClient, pool: WorkerPool, paused: boolean) => LocalRun;
