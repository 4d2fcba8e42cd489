import * as l10n from '@vscode/l10n';
import { fork, type ChildProcess } from 'node:child_process';
import { createBirpc, type BirpcReturn } from 'birpc';
import { rejectPending, settling, withPlainError } from '../../experiment/messages/settling';
import type { InspectorApi, InspectorClient } from '../../protocol/inspect';

/** Megabytes of JavaScript memory: numbers are read in pieces, so that no file needs more. */
const heapMegabytes = 400;

/**
 * The forked process that reads files of weights. It ends with `dispose`, and by itself when this process goes away.
 */
export class InspectorProcess {
  private readonly child: ChildProcess;
  private readonly rpc: BirpcReturn<InspectorApi, InspectorClient>;
  private gone = false;

  /** `died` hears of an end that was not asked for; its reason is for the user. */
  constructor(entry: string, client: InspectorClient, died: (reason: string) => void) {
    this.child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
      // In the desktop VS Code this very executable is Electron, which then behaves as plain Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.rpc = createBirpc<InspectorApi, InspectorClient>(client, {
      ...settling,
      post: (message) => void this.child.send(message, (error) => error && rejectPending(this.rpc, error.message)),
      on: (handle) => void this.child.on('message', handle),
      serialize: withPlainError,
    });
    const ended = (reason: string): void => {
      if (this.gone) return;
      this.gone = true;
      this.rpc.$close(new Error(reason));
      died(reason);
    };
    this.child.on('error', (error) =>
      ended(l10n.t("The process that reads weights couldn't be started: {0}.", error.message)),
    );
    this.child.on('exit', (code, signal) =>
      ended(
        l10n.t(
          'The process that reads weights exited unexpectedly ({0}).',
          signal ?? l10n.t('exit code {0}', code ?? 0),
        ),
      ),
    );
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return !this.gone;
  }

  /** Calls of the process; they reject when it dies. */
  get api(): InspectorApi {
    return this.rpc;
  }

  /** Ends the process at once. */
  dispose(): void {
    if (this.gone) return;
    this.gone = true;
    this.rpc.$close();
    this.child.kill('SIGKILL');
  }
}
