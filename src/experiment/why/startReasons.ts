import * as l10n from '@vscode/l10n';
import { meanSquareOf } from '../../engine/diagnostics/moments';
import { erfc } from '../../engine/numerics/erf';
import { formatCount, formatNumber, formatPercent } from '../text/format';
import { layerTitle } from '../text/layerTitle';
import type { NetworkExperiment } from '../format/schema';
import { mostSaturated, squareOf, type Case } from './measure';
import type { Reason } from './reason';
import { sources } from './sources';
import { addSmallOutput, addSuited, setPrecision, setActivation } from './tries';

/** From this share on saturated units of a layer at the start are told of. */
const saturatedFrom = 0.2;
/** A cost at the start this many times that of guessing is told of. */
const startCostFrom = 1.5;
/** Outputs before the output's activation with a root mean square from this on are told of: e³ is odds of 20 to 1. */
const outputScaleFrom = 3;
/** Float64: σ(z) rounds to 1 from ln(2⁵³) on. */
const roundsToOne = 53 * Math.LN2;
/** Float64: e^−x is 0 from −ln of half the least positive number on, 2⁻¹⁰⁷⁵. */
const vanishesFrom = 1075 * Math.LN2;

/** The naive loss −log(a) is infinite where an output rounds to 0 or 1. */
export function naiveLossReason({ trial, header, first }: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const { naiveInfinite = 0, samples = 0 } = trial.start ?? {};
  const output = header.layers.length - 1;
  const signal = first.layers[output].preActivations;
  const [rms, cost] = [signal ? Math.sqrt(meanSquareOf(signal)) : NaN, trial.curve.train[0]];
  // A squared error has no logarithm: there only outputs that are not finite are counted.
  if (
    naiveInfinite === 0 ||
    header.experiment.loss === 'meanSquaredError' ||
    !Number.isFinite(rms) ||
    !Number.isFinite(cost)
  )
    return [];
  const binary = header.experiment.loss === 'binaryCrossEntropy';
  return [
    {
      kind: 'naiveLoss',
      title: l10n.t('Saturated at the start: naive loss infinite'),
      sentences: [
        l10n.t(
          'For {0} of {1} training samples, an output rounds to exactly 0 or 1, so −log(a) is −log 0, which is infinite.',
          formatCount(naiveInfinite),
          formatCount(samples),
        ),
        binary
          ? l10n.t(
              'The inputs of the sigmoid have a root mean square of {0}; in double precision, a sigmoid is exactly 1 from {1} on.',
              formatNumber(rms),
              formatNumber(roundsToOne),
            )
          : l10n.t(
              'The inputs of the softmax have a root mean square of {0}; in double precision, the probability of a class {1} below the largest is exactly 0.',
              formatNumber(rms),
              formatNumber(vanishesFrom),
            ),
        l10n.t(
          'Init Lab computes the cost from these sums instead of from a, so it is finite: {0} at step 0.',
          formatNumber(cost),
        ),
      ],
      formula: binary
        ? {
            law: '−log σ(z) = log(1 + e^(−z))',
            here: l10n.t(
              'rms(z) = {0}, a = 1 from z = {1} on; cost {2}',
              formatNumber(rms),
              formatNumber(roundsToOne),
              formatNumber(cost),
            ),
          }
        : {
            law: '−log softmax(z)ₖ = log Σ e^(zⱼ − zₖ)',
            here: l10n.t('rms(z) = {0}; cost {1}', formatNumber(rms), formatNumber(cost)),
          },
      figures: { naiveInfinite, samples, rms, cost, ...(binary ? { roundsToOne } : { vanishesFrom }) },
      look: {
        picture: 'histogram',
        initializer: trial.initializer,
        layer: output,
        tensor: 'activations',
        step: 0,
        label: l10n.t('Outputs at step 0'),
      },
      sources: [binary ? sources.binaryLogits : sources.classLogits],
      tries: experiment ? [...addSuited(experiment), ...setPrecision(experiment, 'float64')] : [],
    },
  ];
}

