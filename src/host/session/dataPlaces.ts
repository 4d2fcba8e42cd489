import { workspace, type Uri } from 'vscode';
import type { DataPlaces } from '../../protocol/trainer';
import type { HostContext } from '../context';
import { pathSetting } from '../platform/settings';

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
  const own = pathSetting('initLab.datasets', 'folder', uri);
  return { folders: [...(own === undefined ? [] : [own]), host.downloads.fsPath], shipped };
}
