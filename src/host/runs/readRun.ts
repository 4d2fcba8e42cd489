import * as l10n from '@vscode/l10n';
import { FileType, workspace, type Uri } from 'vscode';
import { largestRunFile } from '../../experiment/runFile/savedLimits';
import { SavedRunError, readSavedRun, type SavedRun } from '../../experiment/runFile/savedRun';
import { codec } from './codec';

/** The saved run of a `run.json`. Throws a `SavedRunError` for one that this version cannot read. */
export async function readRun(uri: Uri): Promise<SavedRun> {
  const { size, type } = await workspace.fs.stat(uri);
  if ((type & FileType.File) === 0) throw new SavedRunError('damaged', l10n.t('{0} is not a file.', uri.path));
  if (size > largestRunFile)
    throw new SavedRunError(
      'damaged',
      l10n.t('This run file has {0} MB; the maximum is {1} MB.', Math.round(size / 1e6), largestRunFile / 1e6),
    );
  return readSavedRun(new TextDecoder().decode(await workspace.fs.readFile(uri)), codec);
}
