import * as l10n from '@vscode/l10n';
import { activationName } from '../text/activationNames';
import { deadText, deadUnitsOf } from '../verdict/deadUnits';
import { formatCount } from '../text/format';
import { layerTitle } from '../text/layerTitle';
import type { LayerSnapshot } from '../record/record';
import type { NetworkExperiment } from '../format/schema';
import type { Case } from './measure';
import type { Reason } from './reason';
import { sources } from './sources';
import { addInitializer, addSuited, setActivation, setRate } from './tries';

const allZero = ({
  kernel: {
    statistics: { count, zeros },
  },
}: LayerSnapshot): boolean => zeros === count;

/** Why the neurons of a layer stay the same. */
function stillText({ header, last }: Case, index: number): string {
  const layer = last.layers[index];
  const count = formatCount(layer.kernel.statistics.count);
  const still = layer.gradients.statistics.min === 0 && layer.gradients.statistics.max === 0;
  if (!allZero(layer) || !still) return l10n.t('Regardless of the steps, the layer is equivalent to a single neuron.');
  return allZero(last.layers[index + 1])
    ? l10n.t(
        'All {0} weights of {1} are exactly 0 at step {2}, and so are their gradients: the weights of the next layer are 0 and pass nothing back.',
        count,
        layerTitle(header.layers[index].name),
        formatCount(last.step),
      )
    : l10n.t(
        'All {0} weights of {1} are exactly 0 at step {2}, and so are their gradients.',
        count,
        layerTitle(header.layers[index].name),
        formatCount(last.step),
      );
}

/** Every neuron of a layer is the same, and stays the same. */
export function symmetricReason(found: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const { trial, header, last } = found;
  const index = last.layers.findIndex(({ symmetry }) => symmetry !== undefined && symmetry.units > 1);
  const layer = last.layers[index];
  if (!layer?.symmetry) return [];
  const { units, distinct, rank } = layer.symmetry;
  const { name, inputs } = header.layers[index];
  const still = allZero(layer) && layer.gradients.statistics.min === 0 && layer.gradients.statistics.max === 0;
  return [
    {
      kind: 'symmetric',
      title: l10n.t('The neurons of {0} are all the same', layerTitle(name)),
      sentences: [
        l10n.t(
          'The {0} neurons of {1} have {2} distinct set of weights: each computes the same value and gets the same gradient, so they stay identical.',
          formatCount(units),
          layerTitle(name),
          formatCount(distinct),
        ),
        stillText(found, index),
        l10n.t('Any random draw breaks the symmetry; biases can stay at 0.'),
      ],
      formula: {
        law: 'w₁ = w₂ = … = wₙ ⇒ ∂C/∂w₁ = ∂C/∂w₂ = … = ∂C/∂wₙ',
        here:
          rank === undefined
            ? l10n.t('{0} of {1} distinct', formatCount(distinct), formatCount(units))
            : l10n.t(
                '{0} of {1} distinct, rank {2} of {3}',
                formatCount(distinct),
                formatCount(units),
                formatCount(rank),
                formatCount(Math.min(units, inputs)),
              ),
      },
      figures: {
        units,
        distinct,
        ...(rank === undefined ? {} : { rank }),
        ...(still ? { count: layer.kernel.statistics.count, step: last.step } : {}),
      },
      look: {
        picture: 'histogram',
        initializer: trial.initializer,
        layer: index,
        tensor: 'kernel',
        step: Infinity,
        label: l10n.t('Weights of {0}', layerTitle(name)),
      },
      sources: [sources.goodfellow, sources.rumelhart],
      tries: experiment
        ? [
            ...addSuited(experiment),
            ...addInitializer(experiment, { kind: 'randomNormal', mean: 0, stddev: 1, scale: 0.01 }),
          ]
        : [],
    },
  ];
}

/** How many were dead before the first step. */
function beforeText(before: number, dead: number): string {
  if (before < dead)
    return l10n.t(
      'At step 0 it was {0}: more units died during training, which long steps can cause.',
      formatCount(before),
    );
  return before === dead
    ? l10n.t('At step 0 it was already {0}.', formatCount(before))
    : l10n.t('At step 0 it was {0}: some units have recovered.', formatCount(before));
}

/** Hidden rectifiers that pass nothing on. */
export function deadReason(
  { run, trial, header, first, last }: Case,
  experiment: NetworkExperiment | undefined,
): Reason[] {
  const found = deadUnitsOf(trial, run);
  const words = deadText(found);
  if (!found || words === undefined) return [];
  const share = (at: number): number => (last.layers[at].dead ?? 0) / header.layers[at].units;
  const index = last.layers.reduce((most, _, at) => (share(at) > share(most) ? at : most), 0);
  const { name, units, activation } = header.layers[index];
  const dead = last.layers[index].dead ?? 0;
  const before = first.layers[index].dead ?? 0;
  return [
    {
      kind: 'dead',
      title: words[0].toLocaleUpperCase() + words.slice(1),
      sentences: [
        l10n.t(
          '{0} of the {1} units of {2} are on the flat side of {3} on all {4} rows evaluated, so no gradient from these rows reaches their weights.',
          formatCount(dead),
          formatCount(units),
          layerTitle(name),
          activationName(activation),
          formatCount(found.rows),
        ),
        ...(last.step > 0 ? [beforeText(before, dead)] : []),
        ...(found.blocked
          ? [
              l10n.t(
                'No information from the input passes {0}, so every row gets the same prediction.',
                layerTitle(name),
              ),
            ]
          : []),
      ],
      formula: {
        law: l10n.t('φ′(z) = 0 on every row ⇒ ∂C/∂w = 0'),
        here: l10n.t('{0} of {1} units, {2} rows', formatCount(dead), formatCount(units), formatCount(found.rows)),
      },
      figures: { dead, units, rows: found.rows, ...(last.step > 0 ? { before } : {}) },
      ...(found.allRows
        ? {}
        : {
            sureness: l10n.t(
              'Based on {0} of {1} training rows: other rows may still activate a unit.',
              formatCount(found.rows),
              formatCount(header.data.trainCount),
            ),
          }),
      look: {
        picture: 'histogram',
        initializer: trial.initializer,
        layer: index,
        tensor: 'activations',
        step: Infinity,
        label: l10n.t('Activations of {0}', layerTitle(name)),
      },
      sources: [sources.lu, sources.maas],
      tries: experiment
        ? [
            ...(2 * dead < units
              ? []
              : before < dead
                ? setRate(experiment, experiment.optimizer.learningRate / 10)
                : addSuited(experiment)),
            ...setActivation(experiment, 'leakyRelu'),
          ]
        : [],
    },
  ];
}
