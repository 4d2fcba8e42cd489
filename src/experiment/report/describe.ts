import * as l10n from '@vscode/l10n';
import { asDrawn } from '../../engine/initializers/asDrawn';
import { dataTitle } from '../format/datasetTitles';
import { formatCount, formatRound } from '../text/format';
import { generatorWords } from '../text/generatorText';
import { formulaOf, labelOf } from '../text/labels';
import { lossKind } from '../record/lossKind';
import { isNetworkHeader } from '../record/networkHeader';
import type { ModelInfo, NetworkRunHeader, RunHeader } from '../record/record';

/** One line of what a run was: a name and a value, for people. */
export type Fact = readonly [name: string, value: string];

/** Of a user's model: what the model and its framework are. */
function modelWords({ name, framework, version, parameters }: ModelInfo): string {
  return l10n.t('{0} ({1} {2}), {3} parameters', name, framework, version, formatCount(parameters));
}

function datasetWords({ data, experiment }: RunHeader): string {
  const size =
    data.testCount > 0
      ? l10n.t('{0} rows to train on, {1} to test', formatCount(data.trainCount), formatCount(data.testCount))
      : l10n.t('{0} rows to train on, none to test', formatCount(data.trainCount));
  const kind =
    data.classes === 0
      ? l10n.t('{0} features, a number to predict', formatCount(data.features))
      : l10n.t('{0} features, {1} classes', formatCount(data.features), formatCount(data.classes));
  return `${dataTitle(experiment)}: ${size}; ${kind}${data.note === undefined ? '' : ` (${data.note})`}`;
}

function networkWords({ layers, experiment }: NetworkRunHeader): string {
  const widths = [layers[0]?.inputs ?? 0, ...layers.map(({ units }) => units)].map(formatCount).join(' → ');
  const hidden = [...new Set(layers.slice(0, -1).map(({ activation }) => activation))].join(', ');
  const output = layers.at(-1)?.activation ?? '';
  const activation = hidden === '' ? output : l10n.t('{0}, output {1}', hidden, output);
  return experiment.network.bias
    ? l10n.t('{0} ({1})', widths, activation)
    : l10n.t('{0} ({1}), no biases', widths, activation);
}

function lossWords(loss: RunHeader['experiment']['loss']): string {
  switch (loss) {
    case 'binaryCrossEntropy':
      return l10n.t('Binary cross-entropy, in nats');
    case 'categoricalCrossEntropy':
      return l10n.t('Categorical cross-entropy, in nats');
    case 'meanSquaredError':
      return l10n.t('Mean squared error');
    case 'model':
      return l10n.t('As the model returns it');
    case undefined:
      return l10n.t('As it fits the first batch');
    default:
      return loss;
  }
}

/** The optimizer with the settings that are not off: `sgd, learningRate 0.01, momentum 0.9`. */
function optimizerWords(optimizer: RunHeader['experiment']['optimizer']): string {
  if (typeof optimizer === 'string') return optimizer;
  const { kind, ...settings } = optimizer;
  const given = Object.entries(settings).filter(
    ([name, value]) => name === 'learningRate' || (value !== 0 && value !== false),
  );
  return [
    kind,
    ...given.map(([name, value]) => (typeof value === 'number' ? `${name} ${formatRound(value)}` : name)),
  ].join(', ');
}

function trainingWords({ experiment, totalSteps, stepsPerEpoch }: RunHeader): string {
  const { batchSize, shuffle } = experiment.training;
  if (batchSize === 'full') return l10n.t('{0} steps, all rows in each', formatCount(totalSteps));
  const order = shuffle ? l10n.t('shuffled in every epoch') : l10n.t('in file order');
  return l10n.t(
    '{0} steps of {1} rows, {2} in an epoch, {3}',
    formatCount(totalSteps),
    formatCount(batchSize),
    formatCount(stepsPerEpoch),
    order,
  );
}

/** What was compared, in words. */
export function describeRun(header: RunHeader): Fact[] {
  const { random } = header.experiment;
  const seeds =
    random.seeds.length > 12
      ? l10n.t('{0} seeds from {1} to {2}', random.seeds.length, Math.min(...random.seeds), Math.max(...random.seeds))
      : random.seeds.join(', ');
  return [
    [l10n.t('Data'), datasetWords(header)],
    isNetworkHeader(header)
      ? [l10n.t('Network'), networkWords(header)]
      : [l10n.t('Model'), header.model ? modelWords(header.model) : header.experiment.name],
    [l10n.t('Cost'), lossWords(lossKind(header))],
    [l10n.t('Optimizer'), optimizerWords(header.experiment.optimizer)],
    [l10n.t('Training'), trainingWords(header)],
    [
      random.seeds.length === 1 ? l10n.t('Seed') : l10n.t('Seeds'),
      l10n.t('{0}; generator {1}, kernels drawn {2}', seeds, generatorWords(random), header.layout),
    ],
  ];
}

/** The initializers that took part, each with its law. */
export function describeInitializers(header: RunHeader, indices: readonly number[]): Fact[] {
  return indices.map((index) => {
    const initializer = header.experiment.initializers[index];
    return [labelOf(initializer), formulaOf(asDrawn(initializer, header.experiment.random.generator))];
  });
}
