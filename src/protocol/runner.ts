import type { RunRequest, TrainerClient, TrialWeights } from './trainer';

/** What the owner of a run is told, never before `run` has returned. */
export interface RunListener extends TrainerClient {
  /** What computed the run is gone: no other update comes. `reason` is for the user. */
  lost(reason: string): void;
}

/** A run that was asked for, as it is steered, wherever it is computed. Of one that has ended, orders do nothing. */
export interface RunHandle {
  /** Resolves once its trials are started; rejects with a message for the user when it does not begin. */
  readonly started: Promise<void>;
  /** Resolves when nothing more is told of it, however it ended. */
  readonly ended: Promise<void>;
  /** Pauses, steps and goes on also while the data is loaded: the run then starts so. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** One more training step of every running trial of a paused run. */
  step(): Promise<void>;
  /**
   * Begins no trial any more and ends those at work after their current step; resolves when the last update is out, or
   * when it has been given up to wait for it. A run that has not begun does not begin.
   */
  stop(): Promise<void>;
  /** Leaves out the figures that a run which is stopped has not computed yet. */
  hurry(): Promise<void>;
  /**
   * Start and end weights of its trials, as far as they are known; of a run that is stopped with those that are to
   * come. They may be gone when the same runner has begun the next run. Never rejects.
   */
  weights(): Promise<TrialWeights[]>;
}

/**
 * Computes runs: on threads of this process, in another process, in another language or on another machine.
 * docs/architecture.md says how to add one.
 */
export interface Runner {
  /** Asks for a run. One run at a time: the one before it is stopped when this one is ready to begin. */
  run(request: RunRequest, listener: RunListener): RunHandle;
  /** Ends everything at once; nobody is told. */
  dispose(): void;
  /** Id of the process of its own that it has, if it has one. */
  readonly pid?: number;
}
