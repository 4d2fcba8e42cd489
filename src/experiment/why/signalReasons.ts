import * as l10n from '@vscode/l10n';
import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import { lawOf } from '../../engine/initializers/laws/law';
import { activationName } from '../text/activationNames';
import { formatCount, formatNumber } from '../text/format';
import { labelOf } from '../text/labels';
import { layerTitle } from '../text/layerTitle';
import type { NetworkExperiment } from '../format/schema';
import {
  backwardTravel,
  chaosFactor,
  fitOf,
  forwardTravel,
  hasNoBiases,
  lawScale,
  lawText,
  middleOf,
  squareOf,
  type Case,
  type Travel,
  isDenseRun,
} from './measure';
import type { Reason } from './reason';
import { sources } from './sources';
import { addSuited, setActivation } from './tries';

/** A mean square that changes by this factor (or its inverse) over the network is told of: tenfold in size. */
const travelFrom = 100;
/**
 * A law whose scales are this factor (or its inverse) off what the activations keep, over all layers, does not fit
 * them.
 */
const misfitFrom = 8;

/** "a factor of 0.5 a layer on average over 30 layers, 9.3e−10 in all". */
const factorWords = ({ each, whole, layers }: Travel): string =>
  layers === 1
    ? l10n.t('a factor of {0} in one layer', formatNumber(whole))
    : l10n.t(
        'an average factor of {0} per layer over {1} layers, {2} in total',
        formatNumber(each),
        formatCount(layers),
        formatNumber(whole),
      );

/** What the well-known laws have for n_in · Var(W) in a layer. */
function knownScales({ header }: Case, layer: number): string {
  const { inputs, units, name } = header.layers[layer];
  const laws: KernelInitializer[] = [{ kind: 'heNormal' }, { kind: 'glorotUniform' }, { kind: 'lecunNormal' }];
  const scale = (spec: KernelInitializer): string =>
    lawText(inputs * lawOf(spec, { fanIn: inputs, fanOut: units, layout: header.layout }).std ** 2);
  const [he, glorot, lecun] = laws.map(scale);
  return l10n.t(
    'The fan-in × variance of {0} is {1} with He, {2} with Glorot and {3} with LeCun.',
    layerTitle(name),
    he,
    glorot,
    lecun,
  );
}

/** The signal on its way forward at step 0. */
export function forwardReason(found: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const way = forwardTravel(found);
  if (!way || (way.whole < travelFrom && way.whole > 1 / travelFrom)) return [];
  const { trial, header } = found;
  const grows = way.whole > 1;
  const middle = middleOf(header);
  const scale = lawScale(header, trial.initializer, middle);
  return [
    {
      kind: grows ? 'signalGrows' : 'signalShrinks',
      title: grows
        ? l10n.t('The signal grows, by a factor of {0} a layer', formatNumber(way.each, 2))
        : l10n.t('The signal shrinks, by a factor of {0} a layer', formatNumber(way.each, 2)),
      sentences: [
        l10n.t(
          'At step 0, the mean square of the signal changes from {0} at the inputs to {1} after the last hidden layer: {2}, where 1 would preserve it.',
          formatNumber(way.from),
          formatNumber(way.to),
          factorWords(way),
        ),
        ...(scale === undefined
          ? []
          : [
              l10n.t(
                'The weights of {0} are drawn with fan-in × variance = {1}.',
                layerTitle(header.layers[middle].name),
                lawText(scale),
              ),
            ]),
        ...(isDenseRun(header) ? [knownScales(found, middle)] : []),
      ],
      ...(isDenseRun(header) && {
        formula: {
          law: 'E[a²] ← E[φ(√(n_in · Var(W) · E[a²] + Var(b)) · z)²], z ~ N(0, 1)',
          here: `${formatNumber(way.to)} / ${formatNumber(way.from)} = ${formatNumber(way.whole)}${way.layers > 1 ? ` = ${formatNumber(way.each)}^${way.layers}` : ''}`,
        },
      }),
      figures: {
        from: way.from,
        to: way.to,
        whole: way.whole,
        ...(way.layers > 1 ? { each: way.each } : {}),
        ...(scale === undefined ? {} : { scale }),
      },
      look: {
        picture: 'variance',
        initializer: trial.initializer,
        step: 0,
        label: l10n.t('Variance per layer at step 0'),
      },
      sources: [sources.he, sources.glorot],
      tries: experiment ? addSuited(experiment) : [],
    },
  ];
}

