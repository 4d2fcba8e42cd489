import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { workspace, type Uri } from 'vscode';
import type { DataPlaces } from '../../protocol/trainer';
import type { HostContext } from '../context';

/** The folder of the setting; `~` is the home folder, a relative one starts from the workspace. */
function settingFolder(uri: Uri): string | undefined {
  const folder = workspace.getConfiguration('initLab.datasets', uri).get<string>('folder', '').trim();
  if (folder === '') return undefined;
  if (folder === '~' || /^~[/\\]/.test(folder)) return join(homedir(), folder.slice(1));
  if (isAbsolute(folder)) return folder;
  const root = (workspace.getWorkspaceFolder(uri) ?? workspace.workspaceFolders?.[0])?.uri;
  return root?.scheme === 'file' ? join(root.fsPath, folder) : undefined;
}

/** Where the data of an experiment at `uri` is looked for. A workspace that is not trusted reads from itself alone. */
export function dataPlaces(host: HostContext, uri: Uri): DataPlaces {
  const shipped = host.shipped.fsPath;
  if (!workspace.isTrusted)
    return {
      folders: [],
      shipped,
      within: (workspace.workspaceFolders ?? []).flatMap((folder) =>
        folder.uri.scheme === 'file' ? [folder.uri.fsPath] : [],
      ),
    };
  const own = settingFolder(uri);
  return { folders: [...(own === undefined ? [] : [own]), host.downloads.fsPath], shipped };
}
