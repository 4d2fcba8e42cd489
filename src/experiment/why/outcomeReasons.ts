import * as l10n from '@vscode/l10n';
import { activationName } from '../text/activationNames';
import { formatCount, formatNumber, formatPercent, formatRound } from '../text/format';
import { labelOf } from '../text/labels';
import { layerTitle } from '../text/layerTitle';
import type { RunHeader, Snapshot, TrialRecord } from '../record/record';
import type { NetworkExperiment } from '../format/schema';
import { guessMargin, noFall, progressOf } from '../verdict/verdict';
import { fitOf, lastFinite, lawText, squareOf, stepShare, type Case, type Fit } from './measure';
import type { Reason } from './reason';
import { sources } from './sources';
import { addSuited, setRate, trainLonger } from './tries';

/**
 * The largest curvature that gradient descent is stable at; undefined for adaptive optimizers, with momentum and with
 * weight decay, which adds to it.
 */
function limitOf({ optimizer }: NetworkExperiment): number | undefined {
  return optimizer.kind === 'sgd' && optimizer.momentum === 0 && optimizer.weightDecay === 0
    ? 2 / optimizer.learningRate
    : undefined;
}

/** What the largest measured curvature says of a rate. `limit` is the curvature that the rate is stable up to. */
function curvatureText(sharpest: Snapshot | undefined, limit: number | undefined, rate: number): string {
  const curvature = sharpest?.curvature;
  if (curvature === undefined)
    return l10n.t(
      'Steps that are too long for the curvature of the cost increase it instead of reducing it. The curvature was not measured in this run.',
    );
  const [step, size, bound] = [formatCount(sharpest!.step), formatNumber(curvature), formatNumber(2 / curvature)];
  if (limit === undefined)
    return l10n.t(
      "Steps that are too long for the curvature of the cost increase it instead of reducing it. The largest measured curvature is {0}, at step {1}. The stability limit of this optimizer doesn't follow from it alone.",
      size,
      step,
    );
  return curvature > limit
    ? l10n.t(
        'The largest measured curvature of the cost is {1}, at step {0}. In a direction of that curvature, gradient descent diverges with a learning rate above 2 / {1} = {2}; this run has {3}.',
        step,
        size,
        bound,
        formatRound(rate),
      )
    : l10n.t(
        'The largest measured curvature is {0}, at step {1}. The learning rate {2} is not above 2 / {0} = {3}, so there is another cause, or the curvature grew after that step.',
        size,
        step,
        formatRound(rate),
        bound,
      );
}

/** On which rows the curvature was measured, where it was not all of them. */
function rowsText(sharpest: Snapshot | undefined, header: RunHeader): string {
  const rows = (sharpest?.layers[0].activations.statistics.count ?? 0) / header.layers[0].units;
  return rows > 0 && rows < header.data.trainCount
    ? ` ${l10n.t('The curvature was measured on {0} of {1} training rows.', formatCount(rows), formatCount(header.data.trainCount))}`
    : '';
}

/** A cost that was not finite. */
export function divergedReason({ trial, header }: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const at = trial.divergedAt ?? trial.step;
  const known = lastFinite(trial);
  const [before, cost] = known < 0 ? [NaN, NaN] : [trial.curve.step[known], trial.curve.train[known]];
  const limit = limitOf(header.experiment);
  const measured = trial.snapshots.filter(
    ({ curvature }) => curvature !== undefined && curvature > 0 && Number.isFinite(curvature),
  );
  const sharpest = measured.reduce<(typeof measured)[number] | undefined>(
    (most, one) => (one.curvature! > (most?.curvature ?? 0) ? one : most),
    undefined,
  );
  const curvature = sharpest?.curvature;
  const rate = header.experiment.optimizer.learningRate;
  const untrained = at === 0;
  const bound = !untrained && limit !== undefined && curvature !== undefined;
  return [
    {
      kind: 'diverged',
      title: l10n.t('Diverged at step {0}', formatCount(at)),
      sentences: [
        known < 0
          ? l10n.t('The cost of step {0} was not finite, and training ended.', formatCount(at))
          : l10n.t(
              'The cost of step {0} was not finite, and training ended; the last finite one, of step {1}, was {2}.',
              formatCount(at),
              formatCount(before),
              formatNumber(cost),
            ),
        untrained
          ? l10n.t('No step had been taken. The cause is the initial weights, not the learning rate.')
          : curvatureText(sharpest, limit, rate),
      ],
      ...(bound
        ? {
            formula: {
              law: l10n.t('stable while rate < 2 / λ, λ the largest eigenvalue of the Hessian'),
              here: `${formatRound(rate)} ${curvature > limit ? '>' : '≤'} 2 / ${formatNumber(curvature)} = ${formatNumber(2 / curvature)}`,
            },
          }
        : {}),
      figures: {
        at,
        ...(known < 0 ? {} : { before, cost }),
        ...(bound ? { rate, limit: 2 / curvature } : {}),
        ...(sharpest && !untrained ? { curvature: sharpest.curvature!, measuredAt: sharpest.step } : {}),
      },
      ...(untrained
        ? {}
        : {
            sureness: bound
              ? `${l10n.t('The limit is exact for full batches and constant curvature, and a guideline otherwise.')}${rowsText(sharpest, header)}`
              : l10n.t('A likely cause, but not measured.'),
          }),
      look: {
        picture: 'cost',
        initializer: trial.initializer,
        step: known < 0 ? 0 : before,
        label: l10n.t('The cost curve before it'),
      },
      sources: untrained ? [sources.he] : [sources.lecun, sources.cohen],
      tries: experiment
        ? [
            ...(untrained ? [] : setRate(experiment, bound && curvature > limit ? 1 / curvature : rate / 10)),
            ...addSuited(experiment),
          ]
        : [],
    },
  ];
}