/** Hidden units of a sigmoid or tanh that begin at the flat ends. */
export function saturatedUnitsReason(
  { trial, header, first }: Case,
  experiment: NetworkExperiment | undefined,
): Reason[] {
  const most = mostSaturated(first);
  const signal = most?.layer.preActivations;
  const rms = signal ? Math.sqrt(meanSquareOf(signal)) : NaN;
  if (!most || !Number.isFinite(rms) || !(most.share >= saturatedFrom)) return [];
  // The reason is the kernel of the layer itself.
  if (header.layers[most.index].kind !== undefined) return [];
  const { activation, name, inputs } = header.layers[most.index];
  const into = Math.sqrt(
    most.index > 0
      ? squareOf(first.layers[most.index - 1].activations)
      : first.inputs
        ? meanSquareOf(first.inputs)
        : NaN,
  );
  const sigmoid = activation === 'sigmoid';
  // Where a sigmoid is within 0.01, and a tanh within 0.02, of its limits.
  const edge = sigmoid ? Math.log(99) : Math.atanh(0.98);
  const share = formatPercent(most.share, 0);
  const expected = erfc(edge / rms / Math.SQRT2);
  return [
    {
      kind: 'saturatedUnits',
      title: l10n.t('{0} of the activations of {1} saturated at the start', share, layerTitle(name)),
      sentences: [
        l10n.t(
          '{0} of the activations of {1} are within 1 % of the range from a limit at step 0, where the slope is below 4 % of its maximum. Little of the gradient passes through them.',
          share,
          layerTitle(name),
        ),
        l10n.t(
          'The pre-activations have a root mean square of {0}; beyond ±{1} a unit is saturated.',
          formatNumber(rms),
          formatNumber(edge),
        ),
        ...(Number.isFinite(into)
          ? [
              l10n.t(
                'For {0} inputs with a root mean square of {1}, the weights or biases are too large.',
                formatCount(inputs),
                formatNumber(into),
              ),
            ]
          : []),
      ],
      formula: {
        law: sigmoid ? 'P(|z| > ln 99), z ~ N(0, q), q = E[z²]' : 'P(|z| > artanh 0.98), z ~ N(0, q), q = E[z²]',
        here: l10n.t(
          '√q = {0}, limit {1}: {2}; measured {3}',
          formatNumber(rms),
          formatNumber(edge),
          formatPercent(expected, 0),
          share,
        ),
      },
      figures: { share: most.share, expected, rms, edge, ...(Number.isFinite(into) ? { inputs, into } : {}) },
      look: {
        picture: 'histogram',
        initializer: trial.initializer,
        layer: most.index,
        tensor: 'activations',
        step: 0,
        label: l10n.t('Activations of {0} at step 0', layerTitle(name)),
      },
      sources: [sources.glorot],
      tries: experiment ? [...addSuited(experiment), ...setActivation(experiment, 'relu')] : [],
    },
  ];
}

/**
 * What a first cost above that of guessing comes of; `large`: the outputs are too large, and smaller weights before
 * them lower it.
 */
function startText(
  { header }: Case,
  guess: number,
  cost: number,
  rms: number,
): { sentences: string[]; large: boolean } {
  const { classes } = header.data;
  const [base, now, times, size] = [
    formatNumber(guess),
    formatNumber(cost),
    formatNumber(cost / guess, 2),
    formatNumber(rms),
  ];
  if (header.experiment.loss === 'meanSquaredError') {
    const large = header.layers.at(-1)!.activation === 'linear' && rms * rms >= guess;
    return {
      large,
      sentences: [
        l10n.t(
          'A network that always predicts the mean has a cost of {0}, the variance of the targets. This one starts at {1}, {2} times that.',
          base,
          now,
          times,
        ),
        large
          ? l10n.t(
              'Its outputs have a root mean square of {0}, which exceeds the variation of the targets; the first steps are spent on reducing them.',
              size,
            )
          : l10n.t(
              'Its outputs have a root mean square of {0} before the output activation: they miss the mean of the targets or vary too much.',
              size,
            ),
      ],
    };
  }
  const large = cost >= startCostFrom * Math.log(classes);
  return {
    large,
    sentences: [
      large
        ? l10n.t(
            'A network that predicts the frequencies of the {0} classes for every input has a cost of {1}. This one starts at {2}, {3} times that: it is confident and often wrong.',
            formatCount(classes),
            base,
            now,
            times,
          )
        : l10n.t(
            "A network that predicts the frequencies of the {0} classes for every input has a cost of {1}. This one starts at {2}, {3} times that: it hasn't learned the class frequencies yet.",
            formatCount(classes),
            base,
            now,
            times,
          ),
      large
        ? l10n.t(
            'Its outputs have a root mean square of {0} before the output activation; the first steps are spent on reducing them.',
            size,
          )
        : l10n.t(
            'Its outputs have a root mean square of {0} before the output activation; the first steps are spent on the class frequencies.',
            size,
          ),
    ],
  };
}

