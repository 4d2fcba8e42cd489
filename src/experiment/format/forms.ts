import type { Experiment, ModelExperiment, NetworkExperiment } from './schema';

/** Whether an experiment, or a document that may be one, is about a model of the user's own. */
export function isModelExperiment(experiment: Experiment): experiment is ModelExperiment {
  return namesModel(experiment);
}

/** Whether a document names a model, and so is to be read as an experiment with one. */
export function namesModel(document: unknown): boolean {
  return typeof document === 'object' && document !== null && Object.hasOwn(document, 'model');
}

/** What an experiment trains on. */
export function dataOf(experiment: Experiment): NetworkExperiment['dataset'] | ModelExperiment['data'] {
  return isModelExperiment(experiment) ? experiment.data : experiment.dataset;
}

/** The dataset of Init Lab that an experiment trains on, if it does. */
export function datasetOf(experiment: Experiment): NetworkExperiment['dataset'] | undefined {
  const data = dataOf(experiment);
  return 'kind' in data ? data : 'dataset' in data ? data.dataset : undefined;
}