/**
 * What makes a trial slow, as far as it was measured; the words, their figures, and what to try. `rises`: the cost went
 * up.
 */
function paceOf(
  found: Case,
  rises: boolean,
  experiment: NetworkExperiment | undefined,
): Pick<Reason, 'sentences' | 'figures' | 'formula' | 'sureness' | 'tries'> {
  const hidden = found.header.layers.length - 1;
  const gradients = found.last.layers[0].gradients.statistics;
  if (gradients.min === 0 && gradients.max === 0) {
    return {
      sentences: [
        l10n.t(
          'No gradient reaches {0}: all of those recorded at step {1} are exactly 0.',
          layerTitle(found.header.layers[0].name),
          formatCount(found.last.step),
        ),
      ],
      figures: { step: found.last.step },
      tries: experiment ? addSuited(experiment) : [],
    };
  }
  const pace = stepShare(found, 0);
  const rate = experiment?.optimizer.learningRate ?? NaN;
  const longer = !experiment
    ? []
    : rises
      ? setRate(experiment, rate / 10)
      : [...setRate(experiment, rate * 10), ...trainLonger(experiment, 3)];
  if (!pace)
    return {
      sentences: [l10n.t("The cause can't be determined from this alone.")],
      figures: {},
      tries: [...(experiment && hidden > 0 ? addSuited(experiment) : []), ...longer],
    };
  const { rate: used, gradient, weights, share } = pace;
  return {
    sentences: [
      l10n.t(
        'The first step moves the weights of {0} by about {1} of their size: their root mean square is {2}, that of their gradient {3}.',
        layerTitle(found.header.layers[0].name),
        formatNumber(share),
        formatNumber(weights),
        formatNumber(gradient),
      ),
    ],
    formula: {
      law: 'rate · rms(∂C/∂W) / rms(W)',
      here: `${formatRound(used)} · ${formatNumber(gradient)} / ${formatNumber(weights)} = ${formatNumber(share)}`,
    },
    figures: { share, weights, gradient, rate: used },
    sureness: l10n.t('These numbers are measured; that they are the cause is not.'),
    tries: [...(experiment && hidden > 0 ? addSuited(experiment) : []), ...longer],
  };
}

/** The cost at the end, or the newest one recorded, and its step. */
const endOf = ({ final, curve, step }: TrialRecord, known: number): { step: number; cost: number } =>
  final && Number.isFinite(final.trainCost)
    ? { step, cost: final.trainCost }
    : { step: curve.step[known], cost: curve.train[known] };

/** How the cost went, in words. */
function courseText(steps: number, start: number, cost: number): string {
  const [from, to] = [formatNumber(start), formatNumber(cost)];
  if (from === to) return l10n.t('In {0} steps, the train cost stayed at {1}.', formatCount(steps), to);
  return cost > start
    ? l10n.t('In {0} steps, the train cost rose from {1} to {2}.', formatCount(steps), from, to)
    : l10n.t(
        'In {0} steps, the train cost fell from {1} to {2}, {3} of the way to 0.',
        formatCount(steps),
        from,
        to,
        formatPercent((start - cost) / start),
      );
}

