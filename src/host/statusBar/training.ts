import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import type { Uri } from 'vscode';
import { experimentSuffix } from '../../experiment/format/experimentFile';
import { formatSeconds } from '../../experiment/text/format';
import { RateMeter, stepsDone, stepsToDo } from '../../experiment/record/rateMeter';
import type { RunSession } from '../session/runSession';

/** One experiment that trains or waits in a pause. */
export class Training {
  private readonly rate = new RateMeter();
  private run: unknown;

  constructor(
    readonly uri: Uri,
    readonly session: RunSession,
  ) {}

  /** Name of the experiment for people: of its file, without the ending. */
  get name(): string {
    return posix.basename(this.uri.path, experimentSuffix);
  }

  get paused(): boolean {
    return this.session.isPaused;
  }

  /** From 0 to 1. */
  get fraction(): number {
    const { run } = this.session;
    const toDo = run ? stepsToDo(run) : 0;
    return run && toDo > 0 ? stepsDone(run) / toDo : 0;
  }

  /** Takes a measurement of the rate. */
  measure(): void {
    const { run } = this.session;
    if (run !== this.run) this.rate.restart();
    this.run = run;
    if (run) this.rate.measure(run);
  }

  /** `circles: 43 %, 12 s left`. */
  get line(): string {
    const { run } = this.session;
    const percent = Math.floor(this.fraction * 100);
    if (this.paused) return l10n.t('{0}: {1} %, paused', this.name, percent);
    const left = run && this.rate.secondsLeft(run);
    return left === undefined
      ? l10n.t('{0}: {1} %', this.name, percent)
      : l10n.t('{0}: {1} %, {2} left', this.name, percent, formatSeconds(left));
  }
}
