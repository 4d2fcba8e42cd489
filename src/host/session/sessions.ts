import { EventEmitter, type Disposable, type Uri } from 'vscode';
import type { Runner } from '../../protocol/runner';
import { RunSession, type EndedRun } from './runSession';

/** Milliseconds in which a rename that was announced is done and its editors are opened anew. */
const renaming = 30_000;

/** One open document's session. */
interface Entry {
  /** Where the document is now: it may be saved under another name. */
  uri: Uri;
  session: RunSession;
  editors: number;
  /** Set while the file may be getting another name: the session waits for the editors that open under it. */
  moving?: { to: Uri; timer: NodeJS.Timeout };
  /** Its tab has not been looked at since the document got its name. */
  unseen?: boolean;
}

/** What the sessions ask of the window and of the disk. */
export interface Places {
  hasTab(uri: Uri): boolean;
  /** The file is known to be there; false too where only asking a file system would tell. */
  isThere(uri: Uri): boolean;
}

/** The sessions of all open experiments, by document. A session lives while an editor shows its document. */
export class Sessions implements Disposable {
  private readonly byUri = new Map<string, Entry>();
  /** Sessions that end, and have their runs saved. */
  private readonly closing = new Set<Promise<void>>();
  private readonly changed = new EventEmitter<Uri>();
  /** The run of a document began, ended, waits or goes on, or has got another document. */
  readonly onDidChange = this.changed.event;

  /** `ended` keeps a run that has come to its end. */
  constructor(
    private readonly newRunner: (uri: () => Uri) => Runner,
    private readonly ended: (uri: Uri, ended: EndedRun) => Promise<void>,
    private readonly places: Places,
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
    const moved = [...this.byUri.values()].find(({ moving }) => moving?.to.toString() === uri.toString());
    if (moved) this.arrive(moved, uri);
    const entry = this.byUri.get(uri.toString()) ?? this.make(uri);
    entry.editors++;
    entry.unseen = false;
    return entry.session;
  }

  /** The last editor of a document takes the session, its run and its process with it. */
  release(uri: Uri, session: RunSession): void {
    const entry = this.byUri.get(uri.toString());
    if (!entry || entry.session !== session) return;
    entry.editors--;
    if (entry.editors > 0) return;
    if (entry.moving) return this.settle(entry);
    this.byUri.delete(uri.toString());
    void this.close(session).finally(() => this.changed.fire(uri));
  }

  /**
   * Hands the run of `from`, still going, to the document `to` that takes its place, and to the editors that show `to`
   * already.
   */
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

  /**
   * Files or folders are about to get another name. Where that is done VS Code opens their editors anew under it, and
   * the runs go along with them; where it fails nothing has moved.
   */
  move(files: readonly { readonly oldUri: Uri; readonly newUri: Uri }[]): void {
    for (const { oldUri, newUri } of files) {
      for (const entry of this.byUri.values()) {
        const { uri } = entry;
        if (uri.scheme !== oldUri.scheme || !`${uri.path}/`.startsWith(`${oldUri.path}/`)) continue;
        clearTimeout(entry.moving?.timer);
        const to = newUri.with({ path: newUri.path + uri.path.slice(oldUri.path.length) });
        entry.moving = { to, timer: setTimeout(() => this.stay(entry), renaming) };
      }
    }
  }

  /** Files or folders have got another name: editors that are not looked at just now open when they are. */
  moved(): void {
    for (const entry of [...this.byUri.values()]) this.settle(entry);
  }

  /** Tabs have closed: a session that waited for one of them to be looked at ends. */
  tabsClosed(): void {
    for (const { unseen, uri } of [...this.byUri.values()])
      if (unseen && !this.places.hasTab(uri)) this.releaseUnused(uri);
  }

  /**
   * An editor opens under the name that `entry` was to get: the session goes along, unless the file is still where it
   * was.
   */
  private arrive(entry: Entry, uri: Uri): void {
    clearTimeout(entry.moving?.timer);
    entry.moving = undefined;
    const sameButForCase = entry.uri.path.toLowerCase() === uri.path.toLowerCase();
    if (!sameButForCase && this.places.isThere(entry.uri)) return;
    void this.handOver(entry.uri, uri);
  }

  /** A document whose editors have closed for another name has a tab of that name, which nobody looks at yet. */
  private settle(entry: Entry): void {
    const { moving } = entry;
    if (!moving || entry.editors > 0 || !this.places.hasTab(moving.to)) return;
    this.arrive(entry, moving.to);
    const moved = this.byUri.get(moving.to.toString());
    if (moved === entry) entry.unseen = true;
    else this.releaseUnused(entry.uri);
  }

  /** Nothing has opened under another name: the document is where it was, or is shown by no editor of ours any more. */
  private stay(entry: Entry): void {
    this.settle(entry);
    if (!entry.moving) return;
    entry.moving = undefined;
    this.releaseUnused(entry.uri);
  }

  /** Ends the session of a document that no editor came to show. */
  releaseUnused(uri: Uri): void {
    const entry = this.byUri.get(uri.toString());
    if (!entry || entry.editors > 0) return;
    this.byUri.delete(uri.toString());
    void this.close(entry.session);
  }

  private make(uri: Uri): Entry {
    // The session makes its runner before there is an entry that says where the document is now.
    const place: { entry?: Entry } = {};
    const session = new RunSession(
      () => this.newRunner(() => place.entry?.uri ?? uri),
      (ended) => this.ended(entry.uri, ended),
    );
    const entry: Entry = (place.entry = { uri, editors: 0, session });
    let status: string | undefined;
    const look = (): void => {
      const now = entry.session.run?.status;
      if (now !== status) this.changed.fire(entry.uri);
      status = now;
    };
    session.onDidReplace(look);
    session.onDidUpdate(look);
    this.byUri.set(uri.toString(), entry);
    return entry;
  }

  private close(session: RunSession): Promise<void> {
    const closed = session.close().finally(() => this.closing.delete(closed));
    this.closing.add(closed);
    return closed;
  }

  /** Ends all runs and has them saved, when the window closes. */
  async closeAll(): Promise<void> {
    for (const { session, moving } of this.byUri.values()) {
      clearTimeout(moving?.timer);
      void this.close(session);
    }
    // VS Code disposes of everything while it waits: what ends here must not be cut off.
    this.byUri.clear();
    // The editors of a window may close before it: their runs are on their way then.
    await Promise.allSettled(this.closing);
  }

  dispose(): void {
    for (const { session, moving } of this.byUri.values()) {
      clearTimeout(moving?.timer);
      session.dispose();
    }
    this.byUri.clear();
    this.changed.dispose();
  }
}
