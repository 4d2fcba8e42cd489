import * as l10n from '@vscode/l10n';
import type { RunUpdate } from '../experiment/record/update';
import { isActive } from '../experiment/record/runStatus';
import type { RunHandle, RunListener, Runner } from '../protocol/runner';
import type { RunOrder, RunRequest, TrainerApi, TrainerClient, TrialWeights } from '../protocol/trainer';
import { RpcProcess } from '../processes/childProcess';
import { GatheredWeights } from '../data/gatheredWeights';

/**
 * Milliseconds of silence after which a stopping trainer is killed, counted anew with all that it says and every piece
 * of weights; and milliseconds before it is to leave out the figures that are not there yet.
 */
export const stopDeadline = 3000;
const hurryAfter = 2000;

/** Runs experiments in a process of its own, forked for the first run and after each end of it. */
export class ForkedTrainer implements Runner {
  private trainer: RpcProcess<TrainerApi, TrainerClient> | undefined;
  /** The runs that have not ended. */
  private readonly runs = new Map<number, ForkedRun>();

  /** `entry` is the built file of the trainer process. */
  constructor(private readonly entry: string) {}

  get pid(): number | undefined {
    return this.trainer?.alive ? this.trainer.pid : undefined;
  }

  run(request: RunRequest, listener: RunListener): RunHandle {
    if (!this.trainer?.alive) this.trainer = this.fork();
    const run = new ForkedRun(this.trainer, request, listener);
    this.runs.set(request.id, run);
    void run.ended.then(() => this.runs.delete(request.id));
    return run;
  }

  dispose(): void {
    this.trainer?.dispose();
    for (const run of this.runs.values()) run.finish();
  }

  private fork(): RpcProcess<TrainerApi, TrainerClient> {
    return new RpcProcess<TrainerApi, TrainerClient>(
      {
        entry: this.entry,
        startFailed: (reason) => l10n.t("The trainer process couldn't be started: {0}.", reason),
        ended: (how, lastError) =>
          l10n.t('The trainer process exited unexpectedly ({0}).', how) +
          (lastError === undefined ? '' : ` ${l10n.t('Output: {0}', lastError)}`),
        died: (reason) => {
          for (const run of this.runs.values()) run.lose(reason);
        },
      },
      { update: (update) => this.runs.get(update.id)?.update(update) },
    );
  }
}

/** A run in a trainer process. */
class ForkedRun implements RunHandle {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  readonly finish: () => void;
  readonly pause = (): Promise<void> => this.order('pause');
  readonly resume = (): Promise<void> => this.order('resume');
  readonly step = (): Promise<void> => this.order('step');
  readonly hurry = (): Promise<void> => this.order('hurry');
  /** It has told of itself: the trainer knows of a run to stop. */
  private begun = false;
  private stopped: Promise<void> | undefined;
  /** Asked for as the run is stopped: the trainer may be killed after that. */
  private handed: Promise<TrialWeights[]> | undefined;
  private readonly id: number;

  constructor(
    private readonly trainer: RpcProcess<TrainerApi, TrainerClient>,
    request: RunRequest,
    private readonly listener: RunListener,
  ) {
    this.id = request.id;
    let finish!: () => void;
    this.ended = new Promise((resolve) => (finish = resolve));
    this.finish = finish;
    this.started = trainer.api.run(request);
    this.started.catch(finish);
  }

  update(update: RunUpdate): void {
    this.begun = true;
    this.listener.update(update);
    if (!isActive(update.status)) this.finish();
  }

  lose(reason: string): void {
    this.listener.lost(reason);
    this.finish();
  }

  /** Asks for a stop, and kills a trainer that is silent for too long, or still loads the data. */
  stop(): Promise<void> {
    return (this.stopped ??= this.begun ? this.askToStop() : this.kill());
  }

  weights(): Promise<TrialWeights[]> {
    return this.handed ?? this.gather();
  }

  private async order(order: RunOrder): Promise<void> {
    if (this.trainer.alive) await this.trainer.api.order(this.id, order);
  }

  private async kill(): Promise<void> {
    this.trainer.dispose();
    this.finish();
  }

  private async askToStop(): Promise<void> {
    let late!: () => void;
    const silent = new Promise<boolean>((resolve) => (late = () => resolve(false)));
    const timer = setTimeout(late, stopDeadline);
    const deaf = this.trainer.onMessage(() => timer.refresh());
    const hurry = setTimeout(() => void this.hurry().catch(() => undefined), hurryAfter);
    const stopped = this.order('stop').then(
      () => true,
      () => false,
    );
    this.handed = this.gather();
    const answered = await Promise.race([Promise.all([stopped, this.handed]).then(([answer]) => answer), silent]);
    clearTimeout(timer);
    clearTimeout(hurry);
    deaf.dispose();
    if (!answered) await this.kill();
  }

  /** The weights as far as they come: when the trainer dies meanwhile, those that are whole. */
  private async gather(): Promise<TrialWeights[]> {
    const gathered = new GatheredWeights();
    const { api } = this.trainer;
    try {
      for (let piece = await api.weightsFrom(this.id, 0); piece; piece = await api.weightsFrom(this.id, piece.next))
        gathered.add(piece);
    } catch {
      // It died: what came before is here.
    }
    return gathered.weights;
  }
}
