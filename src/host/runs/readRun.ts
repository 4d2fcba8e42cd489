import { workspace, type Uri } from 'vscode';
import { readKeptRun, type KeptRun } from '../../experiment/keptRun';
import { codec } from './codec';

/** The kept run of a `run.json`. Throws a `KeptRunError` for one that this version cannot read. */
export async function readRun(uri: Uri): Promise<KeptRun> {
  return readKeptRun(new TextDecoder().decode(await workspace.fs.readFile(uri)), codec);
}
