import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { commands, env, TabInputCustom, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import { experimentSuffix } from '../../experiment/format/experimentFile';
import { completedPath } from '../editor/saveTarget';
import { exists } from '../platform/exists';

/** Asks for a new name of a file or folder; `suffix` stays at its end. Undefined when the user leaves it. */
async function askName(uri: Uri, title: string, suffix: string): Promise<Uri | undefined> {
  const old = posix.basename(uri.path).slice(0, -suffix.length || undefined);
  const target = (name: string): Uri => {
    const path = posix.join(posix.dirname(uri.path), name.trim());
    return uri.with({ path: suffix === '' ? path : completedPath(path, suffix) });
  };
  const isOther = (name: string): boolean => target(name).path !== uri.path;
  const name = await window.showInputBox({
    title,
    value: old,
    validateInput: async (text) => {
      if (text.trim() === '') return l10n.t('Enter a name.');
      if (/[\\/:*?"<>|]/.test(text) || text.trim().startsWith('.'))
        return l10n.t('The name {0} can\'t begin with a dot or contain \\ / : * ? " < > |', text);
      if (isOther(text) && (await exists(target(text))))
        return l10n.t('{0} already exists.', posix.basename(target(text).path));
      return undefined;
    },
  });
  return name === undefined || !isOther(name) ? undefined : target(name);
}

/** Renames a file or folder; editors that show it go along. */
export async function renameItem(uri: Uri, title: string, suffix = ''): Promise<void> {
  const target = await askName(uri, title, suffix);
  if (!target) return;
  const edit = new WorkspaceEdit();
  edit.renameFile(uri, target, { overwrite: false });
  if (!(await workspace.applyEdit(edit))) throw new Error(l10n.t("{0} couldn't be renamed.", posix.basename(uri.path)));
}

/** Puts a copy of an experiment beside it: `circles copy.initlab.json`, numbered when taken. */
export async function duplicateExperiment(uri: Uri): Promise<Uri> {
  const base = uri.path.slice(0, -experimentSuffix.length);
  for (let number = 1; ; number++) {
    const target = uri.with({ path: `${base}-copy${number === 1 ? '' : `-${number}`}${experimentSuffix}` });
    if (await exists(target)) continue;
    const edit = new WorkspaceEdit();
    edit.createFile(target, { overwrite: false, contents: await workspace.fs.readFile(uri) });
    if (!(await workspace.applyEdit(edit)))
      throw new Error(l10n.t("{0} couldn't be created.", posix.basename(target.path)));
    return target;
  }
}

async function closeTabs(uri: Uri): Promise<void> {
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input, isDirty }) => !isDirty && input instanceof TabInputCustom && input.uri.toString() === uri.toString(),
    );
  if (tabs.length > 0) await window.tabGroups.close(tabs);
}

/** Deletes experiment files once the user has agreed; the message that follows brings them back. */
export async function deleteExperiments(uris: readonly Uri[]): Promise<void> {
  const one = posix.basename(uris[0].path);
  const question = uris.length === 1 ? l10n.t('Delete {0}?', one) : l10n.t('Delete {0} experiments?', uris.length);
  const yes = l10n.t('Delete');
  if (
    (await window.showWarningMessage(
      question,
      { modal: true, detail: l10n.t('You can undo this in the message that follows.') },
      yes,
    )) !== yes
  )
    return;
  const contents = await Promise.all(uris.map((uri) => workspace.fs.readFile(uri)));
  const edit = new WorkspaceEdit();
  for (const uri of uris) edit.deleteFile(uri);
  if (!(await workspace.applyEdit(edit))) throw new Error(l10n.t("{0} couldn't be deleted.", one));
  for (const uri of uris) await closeTabs(uri);
  void offerUndo(uris, contents);
}

/** The explorer undoes its own deletions alone, so this one offers its own. */
async function offerUndo(uris: readonly Uri[], contents: readonly Uint8Array[]): Promise<void> {
  const undo = l10n.t('Undo');
  const done =
    uris.length === 1
      ? l10n.t('Deleted {0}.', posix.basename(uris[0].path))
      : l10n.t('Deleted {0} experiments.', uris.length);
  if ((await window.showInformationMessage(done, undo)) !== undo) return;
  for (const [index, uri] of uris.entries())
    if (!(await exists(uri))) await workspace.fs.writeFile(uri, contents[index]);
}

/**
 * Deletes saved runs once the user has agreed: to the trash, and where there is none after a second question. `names`
 * are for people.
 */
export async function deleteRuns(runFiles: readonly Uri[], names: readonly string[]): Promise<void> {
  const yes = l10n.t('Delete');
  const question =
    runFiles.length === 1 ? l10n.t('Delete the run {0}?', names[0]) : l10n.t('Delete {0} runs?', runFiles.length);
  if (
    (await window.showWarningMessage(
      question,
      {
        modal: true,
        detail: l10n.t('The recording and the weights are moved to the trash if the file system has one.'),
      },
      yes,
    )) !== yes
  )
    return;
  let useTrash = true;
  for (const uri of runFiles) {
    const folder = Uri.joinPath(uri, '..');
    await closeTabs(uri);
    try {
      await workspace.fs.delete(folder, { recursive: true, useTrash });
    } catch (error) {
      if (!useTrash || !(await exists(folder))) throw error;
      const permanently = l10n.t('Delete Permanently');
      if (
        (await window.showWarningMessage(
          l10n.t('This file system has no trash. Delete permanently?'),
          { modal: true },
          permanently,
        )) !== permanently
      )
        return;
      useTrash = false;
      await workspace.fs.delete(folder, { recursive: true, useTrash });
    }
  }
}

/** Shows a file or folder in the explorer, or in the file manager of the machine. */
export async function reveal(uri: Uri, where: 'explorer' | 'os'): Promise<void> {
  await commands.executeCommand(where === 'explorer' ? 'revealInExplorer' : 'revealFileInOS', uri);
}

/** Puts the path of each on the clipboard, a line each. */
export async function copyPaths(uris: readonly Uri[]): Promise<void> {
  await env.clipboard.writeText(uris.map((uri) => (uri.scheme === 'file' ? uri.fsPath : uri.toString())).join('\n'));
}
