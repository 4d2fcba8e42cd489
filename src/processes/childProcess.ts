import * as l10n from '@vscode/l10n';
import { fork, type ChildProcess } from 'node:child_process';
import { createBirpc, type BirpcReturn } from 'birpc';
import { rejectPending, settling, withPlainError } from '../experiment/messages/settling';

/** Characters of a child's last words kept for the message of its end. */
const lastCharacters = 2000;

/** How a child process is started, and what is told of its end. */
export interface ChildOptions {
  /** The built file that it runs. */
  entry: string;
  /** Arguments of Node. */
  execArgv?: string[];
  /** For the user: why it could not be started. */
  startFailed(reason: string): string;
  /** For the user: it ended by a signal or with an exit code, after a line on standard error that tells of an error. */
  ended(how: string, lastError: string | undefined): string;
  /** Hears of an end that was not asked for. */
  died(reason: string): void;
}

/**
 * A forked process with typed calls in both directions. It ends with `dispose`; its entry sees to it that it also ends
 * when this process goes away.
 */
export class RpcProcess<Api extends object, Client extends object> {
  private readonly child: ChildProcess;
  /** Calls of the process; they reject when it dies. */
  readonly api: BirpcReturn<Api, Client>;
  private words = '';
  private gone = false;

  /** `client` answers the calls of the process. */
  constructor({ entry, execArgv = [], startFailed, ended, died }: ChildOptions, client: Client) {
    this.child = fork(entry, [], {
      serialization: 'advanced',
      execArgv,
      // In the desktop VS Code this very executable is Electron, which then behaves as plain Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.api = createBirpc<Api, Client>(client, {
      // A call may take any time: whoever wants a deadline sets one.
      ...settling,
      post: (message) => void this.child.send(message, (error) => error && rejectPending(this.api, error.message)),
      on: (handle) => void this.child.on('message', handle),
      serialize: withPlainError,
    });
    this.child.stderr?.on(
      'data',
      (data: Buffer) => (this.words = (this.words + data.toString()).slice(-lastCharacters)),
    );
    const end = (reason: string): void => {
      if (this.gone) return;
      this.gone = true;
      this.api.$close(new Error(reason));
      died(reason);
    };
    this.child.on('error', (error) => end(startFailed(error.message)));
    this.child.on('exit', (code, signal) => end(ended(signal ?? l10n.t('exit code {0}', code ?? 0), this.lastError)));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return !this.gone;
  }

  /** Tells of every message that comes, whatever it says. */
  onMessage(heard: () => void): { dispose(): void } {
    this.child.on('message', heard);
    return { dispose: () => void this.child.off('message', heard) };
  }

  /** Ends the process at once. */
  dispose(): void {
    if (this.gone) return;
    this.gone = true;
    this.api.$close();
    this.child.kill('SIGKILL');
  }

  private get lastError(): string | undefined {
    return this.words
      .trim()
      .split('\n')
      .find((line) => /error|memory/i.test(line))
      ?.trim();
  }
}