/** It learns a little, nothing, or nothing that is better than guessing. */
export function stuckReason(
  found: Case,
  kind: 'slow' | 'flat' | 'guessing',
  experiment: NetworkExperiment | undefined,
): Reason[] {
  const { trial, header } = found;
  const progress = progressOf(trial);
  const known = lastFinite(trial);
  const start = trial.curve.train.find(Number.isFinite);
  if (!progress || start === undefined || known < 0) return [];
  const { step, cost } = endOf(trial, known);
  const { guessing } = header.data;
  const pace = paceOf(found, progress.fall < -noFall, experiment);
  const near = guessing && guessing.cost > 0 && (kind === 'guessing' || cost >= (1 - guessMargin) * guessing.cost);
  return [
    {
      kind,
      title:
        kind === 'slow'
          ? l10n.t('Learning slowly')
          : kind === 'flat'
            ? l10n.t('Not learning')
            : l10n.t('No better than chance so far'),
      sentences: [
        courseText(step, start, cost),
        ...(near
          ? [l10n.t('The best constant prediction would have a cost of {0}.', formatNumber(guessing.cost))]
          : []),
        ...pace.sentences,
      ],
      ...(pace.formula ? { formula: pace.formula } : {}),
      figures: { steps: step, start, cost, ...(near ? { guessing: guessing.cost } : {}), ...pace.figures },
      ...(pace.sureness === undefined ? {} : { sureness: pace.sureness }),
      look: { picture: 'cost', initializer: trial.initializer, label: l10n.t('The cost curve') },
      sources: [sources.lecun, sources.glorot],
      tries: pace.tries,
    },
  ];
}

/**
 * What is known of the start of a network that learns: its law suits it, its neurons differ, a gradient reaches its
 * first layer.
 */
function startOf(
  { trial, header, first }: Case,
  fit: Fit | undefined,
): { sentences: string[]; figures: Record<string, number> } {
  const [kernel, gradient] = [first.layers[0].kernel, first.layers[0].gradients].map((one) => Math.sqrt(squareOf(one)));
  const name = layerTitle(header.layers[0].name);
  if (fit && Number.isFinite(kernel)) {
    return {
      sentences: [
        l10n.t(
          '{0} draws weights with fan-in × variance = {1}, exactly the value at which {2} preserves the signal; those of {3} have a root mean square of {4}.',
          labelOf(header.experiment.initializers[trial.initializer]),
          lawText(fit.scale),
          activationName(fit.activation),
          name,
          formatNumber(kernel),
        ),
      ],
      figures: { weights: kernel, scale: fit.scale },
    };
  }
  const wide = first.layers.flatMap(({ symmetry }) => (symmetry && symmetry.units > 1 ? [symmetry] : []));
  const differ = wide.length > 0 && wide.every(({ distinct, units }) => distinct === units);
  return {
    sentences: [
      ...(differ
        ? [
            l10n.t(
              'No two neurons of a hidden layer start with the same weights, so each can learn something different.',
            ),
          ]
        : []),
      ...(header.layers.length === 1 ? [l10n.t('Without a hidden layer, there is no symmetry to break.')] : []),
      ...(gradient > 0 && Number.isFinite(gradient)
        ? [l10n.t('A gradient reaches {0}: its root mean square was {1} at step 0.', name, formatNumber(gradient))]
        : []),
    ],
    figures: gradient > 0 && Number.isFinite(gradient) ? { gradient } : {},
  };
}

/** It learns: how far, and what of its start is right. */
export function learningReason(found: Case, experiment: NetworkExperiment | undefined): Reason[] {
  const { trial } = found;
  const known = lastFinite(trial);
  const start = trial.curve.train.find(Number.isFinite);
  if (start === undefined || known < 0) return [];
  const { step, cost } = endOf(trial, known);
  const fit = fitOf(found);
  const suits = fit && fit.same && Math.abs(Math.log2(fit.scale / fit.keeps)) < 0.01 ? fit : undefined;
  const begun = startOf(found, suits);
  const accuracy = trial.final?.testAccuracy ?? NaN;
  return [
    {
      kind: 'learning',
      title: l10n.t('Learning'),
      sentences: [
        Number.isNaN(accuracy)
          ? l10n.t(
              'In {0} steps, the train cost changed from {1} to {2}.',
              formatCount(step),
              formatNumber(start),
              formatNumber(cost),
            )
          : l10n.t(
              'In {0} steps, the train cost changed from {1} to {2}; {3} of the test data is classified correctly.',
              formatCount(step),
              formatNumber(start),
              formatNumber(cost),
              formatPercent(accuracy),
            ),
        ...begun.sentences,
      ],
      figures: { steps: step, start, cost, ...(Number.isNaN(accuracy) ? {} : { accuracy }), ...begun.figures },
      look: { picture: 'cost', initializer: trial.initializer, label: l10n.t('The cost curve') },
      sources: suits?.activation === 'relu' ? [sources.he] : [sources.glorot],
      tries: experiment ? trainLonger(experiment, 2) : [],
    },
  ];
}
