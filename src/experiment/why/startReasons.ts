import * as l10n from '@vscode/l10n';
import { meanSquareOf } from '../../engine/diagnostics/moments';
import { erfc } from '../../engine/network/erf';
import { formatCount, formatNumber, formatPercent } from '../format';
import { layerTitle } from '../layerTitle';
import type { Experiment } from '../schema';
import { mostSaturated, type Case } from './measure';
import type { Reason } from './reason';
import { sources } from './sources';
import { addSmallOutput, addSuited, setActivation } from './tries';

/** From this share on saturated units of a layer at the start are told of. */
export const saturatedFrom = 0.2;
/** A cost at the start this many times that of guessing is told of. */
export const startCostFrom = 1.5;
/** Outputs before the output's activation with a root mean square from this on are told of: e³ is odds of 20 to 1. */
export const outputScaleFrom = 3;
/** Float64: σ(z) rounds to 1 from ln(2⁵³) on, and to 0 below −ln of the largest number; a softmax underflows at the same distance. */
const roundsToOne = 53 * Math.LN2;

/** The naive loss −log(a) is infinite where an output rounds to 0 or 1. */
export function naiveLossReason({ trial, header, first }: Case, experiment: Experiment | undefined): Reason[] {
  const { naiveInfinite = 0, samples = 0 } = trial.start ?? {};
  const output = header.layers.length - 1;
  const signal = first.layers[output].preActivations;
  if (naiveInfinite === 0 || !signal) return [];
  const [rms, cost] = [Math.sqrt(meanSquareOf(signal)), trial.curve.train[0]];
  const binary = header.experiment.loss === 'binaryCrossEntropy';
  return [{
    kind: 'naiveLoss',
    title: l10n.t('Saturated at the start: naive loss infinite'),
    sentences: [
      l10n.t('On {0} of {1} training samples an output rounds to exactly 0 or 1, so that −log(a) is −log 0, which is infinite.', formatCount(naiveInfinite), formatCount(samples)),
      binary
        ? l10n.t('The sums before the sigmoid have a root mean square of {0}; in double precision a sigmoid is exactly 1 from {1} on.', formatNumber(rms), formatNumber(roundsToOne))
        : l10n.t('The sums before the output have a root mean square of {0}: the largest of them leaves nothing to the others.', formatNumber(rms)),
      l10n.t('Init Lab computes the cost from these sums and not from a, so that it is finite: {0} at step 0.', formatNumber(cost)),
    ],
    formula: binary
      ? { law: '−log σ(z) = log(1 + e^(−z))', here: l10n.t('rms(z) = {0} > {1}; cost {2}', formatNumber(rms), formatNumber(roundsToOne), formatNumber(cost)) }
      : { law: '−log softmax(z)ₖ = log Σ e^(zⱼ − zₖ)', here: l10n.t('rms(z) = {0}; cost {1}', formatNumber(rms), formatNumber(cost)) },
    figures: { naiveInfinite, samples, rms, cost },
    look: { picture: 'histogram', initializer: trial.initializer, layer: output, tensor: 'activations', step: 0, label: l10n.t('Outputs at step 0') },
    sources: [binary ? sources.binaryLogits : sources.classLogits],
    tries: experiment ? addSuited(experiment) : [],
  }];
}

/** Hidden units of a sigmoid or tanh that begin at the flat ends. */
export function saturatedUnitsReason({ trial, header, first }: Case, experiment: Experiment | undefined): Reason[] {
  const most = mostSaturated(first);
  const signal = most?.layer.preActivations;
  if (!most || !signal || !(most.share >= saturatedFrom)) return [];
  const { activation, name } = header.layers[most.index];
  const rms = Math.sqrt(meanSquareOf(signal));
  const sigmoid = activation === 'sigmoid';
  // Where a sigmoid is within 0.01, and a tanh within 0.02, of its limits.
  const edge = sigmoid ? Math.log(99) : Math.atanh(0.98);
  const share = formatPercent(most.share, 0);
  const expected = erfc(edge / rms / Math.SQRT2);
  return [{
    kind: 'saturatedUnits',
    title: l10n.t('{0} of the activations of {1} saturated at the start', share, layerTitle(name)),
    sentences: [
      l10n.t('{0} of the activations of {1} lie within a hundredth of the range from a limit at step 0, where the slope is nearly 0: little of the gradient passes them.', share, layerTitle(name)),
      l10n.t('The sums before the activation have a root mean square of {0}, and beyond ±{1} a unit is saturated: the weights are too large for {2} inputs.', formatNumber(rms), formatNumber(edge), formatCount(header.layers[most.index].inputs)),
    ],
    formula: { law: sigmoid ? 'P(|z| > ln 99), z ~ N(0, q), q = E[z²]' : 'P(|z| > artanh 0.98), z ~ N(0, q), q = E[z²]', here: l10n.t('√q = {0}, limit {1}: {2}; measured {3}', formatNumber(rms), formatNumber(edge), formatPercent(expected, 0), share) },
    figures: { share: most.share, expected, rms, edge, inputs: header.layers[most.index].inputs },
    look: { picture: 'histogram', initializer: trial.initializer, layer: most.index, tensor: 'activations', step: 0, label: l10n.t('Activations of {0} at step 0', layerTitle(name)) },
    sources: [sources.glorot],
    tries: experiment ? [...addSuited(experiment), ...setActivation(experiment, 'relu')] : [],
  }];
}

