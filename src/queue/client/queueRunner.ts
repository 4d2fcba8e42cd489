import { RunRefused } from '../../data/refused';
import { isModelExperiment } from '../../experiment/format/forms';
import type { Experiment } from '../../experiment/format/schema';
import { expandSweep } from '../../experiment/sweep/sweep';
import type { RunHandle, RunListener, Runner } from '../../protocol/runner';
import type { RunRequest, TrialWeights } from '../../protocol/trainer';
import { chooseBackend } from '../../trainer/backend/backend';
import type { QueueAddress } from '../address';
import { QueueConnection, type Say } from '../connection';
import { makePortable, type Portable } from '../files';
import { codeHash, engineVersion, sweepIdentity, type Computed } from '../identity';
import { planTrials } from './plan';
import { QueueProblem } from '../problem';
import { QueueRun, type OnStop, type QueuedSweep } from './queueRun';
import { QueueServer, type SweepFacts } from './server';

export interface QueueRunnerOptions {
  address: QueueAddress;
  /** Folder of the built kernels, by which the machine's own backend is known. */
  kernels: string;
  onStop: OnStop;
  /** Try what failed once more, where the sweep is over already. */
  retry: boolean;
  /** Hears what is waited for. */
  say: Say;
  /** Hears the id of the sweep on the server. */
  submitted?(id: string): void;
  /** Joins the sweep whose id begins so, whatever experiment is asked for. */
  join?: string;
}

/** What a request is on a queue: the same on every machine. Throws RunRefused. */
export async function queuedSweep(request: RunRequest, kernels: string): Promise<QueuedSweep> {
  const { experiment, id: runId } = request;
  if (!experiment.sweep)
    throw new RunRefused('sweep: expected an experiment with a sweep for a queue, got one without.');
  const portable = await makePortable(experiment, request.directory, request.places ?? { folders: [] });
  const make = isModelExperiment(experiment)
    ? 'python'
    : chooseBackend(request.backend, kernels, experiment.precision).name;
  return sweepOf(runId, experiment, portable, { engine: engineVersion, make });
}

function sweepOf(runId: number, experiment: Experiment, portable: Portable, made: Omit<Computed, 'code'>): QueuedSweep {
  const computed: Computed = { ...made, code: codeHash(portable.code) };
  return {
    runId,
    id: sweepIdentity(portable.experiment, computed),
    computed,
    experiment,
    portable,
    cells: expandSweep(experiment),
    trials: planTrials(expandSweep(portable.experiment), computed),
  };
}

/** A sweep that is on a server already. Throws QueueProblem where it is not. */
async function storedSweep(server: QueueServer, facts: SweepFacts, runId: number): Promise<QueuedSweep> {
  const { id, engine, make } = facts;
  const { experiment, portable } = await server.submitted(id);
  return { ...sweepOf(runId, experiment, { ...portable, sources: new Map() }, { engine, make }), id };
}

/** Has sweeps computed by the workers of a queue. */
export class QueueRunner implements Runner {
  private readonly runs = new Set<RequestedQueueRun>();

  constructor(private readonly options: QueueRunnerOptions) {}

  run(request: RunRequest, listener: RunListener): RunHandle {
    const run = new RequestedQueueRun(request, listener, this.options);
    this.runs.add(run);
    void run.ended.then(() => this.runs.delete(run));
    return run;
  }

  /** Leaves the sweeps to their workers. */
  dispose(): void {
    for (const run of this.runs) run.leave();
  }
}

/** A run from its request on: it is connected and prepared first. */
class RequestedQueueRun implements RunHandle {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  private run: QueueRun | undefined;
  private connection: QueueConnection | undefined;
  private readonly stopping = new AbortController();
  private paused: boolean;
  private begun = false;

  constructor(
    request: RunRequest,
    listener: RunListener,
    private readonly options: QueueRunnerOptions,
  ) {
    this.paused = request.paused;
    this.started = this.begin(request, listener);
    this.ended = this.started
      .then(
        () => this.run!.ended,
        () => undefined,
      )
      .finally(() => this.connection?.close());
  }

  async pause(): Promise<void> {
    this.paused = true;
    await this.run?.pause();
  }

  async resume(): Promise<void> {
    this.paused = false;
    await this.run?.resume();
  }

  async step(): Promise<void> {}

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.run?.stop();
    // What is not submitted yet will not be.
    if (!this.begun) this.connection?.close();
  }

  async hurry(): Promise<void> {}

  async weights(): Promise<TrialWeights[]> {
    return [];
  }

  leave(): void {
    this.stopping.abort();
    void this.run?.leave();
    this.connection?.close();
  }

  private async begin(request: RunRequest, listener: RunListener): Promise<void> {
    const { address, kernels, submitted, join } = this.options;
    const say: Say = (text) => {
      this.options.say(text);
      this.run?.waitFor(text);
    };
    const prepared = join === undefined ? await queuedSweep(request, kernels) : undefined;
    let sweep: QueuedSweep;
    try {
      const { signal } = this.stopping;
      this.connection = await QueueConnection.open(address, { patient: false, say, signal });
      const server = new QueueServer(this.connection);
      sweep = prepared ?? (await storedSweep(server, await server.find(join!), request.id));
      this.stopping.signal.throwIfAborted();
      this.run = new QueueRun(sweep, server, listener, {
        paused: this.paused,
        onStop: this.options.onStop,
        retry: this.options.retry,
        say,
      });
      await this.run.started;
    } catch (error) {
      if (this.stopping.signal.aborted) throw new RunRefused('The run was stopped before its first step.');
      if (error instanceof QueueProblem) throw new RunRefused(error.message, { cause: error });
      throw error;
    }
    this.begun = true;
    submitted?.(sweep.id);
  }
}
