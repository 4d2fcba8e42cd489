import * as l10n from '@vscode/l10n';
import { isModelExperiment } from '../forms';
import { fullSets } from '../../../engine/datasets/images/smallSets';
import { isFileKind, isImageKind } from '../defaults';
import { pathText, type Issue, type JsonPath } from '../issue';
import { labelOf } from '../../text/labels';
import type { Experiment, NetworkExperiment } from '../schema';

/** Training rows as far as they are known without reading a file. */
function knownRows({ dataset }: NetworkExperiment): number | undefined {
  if (isImageKind(dataset.kind)) return (dataset as { train?: number }).train ?? fullSets[dataset.kind].train;
  return isFileKind(dataset.kind) ? undefined : (dataset as { train: number }).train;
}

function sizeWarnings(experiment: Experiment): Issue[] {
  const { training } = experiment;
  const warnings: Issue[] = [];
  const rows = isModelExperiment(experiment) ? undefined : knownRows(experiment);
  const batch: JsonPath = ['training', 'batchSize'];
  if (rows !== undefined && training.batchSize !== 'full' && training.batchSize > rows) {
    const message = l10n.t(
      'The batch of {0} samples in {1} is larger than the training data ({2} samples), so every step uses all of it.',
      training.batchSize,
      pathText(batch),
      rows,
    );
    warnings.push({
      path: batch,
      message,
      fixes: [
        { kind: 'set', path: batch, value: 'full' },
        { kind: 'set', path: batch, value: rows },
      ],
    });
  }
  const every: JsonPath = ['training', 'recordEvery'];
  if (training.steps !== undefined && training.recordEvery !== undefined && training.recordEvery > training.steps) {
    const message = l10n.t(
      '{0} is {1}, more than the {2} steps of the run. The curves would only have their first and last point.',
      pathText(every),
      training.recordEvery,
      training.steps,
    );
    warnings.push({ path: every, message, fixes: [{ kind: 'remove', path: every }] });
  }
  return isModelExperiment(experiment) ? warnings : [...warnings, ...imageWarnings(experiment)];
}

function imageWarnings({ dataset }: NetworkExperiment): Issue[] {
  const warnings: Issue[] = [];
  if (isImageKind(dataset.kind)) {
    for (const part of ['train', 'test'] as const) {
      const wanted = (dataset as { train?: number; test?: number })[part];
      const there = fullSets[dataset.kind][part];
      const path: JsonPath = ['dataset', part];
      if (wanted === undefined || wanted <= there) continue;
      warnings.push({
        path,
        message: l10n.t('{0} is {1}, but the published dataset has {2} images.', pathText(path), wanted, there),
        fixes: [
          { kind: 'set', path, value: there },
          { kind: 'remove', path },
        ],
      });
    }
  }
  return warnings;
}

/** A label that no other entry has. */
function freeLabel(label: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number++) if (!taken.has(`${label} ${number}`)) return `${label} ${number}`;
}

function initializerWarnings(experiment: Experiment): Issue[] {
  const { initializers } = experiment;
  const noBiases = !isModelExperiment(experiment) && !experiment.network.bias;
  const labels = initializers.map((entry) => labelOf(entry));
  const taken = new Set(labels);
  return initializers.flatMap((entry, index) => {
    const place: JsonPath = ['initializers', index];
    const found: Issue[] = [];
    const twin = labels.indexOf(labels[index]);
    if (twin < index) {
      const path: JsonPath = entry.label === undefined ? place : [...place, 'label'];
      const message = l10n.t(
        '{0} has the same name "{1}" as {2}, so their curves can\'t be distinguished.',
        pathText(place),
        labels[index],
        pathText(['initializers', twin]),
      );
      found.push({
        path,
        message,
        fixes: [{ kind: 'set', path: [...place, 'label'], value: freeLabel(labels[index], taken) }],
      });
    }
    if (entry.bias !== undefined && noBiases) {
      const path: JsonPath = [...place, 'bias'];
      found.push({
        path,
        message: l10n.t('{0} has no effect: network.bias is false.', pathText(path)),
        fixes: [
          { kind: 'remove', path },
          { kind: 'set', path: ['network', 'bias'], value: true },
        ],
      });
    }
    return found;
  });
}

/** What does not keep an experiment from running, but is hardly what was meant. */
export function experimentWarnings(experiment: Experiment): Issue[] {
  return [...sizeWarnings(experiment), ...initializerWarnings(experiment)];
}
