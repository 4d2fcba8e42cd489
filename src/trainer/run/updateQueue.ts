import type { TrialUpdate } from '../../experiment/record/update';
import type { Piece } from '../worker/job';

/** Joins two updates of one trial, the older first. */
function joinUpdates(older: TrialUpdate, newer: TrialUpdate): TrialUpdate {
  const joined = {
    ...older,
    ...Object.fromEntries(Object.entries(newer).filter(([, value]) => value !== undefined)),
  } as TrialUpdate;
  joined.snapshots = [...older.snapshots, ...newer.snapshots];
  joined.curve = {
    step: [...older.curve.step, ...newer.curve.step],
    train: [...older.curve.train, ...newer.curve.train],
    test: [...older.curve.test, ...newer.curve.test],
    trainAccuracy: [...older.curve.trainAccuracy, ...newer.curve.trainAccuracy],
    testAccuracy: [...older.curve.testAccuracy, ...newer.curve.testAccuracy],
  };
  return joined;
}

/**
 * Puts the pieces of a run's trials in order, whichever worker computed them and whenever they come: a piece waits
 * until those before it are there.
 */
export class UpdateQueue {
  private readonly next = new Map<number, number>();
  private readonly early = new Map<number, Piece[]>();
  private readonly ready = new Map<number, TrialUpdate>();
  /** Trials that have been given their end: what was on its way comes too late. */
  private readonly ended = new Set<number>();

  add(piece: Piece): void {
    const { trial } = piece.update;
    if (this.ended.has(trial)) return;
    const waiting = this.early.get(trial) ?? [];
    waiting.push(piece);
    waiting.sort((left, right) => left.piece - right.piece);
    while (waiting.length > 0 && waiting[0].piece === (this.next.get(trial) ?? 0)) this.pass(waiting.shift()!);
    this.early.set(trial, waiting);
  }

  /**
   * Lets the pieces of a trial through that wait for one which will not come, and then `last`, after which nothing
   * comes.
   */
  end(last: TrialUpdate): void {
    for (const piece of this.early.get(last.trial) ?? []) this.pass(piece);
    this.early.delete(last.trial);
    this.ended.add(last.trial);
    this.put(last);
  }

  /** What is ready of a trial and not yet taken. */
  peek(trial: number): TrialUpdate | undefined {
    return this.ready.get(trial);
  }

  /** Everything that is ready, one update for each trial. */
  take(): TrialUpdate[] {
    const updates = [...this.ready.values()];
    this.ready.clear();
    return updates;
  }

  private pass({ piece, update }: Piece): void {
    this.next.set(update.trial, piece + 1);
    this.put(update);
  }

  private put(update: TrialUpdate): void {
    const older = this.ready.get(update.trial);
    this.ready.set(update.trial, older ? joinUpdates(older, update) : update);
  }
}
