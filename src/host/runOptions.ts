import { dirname } from 'node:path';
import { workspace, type Uri } from 'vscode';
import type { HostContext } from './context';
import { dataPlaces } from './dataPlaces';
import type { RunOptions } from './runSession';

/** Settings and folders of a run of the document at `uri`. */
export function runOptions(host: HostContext, uri: Uri): RunOptions {
  const settings = workspace.getConfiguration('initLab.training', uri);
  const workers = settings.get<number>('workers', 0);
  return {
    directory: (uri.scheme === 'file' || uri.scheme === 'untitled') && uri.path.startsWith('/') ? dirname(uri.fsPath) : undefined,
    places: dataPlaces(host, uri),
    workers: workers > 0 ? workers : undefined,
    maxMemoryMB: settings.get<number>('maxMemoryMB', 2048),
  };
}
