import type { LogOutputChannel, Uri } from 'vscode';
import type { ExportSources } from './export/exportSource';
import type { Sessions } from './sessions';

/** What the parts of the host share; made once in activate(). */
export interface HostContext {
  /** The built files of the extension. */
  dist: Uri;
  /** Pictures and icons. */
  media: Uri;
  /** The small datasets that come along. */
  shipped: Uri;
  /** Where downloaded datasets are kept: of the extension, never in the workspace. */
  downloads: Uri;
  sessions: Sessions;
  /** The open editors, for what leaves them. */
  exportSources: ExportSources;
  log: LogOutputChannel;
}
