import * as l10n from '@vscode/l10n';
import { FileType, workspace, type Uri } from 'vscode';
import { largestRunFile } from '../../experiment/runFile/keptLimits';
import { KeptRunError, readKeptRun, type KeptRun } from '../../experiment/runFile/keptRun';
import { codec } from './codec';

/** The kept run of a `run.json`. Throws a `KeptRunError` for one that this version cannot read. */
export async function readRun(uri: Uri): Promise<KeptRun> {
  const { size, type } = await workspace.fs.stat(uri);
  if ((type & FileType.File) === 0) throw new KeptRunError('damaged', l10n.t('{0} is not a file.', uri.path));
  if (size > largestRunFile)
    throw new KeptRunError(
      'damaged',
      l10n.t('This run file has {0} MB; the maximum is {1} MB.', Math.round(size / 1e6), largestRunFile / 1e6),
    );
  return readKeptRun(new TextDecoder().decode(await workspace.fs.readFile(uri)), codec);
}
