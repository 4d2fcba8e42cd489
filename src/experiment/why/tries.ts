import * as l10n from '@vscode/l10n';
import type { Precision } from '../../engine/elementType';
import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import { kindOf, type Activation, type Output } from '../../engine/spec/networkSpec';
import { activationName } from '../text/activationNames';
import { isDeepEqual } from '../edit/deepEqual';
import { formatCount, formatRound } from '../text/format';
import type { JsonPath } from '../format/issue';
import { labelOf } from '../text/labels';
import { hiddenLayers } from '../format/resolve';
import type { Experiment, NetworkExperiment } from '../format/schema';
import type { Remedy } from './reason';

type Entry = NetworkExperiment['initializers'][number];
/** What the format allows. */
const mostInitializers = 64;
const mostSeeds = 1000;

/** The initializer that keeps the signal with an activation: He for rectifiers, LeCun for SELU, else Glorot. */
function suited(activation: Activation | Output): KernelInitializer {
  switch (activation) {
    case 'relu':
    case 'leakyRelu':
    case 'elu':
    case 'gelu':
    case 'silu':
    case 'softplus':
      return { kind: 'heNormal' };
    case 'selu':
      return { kind: 'lecunNormal' };
    default:
      return { kind: 'glorotUniform' };
  }
}

/** Whether two entries draw the same, whatever they are called and whether they are switched on. */
function drawTheSame(left: Entry, right: Entry): boolean {
  const [one, other] = [left, right].map((entry) => ({
    law: labelOf({ ...entry, label: undefined }),
    layers: entry.layers ?? {},
    bias: entry.bias,
  }));
  return isDeepEqual(one, other);
}

/** Adds an initializer to those that are compared, or switches it on. Where it is compared already it only says so. */
export function addInitializer(experiment: NetworkExperiment, entry: Entry): Remedy[] {
  const same = experiment.initializers.flatMap((other, index) => (drawTheSame(other, entry) ? [index] : []));
  const at = same.find((index) => experiment.initializers[index].enabled !== false) ?? same[0] ?? -1;
  const name = labelOf(entry);
  if (at >= 0 && experiment.initializers[at].enabled !== false)
    return [{ label: l10n.t('{0} is already in the comparison.', labelOf(experiment.initializers[at])), changes: [] }];
  if (at >= 0)
    return [
      {
        label: l10n.t('Enable {0}', labelOf(experiment.initializers[at])),
        changes: [{ path: ['initializers', at, 'enabled'], value: undefined }],
      },
    ];
  if (experiment.initializers.length >= mostInitializers) return [];
  return [
    {
      label: l10n.t('Add {0}', name),
      changes: [{ path: ['initializers', experiment.initializers.length], value: entry, insert: true }],
    },
  ];
}

/** Adds the initializer that suits the first hidden layer. */
export function addSuited(experiment: NetworkExperiment): Remedy[] {
  const [first] = hiddenLayers(experiment);
  return first ? addInitializer(experiment, suited(first.activation)) : [];
}

/** Gives every hidden layer the activation; none where all have it. */
export function setActivation(experiment: NetworkExperiment, activation: Activation): Remedy[] {
  const layers = hiddenLayers(experiment);
  // A linear layer stays one: its activation comes after a layer further on.
  if (layers.every((layer) => layer.activation === activation || layer.activation === 'linear')) return [];
  const own = experiment.network.hidden.flatMap((layer, index) => {
    if (typeof layer !== 'object' || !('activation' in layer) || layer.activation === undefined) return [];
    const dense = kindOf(layer) === 'dense';
    if (!dense && layer.activation === 'linear') return [];
    return [{ path: ['network', 'hidden', index, 'activation'] as JsonPath, value: dense ? undefined : activation }];
  });
  return [
    {
      label: l10n.t('Use {0} in the hidden layers', activationName(activation)),
      changes: [...own, { path: ['network', 'activation'], value: activation }],
    },
  ];
}

/** Two digits: what a person would type. */
const round = (value: number): number => Number(value.toPrecision(2));

/** Sets the learning rate; none where it is that already. */
export function setRate(experiment: NetworkExperiment, rate: number): Remedy[] {
  const now = experiment.optimizer.learningRate;
  const next = round(rate);
  if (!(next > 0) || !Number.isFinite(next) || next === now) return [];
  return [
    {
      label: l10n.t('Use learning rate {0} instead of {1}', formatRound(next), formatRound(now)),
      changes: [{ path: ['optimizer', 'learningRate'], value: next }],
    },
  ];
}

/** Computes in a precision; none where the experiment has it. */
export function setPrecision(experiment: NetworkExperiment, precision: Precision): Remedy[] {
  return experiment.precision === precision
    ? []
    : [
        {
          label: l10n.t('Train in {0}, as NumPy scripts do', precision),
          changes: [{ path: ['precision'], value: precision }],
        },
      ];
}

/** Trains so many times as long. */
export function trainLonger(experiment: NetworkExperiment, times: number): Remedy[] {
  const { steps, epochs } = experiment.training;
  if (steps !== undefined)
    return steps * times > 1e9
      ? []
      : [
          {
            label: l10n.t('Train for {0} steps', formatCount(steps * times)),
            changes: [{ path: ['training', 'steps'], value: steps * times }],
          },
        ];
  return epochs === undefined || epochs * times > 1e6
    ? []
    : [
        {
          label: l10n.t('Train for {0} epochs', formatCount(epochs * times)),
          changes: [{ path: ['training', 'epochs'], value: epochs * times }],
        },
      ];
}

/** Compares with so many seeds: those that there are, and the next ones after the largest. */
export function takeSeeds(experiment: Experiment, count: number): Remedy[] {
  const { seeds } = experiment.random;
  const wanted = Math.min(mostSeeds, count);
  if (wanted <= seeds.length) return [];
  const next = new Set(seeds);
  // Seeds are 32-bit numbers: after the last one they begin at 0 again.
  for (let seed = Math.max(...seeds) + 1; next.size < wanted; seed++) next.add(seed % 2 ** 32);
  return [
    {
      label: l10n.t('Use {0} seeds', formatCount(next.size)),
      changes: [{ path: ['random', 'seeds'], value: [...next] }],
    },
  ];
}

/** Adds the initializer of the run once more, its output layer with small weights. */
export function addSmallOutput(experiment: NetworkExperiment, entry: Entry): Remedy[] {
  const { enabled: _, ...rest } = entry;
  const label = l10n.t('{0}, small output', labelOf(entry));
  return addInitializer(experiment, {
    ...rest,
    label,
    layers: { ...entry.layers, output: { kind: 'randomNormal', mean: 0, stddev: 0.01 } },
  });
}
