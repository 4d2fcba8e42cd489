import { isModelExperiment } from '../../../src/experiment/format/forms';
import type { Experiment, NetworkExperiment } from '../../../src/experiment/format/schema';

/** An experiment that a test knows to be one of a network of Init Lab's own. */
export function networkOf(experiment: Experiment | undefined): NetworkExperiment {
  if (!experiment || isModelExperiment(experiment)) throw new Error('Expected an experiment with a network.');
  return experiment;
}
