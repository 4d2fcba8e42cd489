import type { LogOutputChannel, Uri } from 'vscode';
import type { Sessions } from './sessions';

/** What the parts of the host share; made once in activate(). */
export interface HostContext {
  /** The built files of the extension. */
  dist: Uri;
  sessions: Sessions;
  log: LogOutputChannel;
}
