import { EventEmitter } from 'vscode';
import type { SweepFacts, WorkerFacts } from '../../queue/main';
import { DisposableStore } from '../platform/disposable';
import type { OpenQueue, QueueHost } from './queueHost';

/** Milliseconds between two looks at the server, and before the next attempt to reach one. */
const interval = 2000;
const retry = 10_000;

/** What is on the server, or why that is not known. */
export interface QueueContents {
  sweeps: SweepFacts[];
  workers: WorkerFacts[];
  problem?: string;
}

/** Looks at the server of the queue as long as somebody looks at it. */
export class QueueWatch extends DisposableStore {
  private readonly changed = this.add(new EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  /** Absent until the server has answered. */
  contents: QueueContents | undefined;
  private open: OpenQueue | undefined;
  private looking = false;
  /** Of the look that goes on: one that another took the place of tells nothing. */
  private turn = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly queue: QueueHost) {
    super();
  }

  /** Begins or ends to look. */
  look(looking: boolean): void {
    if (looking === this.looking) return;
    this.looking = looking;
    this.refresh();
  }

  /** Looks at another server. */
  restart(): void {
    this.contents = undefined;
    this.changed.fire();
    this.refresh();
  }

  /** Looks at once. */
  refresh(): void {
    clearTimeout(this.timer);
    this.open?.connection.close();
    this.open = undefined;
    this.turn++;
    if (this.looking && this.queue.isSet && !this.isDisposed) void this.next(this.turn);
  }

  private async next(turn: number): Promise<void> {
    let contents: QueueContents;
    try {
      const open = this.open ?? (await this.queue.open(false));
      if (turn !== this.turn) return open.connection.close();
      this.open = open;
      const [sweeps, workers] = await Promise.all([open.server.sweeps(), open.server.workers()]);
      contents = { sweeps, workers };
    } catch (error) {
      contents = { sweeps: [], workers: [], problem: error instanceof Error ? error.message : String(error) };
    }
    if (turn !== this.turn) return;
    if (JSON.stringify(contents) !== JSON.stringify(this.contents)) {
      this.contents = contents;
      this.changed.fire();
    }
    this.timer = setTimeout(() => void this.next(turn), contents.problem === undefined ? interval : retry);
  }

  override dispose(): void {
    super.dispose();
    this.refresh();
  }
}
