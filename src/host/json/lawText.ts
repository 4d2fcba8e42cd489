import * as l10n from '@vscode/l10n';
import { isModelExperiment } from '../../experiment/format/forms';
import { asDrawn } from '../../engine/initializers/asDrawn';
import { kernelInitializerOf } from '../../engine/initializers/draw';
import { hasLaw, lawOf } from '../../engine/initializers/laws/law';
import { isFileKind } from '../../experiment/format/defaults';
import { formulaOf, labelOf } from '../../experiment/text/labels';
import { hiddenLayers } from '../../experiment/format/resolve';
import type { Experiment, NetworkExperiment } from '../../experiment/format/schema';

/** Columns of a dataset as far as they are known without reading a file. */
function featuresOf({ dataset }: NetworkExperiment): number | undefined {
  if (dataset.kind === 'mnist' || dataset.kind === 'fashionMnist') return 28 * 28;
  if (dataset.kind === 'cifar10') return 3 * 32 * 32;
  if (isFileKind(dataset.kind)) return undefined;
  return 'features' in dataset ? dataset.features : 2;
}

const readable = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');

/** What an entry draws for the first hidden layer: `He normal: W ~ N(0, 2 / n_in), std 1 in 2 → 10`. */
export function shapeText(experiment: Experiment, index: number): string {
  const { initializers, random } = experiment;
  const plain = `${labelOf(initializers[index])}: ${formulaOf(asDrawn(initializers[index], random.generator))}`;
  if (isModelExperiment(experiment)) return plain;
  const entry = experiment.initializers[index];
  const features = featuresOf(experiment);
  const layers = hiddenLayers(experiment);
  const law = asDrawn(kernelInitializerOf(entry, 0, layers.length + 1), random.generator);
  if (features === undefined || layers.length === 0 || !hasLaw(law)) return plain;
  const { units } = layers[0];
  const { std, lower, upper } = lawOf(law, { fanIn: features, fanOut: units, layout: random.layout });
  const bounds =
    Number.isFinite(lower) && Number.isFinite(upper) && upper > lower
      ? l10n.t(', from {0} to {1}', readable(lower), readable(upper))
      : '';
  return l10n.t('{0}; first layer {1} → {2}: std {3}{4}', plain, features, units, readable(std), bounds);
}
