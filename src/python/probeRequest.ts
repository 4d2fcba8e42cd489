import * as l10n from '@vscode/l10n';
import { Room } from '../engine/datasets/room';
import { isModelExperiment } from '../experiment/format/forms';
import type { ModelExperiment } from '../experiment/format/schema';
import { loadDataset } from '../data/loadDataset';
import { RunRefused } from '../data/refused';
import type { RunRequest } from '../protocol/trainer';
import { datasetArrays, type ProbeArrays } from './datasetArrays';
import type { ProbeRequest } from './messages';

/** The rows of the Init Lab dataset that an experiment trains on; undefined where its data comes from Python. */
async function arraysOf(experiment: ModelExperiment, request: RunRequest): Promise<ProbeArrays | undefined> {
  const { data, loss } = experiment;
  if (!('dataset' in data)) return undefined;
  const room = new Room(request.maxMemoryMB * 1e6);
  const quantity = loss === 'meanSquaredError';
  const wanted = { dataset: data.dataset, quantity };
  return datasetArrays(await loadDataset(wanted, request.directory, request.places, room));
}

/**
 * What the probe is asked for a run or a check, with the rows of an Init Lab dataset where the experiment has one.
 * Throws RunRefused.
 */
export async function probeRequest(request: RunRequest): Promise<ProbeRequest> {
  const { id, experiment, directory, paused, maxMemoryMB, device = 'cpu' } = request;
  if (!isModelExperiment(experiment)) throw new RunRefused(l10n.t('Expected an experiment with a model in Python.'));
  if (directory === undefined)
    throw new RunRefused(l10n.t('Save the experiment first: the path of its model starts from its folder.'));
  const arrays = await arraysOf(experiment, request);
  return {
    id,
    experiment: { ...experiment, device: experiment.device ?? device },
    directory,
    paused,
    maxMemoryMB,
    ...(arrays && { arrays }),
  };
}
