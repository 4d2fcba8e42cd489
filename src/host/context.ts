import type { LogOutputChannel, Uri } from 'vscode';
import type { ImageKind } from '../experiment/format/defaults';
import type { Source } from './download/sources';
import type { ExportSources } from './export/exportSource';
import type { Lessons } from './lessons/lessons';
import type { LayoutMemory } from './editor/layoutMemory';
import type { PythonHost } from './python/pythonHost';
import type { QueueHost } from './queue/queueHost';
import type { Sessions } from './session/sessions';

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
  /** Where datasets are downloaded from. */
  sources: Readonly<Record<ImageKind, Source>>;
  sessions: Sessions;
  /** Where sashes stand and which parts are open. */
  layout: LayoutMemory;
  lessons: Lessons;
  python: PythonHost;
  queue: QueueHost;
  /** The open editors, for what leaves them. */
  exportSources: ExportSources;
  log: LogOutputChannel;
}
