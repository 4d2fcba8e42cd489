import * as l10n from '@vscode/l10n';
import { fork, type ChildProcess } from 'node:child_process';
import { createBirpc, type BirpcReturn } from 'birpc';
import { rejectPending, settling, withPlainError } from '../../experiment/messages/settling';
import type { RunUpdate } from '../../experiment/record/update';
import type { TrainerApi, TrainerClient, TrialWeights } from '../../protocol/trainer';
import { GatheredWeights } from './gatheredWeights';

/**
 * Milliseconds of silence after which a stopping trainer is killed, counted anew with all that it says and every piece
 * of weights; and milliseconds before it is to leave out the figures that are not there yet.
 */
export const stopDeadline = 3000;
const hurryAfter = 2000;
/** Characters of the trainer's last words kept for a failure message. */
const keptWords = 2000;

/** What the owner of a trainer hears of it. */
export interface TrainerListener {
  update(update: RunUpdate): void;
  /** The process ended without being asked to; `reason` is for the user. */
  died(reason: string): void;
}

/** One forked trainer. It ends with `dispose`, and by itself when this process goes away. */
export class TrainerProcess {
  private readonly child: ChildProcess;
  private readonly rpc: BirpcReturn<TrainerApi, TrainerClient>;
  private words = '';
  private disposed = false;
  private readonly gathering = new Set<Promise<unknown>>();

  constructor(entry: string, listener: TrainerListener) {
    this.child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      // In the desktop VS Code this very executable is Electron, which then behaves as plain Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.rpc = createBirpc<TrainerApi, TrainerClient>(
      { update: (update) => listener.update(update) },
      {
        // A paused run may take any time to answer a stop; the deadline below is the one that counts.
        ...settling,
        post: (message) => void this.child.send(message, (error) => error && rejectPending(this.rpc, error.message)),
        on: (handle) => void this.child.on('message', handle),
        serialize: withPlainError,
      },
    );
    this.child.stderr?.on('data', (data: Buffer) => (this.words = (this.words + data.toString()).slice(-keptWords)));
    const ended = (reason: string) => {
      if (this.disposed) return;
      this.disposed = true;
      this.rpc.$close(new Error(reason));
      listener.died(reason);
    };
    this.child.on('error', (error) => ended(l10n.t("The trainer process couldn't be started: {0}.", error.message)));
    this.child.on('exit', (code, signal) =>
      ended(
        l10n.t('The trainer process exited unexpectedly ({0}).', signal ?? l10n.t('exit code {0}', code ?? 0)) +
          this.lastWords(),
      ),
    );
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return !this.disposed;
  }

  /** Calls of the trainer; they reject when it dies. */
  get api(): TrainerApi {
    return this.rpc;
  }

  /** The weights of a run as far as they come: when the trainer dies meanwhile, those that are whole. Never rejects. */
  weights(id: number): Promise<TrialWeights[]> {
    const gathered = this.gather(id);
    this.gathering.add(gathered);
    void gathered.finally(() => this.gathering.delete(gathered));
    return gathered;
  }

  /** Resolves when no weights are on their way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.gathering);
  }

  /**
   * Asks for a stop, and kills a trainer that is silent for too long. `answered`: false when it was killed; `weights`
   * then has what came before.
   */
  stop(id: number): { answered: Promise<boolean>; weights: Promise<TrialWeights[]> } {
    let late!: () => void;
    const silent = new Promise<boolean>((resolve) => (late = () => resolve(false)));
    const timer = setTimeout(late, stopDeadline);
    const heard = () => timer.refresh();
    this.child.on('message', heard);
    const hurry = setTimeout(() => void this.rpc.hurry(id).catch(() => undefined), hurryAfter);
    const stopped = this.rpc.stop(id).then(
      () => true,
      () => false,
    );
    const weights = this.weights(id);
    const answered = Promise.race([Promise.all([stopped, weights]).then(([answer]) => answer), silent]).then(
      (answer) => {
        clearTimeout(timer);
        clearTimeout(hurry);
        this.child.off('message', heard);
        if (!answer) this.dispose();
        return answer;
      },
    );
    return { answered, weights };
  }

  /** Ends the process at once. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.rpc.$close();
    this.child.kill('SIGKILL');
  }

  private async gather(id: number): Promise<TrialWeights[]> {
    const gathered = new GatheredWeights();
    try {
      for (let piece = await this.rpc.weightsFrom(id, 0); piece; piece = await this.rpc.weightsFrom(id, piece.next))
        gathered.add(piece);
    } catch {
      // It died: what came before is here.
    }
    return gathered.weights;
  }

  private lastWords(): string {
    const last = this.words
      .trim()
      .split('\n')
      .find((line) => /error|memory/i.test(line));
    return last ? ` ${l10n.t('Output: {0}', last.trim())}` : '';
  }
}
