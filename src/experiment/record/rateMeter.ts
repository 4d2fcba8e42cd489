import type { RunRecord } from './record';
import { sweepProgress } from './sweepRecord';

/** Seconds over which the rate is measured. */
const window = 3;

/** Steps that all trials of a run have done together. */
export function stepsDone(run: RunRecord): number {
  let sum = 0;
  for (const trial of run.trials) sum += trial.step;
  return sum;
}

/** Steps that all trials will have done; one that ended early counts with what it did. */
export function stepsToDo(run: RunRecord): number {
  const total = run.header?.totalSteps ?? 0;
  let sum = 0;
  for (const trial of run.trials) sum += trial.status === 'waiting' || trial.status === 'running' ? total : trial.step;
  return sum;
}

/** Measures how fast a run goes, over the last seconds of its own clock (which stands still in a pause). */
export class RateMeter {
  #samples: { seconds: number; steps: number }[] = [];

  restart(): void {
    this.#samples = [];
  }

  measure(run: RunRecord): void {
    this.#samples.push({ seconds: run.seconds, steps: stepsDone(run) });
    while (this.#samples.length > 2 && run.seconds - this.#samples[0].seconds > window) this.#samples.shift();
  }

  /** Seconds until the run is done; undefined until two measurements differ. */
  secondsLeft(run: RunRecord): number | undefined {
    if (run.sweep) {
      // Cells differ in size and some need no training: what is left is judged by all that is done.
      const { share } = sweepProgress(run.sweep);
      return share > 0.02 ? (run.seconds * (1 - share)) / share : undefined;
    }
    const first = this.#samples.at(0);
    const last = this.#samples.at(-1);
    if (!first || !last || last.steps <= first.steps || last.seconds <= first.seconds) return undefined;
    const rate = (last.steps - first.steps) / (last.seconds - first.seconds);
    return (stepsToDo(run) - stepsDone(run)) / rate;
  }
}
