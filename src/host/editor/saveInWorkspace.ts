import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import { posix } from 'node:path';
import { commands, Uri, window, workspace, type TextDocument } from 'vscode';
import { moveText } from '../../experiment/edit/movePaths';
import { experimentSuffix } from '../../experiment/format/experimentFile';
import { closeWithoutSaving } from '../platform/closeTabs';
import { exists } from '../platform/exists';
import type { HostContext } from '../context';
import { editsDone } from './documentEdit';
import { parsedDocument } from './parsedDocument';
import { askSaveTarget } from './saveTarget';
import { experimentViewType } from './viewType';

/** A name as a file name: `Gaussian blobs` → `gaussian-blobs`. */
export function fileNameOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'experiment' : slug;
}

/**
 * `experiments/<name>.initlab.json` in the workspace, or `<name>.initlab.json` in the user's home without one; numbered
 * when taken.
 */
async function proposal(document: TextDocument): Promise<Uri> {
  const workspaceFolder = (workspace.getWorkspaceFolder(document.uri) ?? workspace.workspaceFolders?.[0])?.uri;
  const folder = workspaceFolder ? Uri.joinPath(workspaceFolder, 'experiments') : Uri.file(homedir());
  const { experiment, value } = parsedDocument(document);
  const name = fileNameOf(experiment?.name ?? (value as { name?: string } | undefined)?.name ?? 'experiment');
  for (let number = 1; ; number++) {
    const uri = Uri.joinPath(folder, `${name}${number === 1 ? '' : `-${number}`}${experimentSuffix}`);
    if (!(await exists(uri))) return uri;
  }
}

/**
 * Writes the text of a document that lies in `from` to `target`, its paths made to start there, and again what was
 * changed meanwhile.
 */
async function write(document: TextDocument, target: Uri): Promise<void> {
  const [from, to] = [document.uri, target].map(({ path }) => posix.dirname(path));
  for (let written: number | undefined; written !== document.version;) {
    await editsDone(document);
    written = document.version;
    const text = moveText(document.getText(), (path) => posix.relative(to, posix.resolve(from, path)));
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  }
}

/**
 * Saves an untitled experiment where the user says and shows the file in its place, with its run going on.
 * An experiment that is a file already is saved where it is.
 */
export async function saveInWorkspace(host: HostContext, document: TextDocument): Promise<void> {
  if (!document.isUntitled) return void (await document.save());
  const target = await askSaveTarget({
    title: l10n.t('Save Experiment'),
    proposed: await proposal(document),
    ending: experimentSuffix,
  });
  if (!target) return;
  try {
    await write(document, target);
  } catch (error) {
    return void window.showErrorMessage(
      l10n.t(
        'The experiment could not be saved as {0}: {1}',
        target.fsPath,
        error instanceof Error ? error.message : String(error),
      ),
    );
  }
  await host.sessions.handOver(document.uri, target);
  await host.lessons.move(document.uri, target);
  // The untitled text is saved under its new name.
  await closeWithoutSaving(document.uri);
  try {
    await commands.executeCommand('vscode.openWith', target, experimentViewType);
    void commands.executeCommand('setContext', 'initLab.saved', true);
  } catch (error) {
    host.sessions.releaseUnused(target);
    throw error;
  }
}
