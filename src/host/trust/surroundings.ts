import { Disposable, workspace, type Uri } from 'vscode';
import type { Surroundings } from '../../protocol/webview';
import { binsSetting, queueSetting } from '../platform/settings';

/** Whether files beside a document can be read by the trainer, which is a process of this machine. */
export function isOnDisk(uri: Uri): boolean {
  return uri.scheme === 'file' || uri.scheme === 'untitled';
}

/** What settings and the workspace say to the editor of a document. */
export function surroundingsOf(uri: Uri): Surroundings {
  return {
    histogramBins: binsSetting(uri),
    restricted: !workspace.isTrusted,
    onDisk: isOnDisk(uri),
    queue: queueSetting() !== '',
  };
}

/** Calls `changed` when the surroundings of `uri` may be others: a setting, or that the workspace is trusted now. */
export function watchSurroundings(uri: Uri, changed: () => void): Disposable {
  return Disposable.from(
    workspace.onDidGrantWorkspaceTrust(changed),
    workspace.onDidChangeConfiguration(
      (event) =>
        ['initLab.histograms', 'initLab.sweeps'].some((section) => event.affectsConfiguration(section, uri)) &&
        changed(),
    ),
  );
}
