import * as l10n from '@vscode/l10n';
import { commands, env, l10n as strings, Uri, window, workspace, type Memento, type SecretStorage } from 'vscode';
import type { Runner } from '../../protocol/runner';
import type { QueueAddress, QueueConnection, QueueServer } from '../../queue/main';
import { DisposableStore } from '../platform/disposable';
import { pathSetting, queueSetting } from '../platform/settings';
import type { Sessions } from '../session/sessions';
import { QueuePasswords, withoutPassword } from './queuePassword';
import { LaterRunner } from './laterRunner';

/** Sweeps by the document that follows them; the ones that were added last stay. */
type Followed = Record<string, string>;
const memoryKey = 'initLab.followedSweeps';
const mostFollowed = 200;

/** Loads what speaks with servers, which is a file of its own. */
async function loadQueue() {
  const queue = await (await import('../../programs')).queue();
  queue.configureLanguage(env.language, strings.bundle);
  return queue;
}

/** A server that was asked, and its connection. */
export interface OpenQueue {
  connection: QueueConnection;
  server: QueueServer;
}

/** The queue of this window: its address, its password, and which document follows which sweep of it. */
export class QueueHost extends DisposableStore {
  readonly passwords: QueuePasswords;

  /** `dist` has the built files of the extension. */
  constructor(
    private readonly dist: Uri,
    secrets: SecretStorage,
    private readonly memory: Memento,
  ) {
    super();
    this.passwords = new QueuePasswords(secrets);
    // Another untitled experiment may get the same address.
    this.add(
      workspace.onDidCloseTextDocument(({ isUntitled, uri }) => {
        if (isUntitled) this.follow(uri, undefined);
      }),
    );
  }

  /** Whether sweeps can be handed to a queue. */
  get isSet(): boolean {
    return queueSetting() !== '';
  }

  /** The address for people. */
  get shownAddress(): string {
    return withoutPassword(queueSetting()).url;
  }

  /** Keeps which sweeps documents follow, as their sessions have it. */
  watch(sessions: Sessions): void {
    this.add(
      sessions.onDidChange((uri) => {
        const session = sessions.find(uri);
        if (!session?.run) return;
        const { queue } = session.run;
        // One that did not begin says nothing of the sweep that it was to join.
        if (queue && !session.isActive && queue.trials === 0) return;
        this.follow(uri, queue && (session.isActive || queue.left) ? queue.sweep : undefined);
      }),
    );
  }

  /** Has a document follow a sweep, or none any more. */
  follow(uri: Uri, sweep: string | undefined): void {
    const { [uri.toString()]: before, ...others } = this.followed;
    if (before === sweep) return;
    const entries = Object.entries(others).slice(1 - mostFollowed);
    if (sweep !== undefined) entries.push([uri.toString(), sweep]);
    void this.memory.update(memoryKey, Object.fromEntries(entries));
  }

  /** The sweep that a document follows. */
  sweepOf(uri: Uri): string | undefined {
    return this.isSet ? this.followed[uri.toString()] : undefined;
  }

  /** The document that follows a sweep. */
  documentOf(sweep: string): Uri | undefined {
    const [uri] = Object.entries(this.followed).find(([, id]) => id === sweep) ?? [];
    return uri === undefined ? undefined : Uri.parse(uri);
  }

  private get followed(): Followed {
    return this.memory.get<Followed>(memoryKey, {});
  }

  /** Runs what a document hands to the queue. Its sweeps go on when it is disposed of. */
  runner(): Runner {
    return new LaterRunner(async ({ queue }) => {
      const { QueueRunner } = await loadQueue();
      return new QueueRunner({
        address: await this.address(),
        kernels: Uri.joinPath(this.dist, 'kernels').fsPath,
        onStop: 'leave',
        retry: queue?.join === undefined,
        join: queue?.join,
        say: () => undefined,
      });
    });
  }

  /** Connects to the server, and asks for its password when it wants one. Rejects with a message for the user. */
  async open(asks: boolean): Promise<OpenQueue> {
    const { QueueConnection, QueueProblem, QueueServer } = await loadQueue();
    for (;;) {
      try {
        const connection = await QueueConnection.open(await this.address(), { patient: false, say: () => undefined });
        return { connection, server: new QueueServer(connection) };
      } catch (error) {
        const again = asks && error instanceof QueueProblem && error.wantsPassword;
        if (!again || !(await this.passwords.ask(this.shownAddress))) throw error;
      }
    }
  }

  /** Asks the server once. Rejects with a message for the user. */
  async use<T>(work: (server: QueueServer) => Promise<T>): Promise<T> {
    const { connection, server } = await this.open(true);
    try {
      return await work(server);
    } finally {
      connection.close();
    }
  }

  /** Whether the server has a sweep. Rejects where it can't be asked. */
  async has(sweep: string): Promise<boolean> {
    const { connection, server } = await this.open(false);
    try {
      return (await server.sweep(sweep)) !== undefined;
    } finally {
      connection.close();
    }
  }

  /** Whether there is a queue to use; leads the user to what is missing. */
  async isReady(): Promise<boolean> {
    if (!workspace.isTrusted) {
      void window.showErrorMessage(l10n.t('Trust this workspace to run sweeps on a queue.'));
      return false;
    }
    if (!this.isSet) {
      const open = l10n.t('Open Setting');
      const answer = await window.showInformationMessage(
        l10n.t('Enter the address of a queue in the setting initLab.sweeps.queue first.'),
        open,
      );
      if (answer === open) await commands.executeCommand('workbench.action.openSettings', 'initLab.sweeps.queue');
      return false;
    }
    return withoutPassword(queueSetting()).password === '' || (await this.passwords.offerMove());
  }

  private async address(): Promise<QueueAddress> {
    const { url, password } = withoutPassword(queueSetting());
    if (url === '') throw new Error(l10n.t('Enter the address of a queue in the setting initLab.sweeps.queue first.'));
    if (password !== '')
      throw new Error(
        l10n.t(
          'The setting initLab.sweeps.queue contains a password. Remove it and use "Init Lab: Set Queue Password…".',
        ),
      );
    return {
      url,
      password: await this.passwords.of(url),
      tlsCa: pathSetting('initLab.sweeps', 'queueCertificate'),
    };
  }
}