/** A first cost well above that of guessing: confident and wrong. */
export function startCostReason({ trial, header, first }: Case, experiment: Experiment | undefined): Reason[] {
  const { guessing, classes } = header.data;
  const cost = trial.curve.step[0] === 0 ? trial.curve.train[0] : NaN;
  const signal = first.layers.at(-1)!.preActivations;
  if (!guessing || !(guessing.cost > 0) || !signal || !(cost >= startCostFrom * guessing.cost)) return [];
  const [rms, times] = [Math.sqrt(meanSquareOf(signal)), cost / guessing.cost];
  const crossEntropy = header.experiment.loss !== 'meanSquaredError';
  return [{
    kind: 'startCost',
    title: l10n.t('Starts at {0}, {1} times the cost of guessing', formatNumber(cost), formatNumber(times, 2)),
    sentences: [
      crossEntropy
        ? l10n.t('A network that gives {0} classes their shares whatever the input costs {1}; this one starts at {2}, {3} times that: confident, and wrong.', formatCount(classes), formatNumber(guessing.cost), formatNumber(cost), formatNumber(times, 2))
        : l10n.t('A network that always answers the mean costs {0}, the variance of the targets; this one starts at {1}, {2} times that.', formatNumber(guessing.cost), formatNumber(cost), formatNumber(times, 2)),
      l10n.t('Its outputs have a root mean square of {0} before the output activation; the first steps go into making them smaller.', formatNumber(rms)),
    ],
    formula: crossEntropy
      ? { law: l10n.t('guessing costs −Σ p log p, ln C for C equally frequent classes'), here: l10n.t('{0} against {1} (ln {2} = {3})', formatNumber(cost), formatNumber(guessing.cost), classes, formatNumber(Math.log(classes))) }
      : { law: 'E[(y − E[y])²] = Var(y)', here: l10n.t('{0} against {1}', formatNumber(cost), formatNumber(guessing.cost)) },
    figures: { cost, guessing: guessing.cost, times, rms },
    look: { picture: 'cost', initializer: trial.initializer, step: 0, label: l10n.t('The cost curve at step 0') },
    sources: [sources.he, sources.torchInit],
    tries: experiment ? addSmallOutput(experiment, header.experiment.initializers[trial.initializer]) : [],
  }];
}

/** Large outputs at the start, whatever they cost. */
export function outputScaleReason({ trial, header, first }: Case, experiment: Experiment | undefined): Reason[] {
  const output = header.layers.length - 1;
  const signal = first.layers[output].preActivations;
  const rms = signal ? Math.sqrt(meanSquareOf(signal)) : NaN;
  if (header.experiment.loss === 'meanSquaredError' || !(rms >= outputScaleFrom)) return [];
  // Beyond, odds are no number that says anything.
  const odds = rms <= 20 ? Math.exp(rms) : undefined;
  return [{
    kind: 'outputScale',
    title: l10n.t('Outputs of ±{0} before any training', formatNumber(rms)),
    sentences: [
      odds === undefined
        ? l10n.t('The sums before the output activation have a root mean square of {0} at step 0: the network is certain of its answers, though nothing was learned.', formatNumber(rms))
        : l10n.t('The sums before the output activation have a root mean square of {0} at step 0: such a one means odds of {1} to 1, though nothing was learned.', formatNumber(rms), formatNumber(odds, 2)),
      l10n.t('Up to about 1 the probabilities stay near those of guessing, and every class gets a gradient.'),
    ],
    formula: { law: 'a / (1 − a) = e^z', here: odds === undefined ? `e^${formatNumber(rms)}` : `e^${formatNumber(rms)} = ${formatNumber(odds, 2)}` },
    figures: { rms, ...(odds === undefined ? {} : { odds }) },
    look: { picture: 'histogram', initializer: trial.initializer, layer: output, tensor: 'activations', step: 0, label: l10n.t('Outputs at step 0') },
    sources: [sources.glorot, sources.torchInit],
    tries: experiment ? addSmallOutput(experiment, header.experiment.initializers[trial.initializer]) : [],
  }];
}
