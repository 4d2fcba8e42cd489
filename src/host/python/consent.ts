import * as l10n from '@vscode/l10n';
import { window, workspace, type Memento, type Uri } from 'vscode';

const key = 'initLab.python.consent';

/**
 * Whether the user has agreed that the code of a folder runs in an interpreter: asked once for each folder and
 * interpreter, kept for the workspace.
 */
export class PythonConsent {
  constructor(private readonly memory: Memento) {}

  /** Asks where nothing has been agreed yet; in Restricted Mode nothing runs, and the user is told. */
  async given(uri: Uri, interpreter: string): Promise<boolean> {
    if (!workspace.isTrusted) {
      void window.showWarningMessage(l10n.t('Models in Python run only in a trusted workspace.'));
      return false;
    }
    const folder = (
      workspace.getWorkspaceFolder(uri)?.uri ?? uri.with({ path: uri.path.replace(/\/[^/]*$/, '') })
    ).toString();
    const agreed = this.memory.get<Record<string, string[]>>(key, {});
    if (agreed[folder]?.includes(interpreter)) return true;
    const run = l10n.t('Run');
    const answer = await window.showInformationMessage(
      l10n.t('This runs the code of your model.'),
      {
        modal: true,
        detail: l10n.t(
          'Init Lab imports the file, builds the model and trains it, in a process of {0}. It asks once for this folder.',
          interpreter,
        ),
      },
      run,
    );
    if (answer !== run) return false;
    await this.memory.update(key, { ...agreed, [folder]: [...(agreed[folder] ?? []), interpreter] });
    return true;
  }
}
