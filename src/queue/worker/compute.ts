import { applyUpdate } from '../../experiment/record/applyUpdate';
import type { Experiment } from '../../experiment/format/schema';
import type { RunHeader, RunRecord, TrialRecord } from '../../experiment/record/record';
import type { CellUpdate, RunUpdate } from '../../experiment/record/update';
import type { Runner } from '../../protocol/runner';
import type { SweepPart } from '../../experiment/sweep/sweep';
import type { DataPlaces, RunRequest } from '../../protocol/trainer';

/** Trials that are to be computed. */
export interface Batch {
  experiment: Experiment;
  parts: SweepPart[];
  /** Folder that paths start from. */
  directory: string;
  signal: AbortSignal;
}

/** Hears of the trials of a batch; `part` is the index of a part, `trial` that of a seed in it. */
export interface BatchListener {
  ended(part: number, trial: number, record: TrialRecord, header: RunHeader): void;
  /** A trial that runs has recorded more; its whole record so far. */
  progress(part: number, trial: number, record: TrialRecord): void;
  /** No trial of a part can begin; `message` is for the user. */
  refused(part: number, message: string): void;
}

/** Computes the trials of batches. Rejects where trying again may help. */
export interface Compute {
  run(batch: Batch, listener: BatchListener): Promise<void>;
  /** Ends everything at once. */
  dispose(): void;
}

/** A trial that failed for a reason of this machine, such as a thread that ran out of memory. */
class TrialFailure extends Error {
  override readonly name = 'TrialFailure';
}

/** How runs of batches are computed here. */
export interface ComputeOptions {
  newRunner(): Runner;
  places: DataPlaces;
  backend: RunRequest['backend'];
  workers: number;
  maxMemoryMB: number;
}

/** Batches as sweeps of a runner of its own for each that goes on at once: a trainer process, or Python. */
export class RunnerCompute implements Compute {
  private readonly idle: Runner[] = [];
  private readonly all = new Set<Runner>();
  private lastId = 0;

  constructor(private readonly options: ComputeOptions) {}

  async run(batch: Batch, listener: BatchListener): Promise<void> {
    const runner = this.idle.pop() ?? this.options.newRunner();
    this.all.add(runner);
    try {
      // A part that is refused when the run begins leaves the others their turn.
      for (let first = 0; first < batch.parts.length && !batch.signal.aborted;) {
        const refused = await this.runFrom(first, runner, batch, listener);
        if (refused === undefined) break;
        listener.refused(first, refused);
        first++;
      }
    } catch (error) {
      this.all.delete(runner);
      runner.dispose();
      throw error;
    }
    this.idle.push(runner);
  }

  dispose(): void {
    for (const runner of this.all) runner.dispose();
    this.all.clear();
    this.idle.length = 0;
  }

  /** Runs the parts from one on; answers why the first of them could not begin. */
  private async runFrom(
    first: number,
    runner: Runner,
    { experiment, parts, directory, signal }: Batch,
    listener: BatchListener,
  ): Promise<string | undefined> {
    const { places, backend, workers, maxMemoryMB } = this.options;
    const records = new Map<number, RunRecord>();
    const told = new Set<TrialRecord>();
    let lost: string | undefined;
    let failure: string | undefined;
    const receive = ({ cell, update, copies = [] }: CellUpdate): void => {
      const part = first + cell;
      const record = records.get(cell) ?? { id: update.id, status: 'starting', trials: [], seconds: 0 };
      records.set(cell, record);
      applyUpdate(record, update);
      for (const { trial, cell: from, of } of copies) record.trials[trial] = records.get(from)!.trials[of];
      if (!record.header) {
        if (update.status === 'failed') listener.refused(part, update.message ?? 'It failed.');
        return;
      }
      const changed = new Set([...update.trials, ...copies].map(({ trial }) => trial));
      for (const index of changed) {
        const trial = record.trials[index];
        if (trial.status === 'failed') failure ??= trial.message ?? 'A trial failed.';
        else if (trial.status === 'finished' || trial.status === 'diverged') {
          if (!told.has(trial)) listener.ended(part, index, trial, record.header);
          told.add(trial);
        } else if (trial.status === 'running') listener.progress(part, index, trial);
      }
    };
    const handle = runner.run(
      {
        id: ++this.lastId,
        experiment,
        parts: parts.slice(first),
        directory,
        places,
        backend,
        workers,
        maxMemoryMB,
        paused: false,
      },
      {
        update: ({ sweep }: RunUpdate) => sweep?.cells.forEach(receive),
        lost: (reason) => (lost = reason),
      },
    );
    const stop = (): void => void handle.stop();
    signal.addEventListener('abort', stop);
    try {
      await handle.started;
    } catch (error) {
      if (signal.aborted) return undefined;
      if (lost !== undefined) throw new TrialFailure(lost);
      return error instanceof Error ? error.message : String(error);
    } finally {
      if (signal.aborted) stop();
    }
    await handle.ended;
    signal.removeEventListener('abort', stop);
    if (signal.aborted) return undefined;
    if (lost ?? failure) throw new TrialFailure(lost ?? failure);
    return undefined;
  }
}
