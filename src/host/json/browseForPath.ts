import { Uri, window, workspace } from 'vscode';
import * as l10n from '@vscode/l10n';
import { pathText, type JsonPath } from '../../experiment/format/issue';
import { movedPlace } from '../../experiment/edit/samePlace';
import { initializerFileEndings } from '../../inspect/open/endings';
import { editDocument } from '../editor/documentEdit';
import { pathFrom } from './fileIssues';

/** Endings of the files that a key names. */
function endingsOf(path: JsonPath): Record<string, string[]> | undefined {
  if (path[0] === 'initializers')
    return { [l10n.t('Weights')]: initializerFileEndings.map((ending) => ending.slice(1)) };
  return ['x', 'y', 'testX', 'testY'].includes(String(path.at(-1))) ? { [l10n.t('NumPy arrays')]: ['npy'] } : undefined;
}

/** Lets the user pick the file or folder that the experiment at `uri` names at `path`. */
export async function browseForPath(uri: Uri, path: JsonPath): Promise<void> {
  const filters = endingsOf(path);
  const start = uri.path.startsWith('/')
    ? Uri.joinPath(uri.with({ scheme: uri.scheme === 'untitled' ? 'file' : uri.scheme }), '..')
    : undefined;
  const document = await workspace.openTextDocument(uri);
  const before = document.getText();
  const picked = await window.showOpenDialog({
    canSelectFiles: true,
    canSelectFolders: filters === undefined,
    canSelectMany: false,
    defaultUri: start,
    filters,
    title: l10n.t('Select a file for {0}', path.join('.')),
  });
  if (!picked?.[0]) return;
  const changes = [{ path, value: pathFrom(uri, picked[0]) }];
  // While the dialog was open the text may have changed: another file may be named at this place, or none.
  const issues = await editDocument(document, changes, (text) => {
    const moved = movedPlace(before, text, changes);
    return (
      moved && {
        path: moved,
        message: l10n.t('{0} was changed elsewhere. This is its current value.', pathText(moved)),
      }
    );
  });
  if (issues.length > 0) void window.showErrorMessage(issues[0].message);
}
