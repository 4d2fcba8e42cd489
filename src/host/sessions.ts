import type { Disposable, Uri } from 'vscode';
import { RunSession } from './runSession';

/** The sessions of all open experiments, by document. A session lives while an editor shows its document. */
export class Sessions implements Disposable {
  private readonly byUri = new Map<string, { session: RunSession; editors: number }>();

  constructor(private readonly trainerEntry: string) {}

  find(uri: Uri): RunSession | undefined {
    return this.byUri.get(uri.toString())?.session;
  }

  /** The session of a document that an editor begins to show; `release` when it closes. */
  acquire(uri: Uri): RunSession {
    const entry = this.byUri.get(uri.toString()) ?? { session: new RunSession(this.trainerEntry), editors: 0 };
    entry.editors++;
    this.byUri.set(uri.toString(), entry);
    return entry.session;
  }

  /** The last editor of a document takes the session, its run and its process with it. */
  release(uri: Uri, session: RunSession): void {
    const entry = this.byUri.get(uri.toString());
    if (!entry || entry.session !== session) return;
    entry.editors--;
    if (entry.editors > 0) return;
    this.byUri.delete(uri.toString());
    session.dispose();
  }

  /** Hands the run of `from`, still going, to the document `to` that takes its place; a session of `to` must not exist. */
  handOver(from: Uri, to: Uri): void {
    const entry = this.byUri.get(from.toString());
    if (!entry || this.byUri.has(to.toString())) return;
    this.byUri.delete(from.toString());
    this.byUri.set(to.toString(), { session: entry.session, editors: 0 });
  }

  dispose(): void {
    for (const { session } of this.byUri.values()) session.dispose();
    this.byUri.clear();
  }
}
