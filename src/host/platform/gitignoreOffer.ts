import * as l10n from '@vscode/l10n';
import { Uri, window, workspace, WorkspaceEdit, type LogOutputChannel, type Memento } from 'vscode';
import { exists } from './exists';

/** Where the workspace folders are remembered that were asked about. */
const askedKey = 'gitignoreAsked';
/** What the file says: everything in its folder, itself too. */
const content = '# Saved runs of Init Lab.\n*\n';

/** Whether a folder lies in a working tree of Git. */
async function isUnderGit(folder: Uri): Promise<boolean> {
  for (let at = folder; ; at = Uri.joinPath(at, '..')) {
    if (await exists(Uri.joinPath(at, '.git'))) return true;
    if (at.path === '/' || at.path === '' || Uri.joinPath(at, '..').path === at.path) return false;
  }
}

/**
 * Offers once for each workspace folder under Git to put a `.gitignore` beside its saved runs; one that is there stays
 * as it is.
 */
export class GitignoreOffer {
  constructor(
    private readonly memento: Memento,
    private readonly log: LogOutputChannel,
  ) {}

  /** A run was saved as `runFile`. Never rejects. */
  async runKept(runFile: Uri): Promise<void> {
    try {
      await this.offer(runFile);
    } catch (error) {
      this.log.warn(
        `No .gitignore was created for saved runs: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private async offer(runFile: Uri): Promise<void> {
    const root = workspace.getWorkspaceFolder(runFile);
    const target = Uri.joinPath(runFile, '..', '..', '.gitignore');
    if (!root || this.asked.includes(root.uri.toString()) || (await exists(target)) || !(await isUnderGit(root.uri)))
      return;
    // Another run may have ended while this one looked.
    if (this.asked.includes(root.uri.toString())) return;
    await this.memento.update(askedKey, [...this.asked, root.uri.toString()]);
    const yes = l10n.t('Add .gitignore');
    if (
      (await window.showInformationMessage(
        l10n.t('Runs are saved in .initlab/runs of {0}. Add them to .gitignore?', root.name),
        yes,
        l10n.t('Not Now'),
      )) !== yes
    )
      return;
    const edit = new WorkspaceEdit();
    edit.createFile(target, { ignoreIfExists: true, contents: new TextEncoder().encode(content) });
    if (!(await workspace.applyEdit(edit))) throw new Error(l10n.t("{0} couldn't be created.", target.path));
  }

  private get asked(): string[] {
    const known = this.memento.get<unknown>(askedKey);
    return Array.isArray(known) ? known.filter((uri) => typeof uri === 'string') : [];
  }
}
