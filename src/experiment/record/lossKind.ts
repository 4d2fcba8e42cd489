import type { Experiment } from '../format/schema';
import type { RunHeader } from './record';

/** The loss that a run minimizes: that of the experiment, or the one that the first batch led to. */
export function lossKind({ experiment, model }: Pick<RunHeader, 'experiment' | 'model'>): Experiment['loss'] {
  return experiment.loss ?? model?.loss?.kind;
}
