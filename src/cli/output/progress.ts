import { formatCount } from '../../experiment/text/format';
import { plain } from './plain';
import type { RunRecord, SweepRecord } from '../../experiment/record/record';
import { sweepProgress } from '../../experiment/record/sweepRecord';

const cells = 30;

/** A bar on one line of a terminal; nothing where the output is no terminal. */
export class ProgressBar {
  private shown = false;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  show(run: RunRecord): void {
    if (!this.stream.isTTY || !run.header) return;
    if (run.sweep) return this.showSweep(run.sweep);
    const steps = run.header.totalSteps * run.trials.length;
    const done = run.trials.reduce(
      (sum, trial) =>
        sum + (trial.status === 'running' || trial.status === 'waiting' ? trial.step : run.header!.totalSteps),
      0,
    );
    const filled = Math.floor((cells * done) / steps);
    const left = run.trials.filter((trial) => trial.status === 'running' || trial.status === 'waiting').length;
    this.stream.write(
      `\r\x1b[K${'█'.repeat(filled)}${'░'.repeat(cells - filled)} ${Math.floor((100 * done) / steps)} %  step ${formatCount(Math.max(...run.trials.map((trial) => trial.step)))} of ${formatCount(run.header.totalSteps)}, ${left} of ${run.trials.length} trials running`,
    );
    this.shown = true;
  }

  private showSweep(sweep: SweepRecord): void {
    const { ended, cells: all, share } = sweepProgress(sweep);
    const filled = Math.floor(cells * share);
    this.stream.write(
      `\r\x1b[K${'█'.repeat(filled)}${'░'.repeat(cells - filled)} ${Math.floor(100 * share)} %  ${formatCount(ended)} of ${formatCount(all)} cells`,
    );
    this.shown = true;
  }

  /** Shows what is done before there are steps; nothing for undefined. */
  note(text: string | undefined): void {
    if (!this.stream.isTTY) return;
    this.stream.write(`\r\x1b[K${text === undefined ? '' : plain(text)}`);
    this.shown = text !== undefined;
  }

  clear(): void {
    if (this.shown) this.stream.write('\r\x1b[K');
  }
}
