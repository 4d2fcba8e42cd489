import * as l10n from '@vscode/l10n';
import { window, workspace, type Event, type SecretStorage } from 'vscode';

/** An address without its password, and the password. */
export function withoutPassword(url: string): { url: string; password: string } {
  try {
    const parsed = new URL(url);
    const { password } = parsed;
    parsed.password = '';
    return password === '' ? { url, password } : { url: parsed.toString(), password: decodeURIComponent(password) };
  } catch {
    return { url, password: '' };
  }
}

/**
 * The passwords of queues, each for its server and user: the settings of a workspace that name another server get none
 * of them.
 */
export class QueuePasswords {
  /** Of another window too. */
  readonly onDidChange: Event<unknown>;

  constructor(private readonly secrets: SecretStorage) {
    this.onDidChange = secrets.onDidChange;
  }

  of(url: string): Thenable<string | undefined> {
    return this.secrets.get(keyOf(url));
  }

  /** Asks for the password of a server and answers with it; an empty one removes what is known. */
  async ask(url: string): Promise<string | undefined> {
    const password = await window.showInputBox({
      title: l10n.t('Queue Password'),
      prompt: l10n.t('Password for {0}. Leave empty to remove it.', url),
      password: true,
      ignoreFocusOut: true,
    });
    if (password !== undefined) await this.set(url, password);
    return password;
  }

  /** Takes the password out of the setting, wherever it is written, once the user has agreed. */
  async offerMove(): Promise<boolean> {
    const move = l10n.t('Move to Secret Storage');
    if (
      (await window.showErrorMessage(
        l10n.t("The setting initLab.sweeps.queue contains a password, so it isn't used: settings aren't secret."),
        move,
      )) !== move
    )
      return false;
    const configuration = workspace.getConfiguration('initLab.sweeps');
    const { globalValue, workspaceValue } = configuration.inspect<string>('queue') ?? {};
    for (const [value, isGlobal] of [
      [workspaceValue, false],
      [globalValue, true],
    ] as const) {
      const { url, password } = withoutPassword(value?.trim() ?? '');
      if (password === '') continue;
      await this.set(url, password);
      await configuration.update('queue', url, isGlobal);
    }
    return true;
  }

  private set(url: string, password: string): Thenable<void> {
    return password === '' ? this.secrets.delete(keyOf(url)) : this.secrets.store(keyOf(url), password);
  }
}

/** Protocol, user, host and port: databases of a server share a password. */
function keyOf(url: string): string {
  try {
    const { protocol, username, hostname, port } = new URL(url);
    return `initLab.queue ${protocol}//${username}@${hostname}:${port || 6379}`;
  } catch {
    return `initLab.queue ${url}`;
  }
}
