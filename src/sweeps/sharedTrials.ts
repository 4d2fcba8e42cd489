import type { Experiment } from '../experiment/format/schema';
import type { SweepCell } from '../experiment/sweep/sweep';
import { trialsOf } from '../experiment/format/trials';
import type { TrialCopy } from '../experiment/record/update';

/**
 * How a cell is trained: its experiment without the initializers that another cell has trained with the very same
 * settings.
 */
export interface CellPlan<E extends Experiment = Experiment> {
  /** Absent when every trial is known. */
  experiment?: E;
  copies: TrialCopy[];
  /** Index in the cell of each trial of `experiment`. */
  trials: number[];
}

/** All that decides what an initializer's trials come to, to the last bit, as a text. */
export function trialSettings(experiment: Experiment, initializer: number): string {
  return JSON.stringify({
    ...experiment,
    name: '',
    initializers: { ...experiment.initializers[initializer], label: undefined, enabled: true },
  });
}

/**
 * Which trials of a sweep need not be trained again: a setting of one initializer changes nothing for the others, whose
 * trials would end with the same bits.
 */
export class SharedTrials<E extends Experiment> {
  private readonly known = new Map<string, { cell: number; initializer: number }>();

  constructor(private readonly cells: readonly SweepCell<E>[]) {}

  /** What is left to train of a cell. */
  plan(cell: number): CellPlan<E> {
    const { experiment } = this.cells[cell];
    const all = trialsOf(experiment);
    const copies: TrialCopy[] = [];
    const initializers = experiment.initializers.map((entry, initializer) => {
      const source = this.known.get(trialSettings(experiment, initializer));
      if (entry.enabled === false || !source) return entry;
      const there = trialsOf(this.cells[source.cell].experiment);
      all.forEach((trial, index) => {
        if (trial.initializer === initializer)
          copies.push({
            trial: index,
            cell: source.cell,
            of: there.findIndex((other) => other.initializer === source.initializer && other.seed === trial.seed),
          });
      });
      return { ...entry, enabled: false };
    });
    const left = { ...experiment, initializers };
    const trials = trialsOf(left).map(({ initializer, seed }) =>
      all.findIndex((trial) => trial.initializer === initializer && trial.seed === seed),
    );
    return { experiment: trials.length > 0 ? left : undefined, copies, trials };
  }

  /** Every trial of an initializer of a cell has come to its end by itself: its records serve other cells. */
  remember(cell: number, initializer: number): void {
    const key = trialSettings(this.cells[cell].experiment, initializer);
    if (!this.known.has(key)) this.known.set(key, { cell, initializer });
  }
}
