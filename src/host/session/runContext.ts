import { commands } from 'vscode';
import { DisposableStore } from '../platform/disposable';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import type { Sessions } from './sessions';

/**
 * Keeps the context key `initLab.runStatus`, which says what the run of the experiment in front does: absent while none
 * goes on.
 */
export class RunContext extends DisposableStore {
  private shown: string | undefined;

  constructor(
    private readonly editor: ExperimentEditorProvider,
    private readonly sessions: Sessions,
  ) {
    super();
    this.add(editor.onDidChangeActive(() => this.update()));
    this.add(sessions.onDidChange(() => this.update()));
  }

  private update(): void {
    const uri = this.editor.activeUri;
    const session = uri && this.sessions.find(uri);
    const status = session?.isActive ? (session.isPaused ? 'paused' : 'running') : undefined;
    if (status === this.shown) return;
    this.shown = status;
    void commands.executeCommand('setContext', 'initLab.runStatus', status);
  }
}