/** A first cost well above that of guessing: confident and wrong, or ignorant of how frequent each class is. */
export function startCostReason(found: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const { trial, header, first } = found;
  const { guessing, classes, trainCount } = header.data;
  const cost = trial.curve.step[0] === 0 ? trial.curve.train[0] : NaN;
  const signal = first.layers.at(-1)!.preActivations;
  const rms = signal ? Math.sqrt(meanSquareOf(signal)) : NaN;
  if (!guessing || !(guessing.cost > 0) || !Number.isFinite(cost + rms) || !(cost >= startCostFrom * guessing.cost))
    return [];
  const times = cost / guessing.cost;
  const crossEntropy = header.experiment.loss !== 'meanSquaredError';
  const { sentences, large } = startText(found, guessing.cost, cost, rms);
  const { batchSize } = header.experiment.training;
  const rows = batchSize === 'full' ? trainCount : Math.min(batchSize, trainCount);
  return [
    {
      kind: 'startCost',
      title: l10n.t('Starts at {0}, {1} times the cost of guessing', formatNumber(cost), formatNumber(times, 2)),
      sentences,
      formula: crossEntropy
        ? {
            law: l10n.t('guessing costs −Σ p log p, ln C for C equally frequent classes'),
            here: l10n.t(
              '{0} against {1} (ln {2} = {3})',
              formatNumber(cost),
              formatNumber(guessing.cost),
              classes,
              formatNumber(Math.log(classes)),
            ),
          }
        : {
            law: 'E[(y − E[y])²] = Var(y)',
            here: l10n.t('{0} compared with {1}', formatNumber(cost), formatNumber(guessing.cost)),
          },
      figures: { cost, guessing: guessing.cost, times, rms },
      ...(rows < trainCount
        ? { sureness: l10n.t('The first cost is that of a batch of {0} rows.', formatCount(rows)) }
        : {}),
      look: { picture: 'cost', initializer: trial.initializer, step: 0, label: l10n.t('The cost curve at step 0') },
      sources: [sources.he, sources.torchInit],
      tries: experiment && large ? addSmallOutput(experiment, header.experiment.initializers[trial.initializer]) : [],
    },
  ];
}

/** Large outputs at the start, whatever they cost. A softmax sees only how far they are apart. */
export function outputScaleReason({ trial, header, first }: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const output = header.layers.length - 1;
  const signal = first.layers[output].preActivations;
  const binary = header.experiment.loss === 'binaryCrossEntropy';
  const size = signal ? Math.sqrt(binary ? meanSquareOf(signal) : signal.variance) : NaN;
  if (header.experiment.loss === 'meanSquaredError' || !(size >= outputScaleFrom && Number.isFinite(size))) return [];
  // Beyond, odds are no number that says anything.
  const odds = size <= 20 ? Math.exp(size) : undefined;
  const shown = formatNumber(size);
  const certain = binary
    ? l10n.t(
        'The pre-activations of the output have a root mean square of {0} at step 0: the network is certain of its predictions, although nothing was learned.',
        shown,
      )
    : l10n.t(
        'The inputs of the softmax have a standard deviation of {0} at step 0: the network is certain of its predictions, although nothing was learned.',
        shown,
      );
  const betting = (of: string): string =>
    binary
      ? l10n.t(
          'The pre-activations of the output have a root mean square of {0} at step 0. A value of this size means odds of {1} to 1, although nothing was learned.',
          shown,
          of,
        )
      : l10n.t(
          'The inputs of the softmax have a standard deviation of {0} at step 0. A difference of this size means odds of {1} to 1 between two classes, although nothing was learned.',
          shown,
          of,
        );
  return [
    {
      kind: 'outputScale',
      title: binary
        ? l10n.t('Outputs of ±{0} before any training', shown)
        : l10n.t('Outputs spread by ±{0} before any training', shown),
      sentences: [
        odds === undefined ? certain : betting(formatNumber(odds, 2)),
        l10n.t('With sums of about 1 or less, every class keeps a probability and a gradient.'),
      ],
      formula: {
        law: binary ? 'a / (1 − a) = e^z' : 'aⱼ / aₖ = e^(zⱼ − zₖ)',
        here: odds === undefined ? `e^${shown}` : `e^${shown} = ${formatNumber(odds, 2)}`,
      },
      figures: { [binary ? 'rms' : 'spread']: size, ...(odds === undefined ? {} : { odds }) },
      look: {
        picture: 'histogram',
        initializer: trial.initializer,
        layer: output,
        tensor: 'activations',
        step: 0,
        label: l10n.t('Outputs at step 0'),
      },
      sources: [sources.glorot, sources.torchInit],
      tries: experiment ? addSmallOutput(experiment, header.experiment.initializers[trial.initializer]) : [],
    },
  ];
}
