import { homedir } from 'node:os';
import { Uri, workspace } from 'vscode';
import { isExperimentPath } from '../../experiment/format/experimentFile';
import { folderTime } from '../../experiment/runFile/savedSummary';
import { fileNameOf } from '../editor/saveInWorkspace';
import { askSaveTarget } from '../editor/saveTarget';
import type { ExportSource } from './exportSource';

/** `circles-2026-11-22T10-31-05-curves`: the experiment, now, and what it is. */
function proposedName(source: ExportSource, part: string, now = new Date()): string {
  return [fileNameOf(source.run?.header?.experiment.name ?? 'experiment'), folderTime(now), part]
    .filter((word) => word !== '')
    .join('-');
}

/**
 * The folder of the experiment's file; of a saved run, and of what is not saved yet, the workspace folder, or the home
 * of the user.
 */
function folderOf({ uri }: ExportSource): Uri {
  const workspaceFolder = workspace.getWorkspaceFolder(uri)?.uri ?? workspace.workspaceFolders?.[0]?.uri;
  if (uri.scheme !== 'untitled' && isExperimentPath(uri.path)) return Uri.joinPath(uri, '..');
  return workspaceFolder ?? Uri.file(homedir());
}

/**
 * Asks where to save; undefined when the user thinks better of it. `ending` is without a dot, `besides` what else is
 * written for a name.
 */
export function askTarget(
  source: ExportSource,
  title: string,
  part: string,
  ending: string,
  besides?: (target: Uri) => Uri,
): Promise<Uri | undefined> {
  const proposed = Uri.joinPath(folderOf(source), `${proposedName(source, part)}.${ending}`);
  return askSaveTarget({ title, proposed, ending: `.${ending}`, besides });
}
