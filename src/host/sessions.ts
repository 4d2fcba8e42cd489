import { EventEmitter, type Disposable, type Uri } from 'vscode';
import { RunSession, type EndedRun } from './runSession';

/** One open document's session. */
interface Entry {
  /** Where the document is now: it may be saved under another name. */
  uri: Uri;
  session: RunSession;
  editors: number;
}

/** The sessions of all open experiments, by document. A session lives while an editor shows its document. */
export class Sessions implements Disposable {
  private readonly byUri = new Map<string, Entry>();
  /** Sessions that end, and have their runs kept. */
  private readonly closing = new Set<Promise<void>>();
  private readonly changed = new EventEmitter<Uri>();
  /** The run of a document began, ended, waits or goes on, or has got another document. */
  readonly onDidChange = this.changed.event;

  /** `ended` keeps a run that has come to its end. */
  constructor(
    private readonly trainerEntry: string,
    private readonly ended: (uri: Uri, ended: EndedRun) => Promise<void>,
  ) {}

  find(uri: Uri): RunSession | undefined {
    return this.byUri.get(uri.toString())?.session;
  }

  /** The sessions whose run starts, trains or waits. */
  active(): { uri: Uri; session: RunSession }[] {
    return [...this.byUri.values()].filter(({ session }) => session.isActive);
  }

  /** The session of a document that an editor begins to show; `release` when it closes. */
  acquire(uri: Uri): RunSession {
    const entry = this.byUri.get(uri.toString()) ?? this.make(uri);
    entry.editors++;
    return entry.session;
  }

  /** The last editor of a document takes the session, its run and its process with it. */
  release(uri: Uri, session: RunSession): void {
    const entry = this.byUri.get(uri.toString());
    if (!entry || entry.session !== session) return;
    entry.editors--;
    if (entry.editors > 0) return;
    this.byUri.delete(uri.toString());
    void this.close(session).finally(() => this.changed.fire(uri));
  }

  /** Hands the run of `from`, still going, to the document `to` that takes its place, and to the editors that show `to` already. */
  async handOver(from: Uri, to: Uri): Promise<void> {
    const entry = this.byUri.get(from.toString());
    if (!entry || from.toString() === to.toString()) return;
    const other = this.byUri.get(to.toString());
    if (other) return other.session.adopt(entry.session);
    this.byUri.delete(from.toString());
    entry.editors = 0;
    entry.uri = to;
    this.byUri.set(to.toString(), entry);
    this.changed.fire(to);
  }

  /** Files or folders get another name: VS Code opens their editors anew under it, and the runs go along. */
  move(files: readonly { readonly oldUri: Uri; readonly newUri: Uri }[]): void {
    for (const { oldUri, newUri } of files) {
      for (const { uri } of [...this.byUri.values()]) {
        if (uri.scheme !== oldUri.scheme || !`${uri.path}/`.startsWith(`${oldUri.path}/`)) continue;
        void this.handOver(uri, newUri.with({ path: newUri.path + uri.path.slice(oldUri.path.length) }));
      }
    }
  }

  /** Ends the session of a document that no editor came to show. */
  releaseUnused(uri: Uri): void {
    const entry = this.byUri.get(uri.toString());
    if (!entry || entry.editors > 0) return;
    this.byUri.delete(uri.toString());
    void this.close(entry.session);
  }

  private make(uri: Uri): Entry {
    const entry: Entry = { uri, editors: 0, session: new RunSession(this.trainerEntry, (ended) => this.ended(entry.uri, ended)) };
    let status: string | undefined;
    const look = (): void => {
      const now = entry.session.run?.status;
      if (now !== status) this.changed.fire(entry.uri);
      status = now;
    };
    entry.session.onDidReplace(look);
    entry.session.onDidUpdate(look);
    this.byUri.set(uri.toString(), entry);
    return entry;
  }

  private close(session: RunSession): Promise<void> {
    const closed = session.close().finally(() => this.closing.delete(closed));
    this.closing.add(closed);
    return closed;
  }

  /** Ends all runs and has them kept, when the window closes. */
  async closeAll(): Promise<void> {
    for (const { session } of this.byUri.values()) void this.close(session);
    // VS Code disposes of everything while it waits: what ends here must not be cut off.
    this.byUri.clear();
    // The editors of a window may close before it: their runs are on their way then.
    await Promise.allSettled(this.closing);
  }

  dispose(): void {
    for (const { session } of this.byUri.values()) session.dispose();
    this.byUri.clear();
    this.changed.dispose();
  }
}
