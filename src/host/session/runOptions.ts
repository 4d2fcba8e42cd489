import { dirname } from 'node:path';
import type { Uri } from 'vscode';
import type { HostContext } from '../context';
import { dataPlaces } from './dataPlaces';
import type { RunOptions } from './runSession';
import { backendSetting, deviceSetting, memorySetting, workersSetting } from '../platform/settings';

/** Settings and folders of a run of the document at `uri`. */
export function runOptions(host: HostContext, uri: Uri): RunOptions {
  return {
    directory:
      (uri.scheme === 'file' || uri.scheme === 'untitled') && uri.path.startsWith('/')
        ? dirname(uri.fsPath)
        : undefined,
    places: dataPlaces(host, uri),
    workers: workersSetting(uri),
    backend: backendSetting(uri),
    maxMemoryMB: memorySetting(uri),
    device: deviceSetting(uri),
  };
}