/** The gradient on its way back at step 0. */
export function backwardReason(found: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const way = backwardTravel(found);
  if (!way || (way.whole < travelFrom && way.whole > 1 / travelFrom)) return [];
  const grows = way.whole > 1;
  const [front, back] = [found.first.layers[0], found.first.layers.at(-1)!].map(({ gradients }) =>
    Math.sqrt(squareOf(gradients)),
  );
  return [
    {
      kind: grows ? 'gradientGrows' : 'gradientShrinks',
      title: grows
        ? l10n.t('The gradient grows on its way back, by a factor of {0} a layer', formatNumber(way.each, 2))
        : l10n.t('The gradient shrinks on its way back, by a factor of {0} a layer', formatNumber(way.each, 2)),
      sentences: [
        l10n.t(
          'At step 0, the mean square of the gradient with respect to the pre-activations changes from {0} at the output to {1} at the first layer: {2}.',
          formatNumber(way.from),
          formatNumber(way.to),
          factorWords(way),
        ),
        ...(Number.isFinite(front + back)
          ? [
              l10n.t(
                'The gradient of the weights has a root mean square of {0} in the first layer and {1} in the last one, at the same learning rate.',
                formatNumber(front),
                formatNumber(back),
              ),
            ]
          : []),
      ],
      ...(isDenseRun(found.header) && {
        formula: {
          law: 'E[δ²] ← n_out · Var(W) · E[φ′(z)²] · E[δ²]',
          here: `${formatNumber(way.to)} / ${formatNumber(way.from)} = ${formatNumber(way.whole)}${way.layers > 1 ? ` = ${formatNumber(way.each)}^${way.layers}` : ''}`,
        },
      }),
      figures: {
        from: way.from,
        to: way.to,
        whole: way.whole,
        ...(way.layers > 1 ? { each: way.each } : {}),
        ...(Number.isFinite(front + back) ? { front, back } : {}),
      },
      look: {
        picture: 'variance',
        initializer: found.trial.initializer,
        step: 0,
        label: l10n.t('Variance per layer at step 0'),
      },
      sources: [sources.glorot, sources.he],
      tries: experiment ? addSuited(experiment) : [],
    },
  ];
}

/** A law that does not keep the signal with the activations of the network, by theory. */
export function misfitReason(found: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const fit = fitOf(found);
  const { trial, header } = found;
  if (!fit || (fit.whole <= misfitFrom && fit.whole >= 1 / misfitFrom)) return [];
  // SELU draws signals of many laws to a size of their own: the product over the layers says nothing of them.
  if (header.layers.some(({ activation }) => activation === 'selu')) return [];
  const [law, activation] = [
    labelOf(header.experiment.initializers[trial.initializer]),
    activationName(fit.activation),
  ];
  const chaotic =
    fit.activation === 'tanh' && fit.whole > 1 && fit.scale > 1 && fit.alike && hasNoBiases(header, trial.initializer);
  const growth = chaotic ? chaosFactor(fit.activation, fit.scale) : NaN;
  return [
    {
      kind: 'misfit',
      title: l10n.t("{0} doesn't preserve the signal with {1} here", law, activation),
      sentences: [
        l10n.t(
          '{0} preserves the mean square of a small signal with fan-in × variance = {1}; this law has {2} in {3}.',
          activation,
          lawText(fit.keeps),
          lawText(fit.scale),
          layerTitle(fit.name),
        ),
        fit.layers === 1
          ? l10n.t('The law alone gives a ratio of {0} between the two.', formatNumber(fit.whole))
          : l10n.t(
              'Over {0} hidden layers, the law alone gives a product of such ratios of {1}.',
              formatCount(fit.layers),
              formatNumber(fit.whole),
            ),
        ...(chaotic
          ? [
              l10n.t(
                'tanh bounds the signal, but the mean squares of gradients and small differences grow: in a deep and wide network with this fan-in × variance, by a factor of {0} per layer.',
                formatNumber(growth),
              ),
            ]
          : []),
      ],
      formula: {
        law: 'Π n_in · Var(W) / c',
        here: `${fit.same ? `(${lawText(fit.scale)} / ${lawText(fit.keeps)})${fit.layers === 1 ? '' : `^${fit.layers}`}` : `${formatNumber(fit.each)}^${fit.layers}`} = ${formatNumber(fit.whole)}`,
      },
      figures: { keeps: fit.keeps, scale: fit.scale, whole: fit.whole, ...(chaotic ? { growth } : {}) },
      sureness: l10n.t('Theory for wide layers and independent weights. Networks with few layers may still learn.'),
      look: {
        picture: 'variance',
        initializer: trial.initializer,
        step: 0,
        label: l10n.t('Variance per layer at step 0'),
      },
      sources: fit.activation === 'tanh' ? [sources.glorot, sources.poole] : [sources.he, sources.glorot],
      tries: experiment
        ? [
            ...addSuited(experiment),
            ...(fit.activation === 'relu' && fit.whole < 1
              ? setActivation(experiment, 'tanh')
              : fit.activation === 'tanh'
                ? setActivation(experiment, 'relu')
                : []),
          ]
        : [],
    },
  ];
}
