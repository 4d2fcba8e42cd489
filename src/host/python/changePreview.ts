import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import {
  commands,
  EventEmitter,
  Range,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type TextDocument,
} from 'vscode';
import { DisposableStore } from '../platform/disposable';

const scheme = 'initlab-preview';

/** A replacement in a text, in characters. */
interface Change {
  from: number;
  to: number;
  insert: string;
}

const applied = (text: string, changes: readonly Change[]): string =>
  [...changes]
    .sort((left, right) => right.from - left.from)
    .reduce((whole, { from, to, insert }) => whole.slice(0, from) + insert + whole.slice(to), text);

/** Where the last of the changes ends in the text that they make. */
function endOfLast(changes: readonly Change[]): number {
  const longer = changes.reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0);
  return Math.max(0, ...changes.map(({ to }) => to)) + longer;
}

/** Shows changes of a file as a comparison beside it, and makes them when the user agrees. */
export class ChangePreview extends DisposableStore {
  private readonly changed = this.add(new EventEmitter<Uri>());
  /** What each file would be. */
  private readonly texts = new Map<string, string>();
  /** The question that is open, by the file that it is about. */
  private readonly questions = new Map<string, (agreed: boolean) => void>();

  constructor() {
    super();
    this.add(commands.registerCommand('initLab.applyChanges', (uri?: unknown) => this.answer(uri, true)));
    this.add(commands.registerCommand('initLab.discardChanges', (uri?: unknown) => this.answer(uri, false)));
    this.add(
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) if (input instanceof TabInputTextDiff) this.answer(input.modified, false);
      }),
    );
    this.add(
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => this.texts.get(uri.path) ?? '',
      }),
    );
  }

  /**
   * Whether the changes were made. `changesOf` is asked again when the user agrees: the file may have been edited
   * meanwhile. The file is left unsaved, and shown where it changed last: that is where a new function is called.
   */
  async apply(document: TextDocument, title: string, changesOf: (text: string) => Change[]): Promise<boolean> {
    const { uri } = document;
    const name = posix.basename(uri.path);
    const preview = Uri.from({ scheme, path: uri.path });
    this.texts.set(uri.path, applied(document.getText(), changesOf(document.getText())));
    this.changed.fire(preview);
    await commands.executeCommand('vscode.diff', uri, preview, l10n.t('{0}: {1}', name, title), { preview: true });
    const agreed = await this.ask(preview, name);
    await this.close(preview);
    if (!agreed) return false;
    const edit = new WorkspaceEdit();
    const changes = changesOf(document.getText());
    for (const { from, to, insert } of changes)
      edit.replace(uri, new Range(document.positionAt(from), document.positionAt(to)), insert);
    if (!(await workspace.applyEdit(edit))) return false;
    const last = document.positionAt(endOfLast(changes));
    await window.showTextDocument(document, { selection: new Range(last, last) });
    return true;
  }

  /** By the buttons of the comparison or of a message, which goes away by itself; closing the comparison is a no. */
  private ask(preview: Uri, name: string): Promise<boolean> {
    this.answer(preview, false);
    return new Promise((resolve) => {
      this.questions.set(preview.path, resolve);
      const apply = l10n.t('Apply');
      void window
        .showInformationMessage(l10n.t('Apply these changes to {0}?', name), apply)
        .then((picked) => picked === apply && this.answer(preview, true));
    });
  }

  private answer(uri: unknown, agreed: boolean): void {
    if (!(uri instanceof Uri) || uri.scheme !== scheme) return;
    this.questions.get(uri.path)?.(agreed);
    this.questions.delete(uri.path);
  }

  private async close(preview: Uri): Promise<void> {
    this.texts.delete(preview.path);
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const own = tabs.filter(
      ({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === preview.toString(),
    );
    if (own.length > 0) await window.tabGroups.close(own);
  }
}
