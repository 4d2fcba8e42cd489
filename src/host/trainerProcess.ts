import * as l10n from '@vscode/l10n';
import { fork, type ChildProcess } from 'node:child_process';
import { createBirpc, type BirpcReturn } from 'birpc';
import { rejectPending, settling, withPlainError } from '../experiment/settling';
import type { RunUpdate } from '../experiment/update';
import type { TrainerApi, TrainerClient, TrialWeights } from '../protocol/trainer';

/** Milliseconds that a stopping trainer has before it is killed, and before it is to leave out the figures that are not there yet. */
const stopDeadline = 3000;
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
    this.child.on('error', (error) => ended(l10n.t('The trainer process could not be started: {0}.', error.message)));
    this.child.on('exit', (code, signal) => ended(l10n.t('The trainer process ended unexpectedly ({0}).', signal ?? l10n.t('exit code {0}', code ?? 0)) + this.lastWords()));
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

  /** Asks for a stop, and kills when the deadline has passed; `keep` gets the weights before. True when the trainer answered. */
  async stop(id: number, keep: (weights: TrialWeights[]) => void): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), stopDeadline)));
    const hurry = setTimeout(() => void this.rpc.hurry(id).catch(() => undefined), hurryAfter);
    const stopped = this.rpc.stop(id).then(() => true, () => false);
    void this.rpc.handedOver(id).then(keep, () => undefined);
    const answered = await Promise.race([stopped, late]);
    clearTimeout(timer);
    clearTimeout(hurry);
    if (!answered) this.dispose();
    return answered;
  }

  /** Ends the process at once. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.rpc.$close();
    this.child.kill('SIGKILL');
  }

  private lastWords(): string {
    const last = this.words.trim().split('\n').find((line) => /error|memory/i.test(line));
    return last ? ` ${l10n.t('It said: {0}', last.trim())}` : '';
  }
}
