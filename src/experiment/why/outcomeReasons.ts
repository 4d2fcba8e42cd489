import * as l10n from '@vscode/l10n';
import { activationName } from '../activationNames';
import { deadText, deadUnitsOf } from '../deadUnits';
import { formatCount, formatNumber, formatPercent, formatRound } from '../format';
import { labelOf } from '../labels';
import { layerTitle } from '../layerTitle';
import type { Experiment } from '../schema';
import { progressOf } from '../verdict';
import { fitOf, lastFinite, squareOf, stepShare, type Case } from './measure';
import type { Reason, Remedy } from './reason';
import { sources } from './sources';
import { addInitializer, addSuited, setActivation, setRate, trainLonger } from './tries';

/** Every neuron of a layer is the same, and stays the same. */
export function symmetricReason({ trial, header, last }: Case, experiment: Experiment | undefined): Reason[] {
  const index = last.layers.findIndex(({ symmetry }) => symmetry !== undefined && symmetry.units > 1);
  const layer = last.layers[index];
  if (!layer?.symmetry) return [];
  const { units, distinct, rank } = layer.symmetry;
  const { name, inputs } = header.layers[index];
  const { count, zeros } = layer.kernel.statistics;
  const still = layer.gradients.statistics.min === 0 && layer.gradients.statistics.max === 0;
  return [{
    kind: 'symmetric',
    title: l10n.t('The neurons of {0} are all the same', layerTitle(name)),
    sentences: [
      l10n.t('The {0} neurons of {1} have {2} distinct row of weights: each computes the same and gets the same gradient, so each stays the same.', formatCount(units), layerTitle(name), formatCount(distinct)),
      zeros === count && still
        ? l10n.t('All {0} weights of it are still exactly 0 at step {1}, and so are their gradients: the weights behind are 0 and hand nothing back.', formatCount(count), formatCount(last.step))
        : l10n.t('Whatever the steps do, the layer is worth one neuron.'),
      l10n.t('Any random draw breaks the symmetry; biases may stay at 0.'),
    ],
    formula: { law: 'w₁ = w₂ = … = wₙ ⇒ ∂C/∂w₁ = ∂C/∂w₂ = … = ∂C/∂wₙ', here: rank === undefined ? l10n.t('{0} distinct of {1}', formatCount(distinct), formatCount(units)) : l10n.t('{0} distinct of {1}, rank {2} of {3}', formatCount(distinct), formatCount(units), formatCount(rank), formatCount(Math.min(units, inputs))) },
    figures: { units, distinct, ...(rank === undefined ? {} : { rank }), ...(zeros === count && still ? { count, step: last.step } : {}) },
    look: { picture: 'histogram', initializer: trial.initializer, layer: index, tensor: 'kernel', step: Infinity, label: l10n.t('Weights of {0}', layerTitle(name)) },
    sources: [sources.goodfellow, sources.rumelhart],
    tries: experiment ? [...addSuited(experiment), ...addInitializer(experiment, { kind: 'randomNormal', mean: 0, stddev: 1, scale: 0.01 })] : [],
  }];
}

/** Hidden rectifiers that pass nothing on. */
export function deadReason({ run, trial, header, first, last }: Case, experiment: Experiment | undefined): Reason[] {
  const found = deadUnitsOf(trial, run);
  const words = deadText(found);
  if (!found || words === undefined) return [];
  const share = ({ dead = 0, symmetry }: (typeof last.layers)[number]): number => dead / (symmetry?.units ?? Infinity);
  const index = last.layers.reduce((most, layer, at) => (share(layer) > share(last.layers[most]) ? at : most), 0);
  const { name, units, activation } = header.layers[index];
  const dead = last.layers[index].dead ?? 0;
  const before = first.layers[index].dead ?? 0;
  return [{
    kind: 'dead',
    title: words,
    sentences: [
      l10n.t('{0} of the {1} units of {2} are on the flat side of {3} on every one of the {4} rows looked at: no gradient passes them, and their weights stand still.', formatCount(dead), formatCount(units), layerTitle(name), activationName(activation), formatCount(found.rows)),
      last.step > 0 && before < dead
        ? l10n.t('At step 0 it was {0}: the others died while the network was trained, as a long step can do.', formatCount(before))
        : l10n.t('{0} of them were so at step 0 already.', formatCount(Math.min(before, dead))),
      ...(found.blocked && dead === units ? [l10n.t('Nothing of the input passes {0}, so that every row gets the same answer.', layerTitle(name))] : []),
    ],
    formula: { law: l10n.t('φ′(z) = 0 on every row ⇒ ∂C/∂w = 0'), here: l10n.t('{0} of {1} units, {2} rows', formatCount(dead), formatCount(units), formatCount(found.rows)) },
    figures: { dead, units, rows: found.rows, before: Math.min(before, dead) },
    ...(found.allRows ? {} : { sureness: l10n.t('Seen on {0} of {1} training rows: another row may still wake a unit.', formatCount(found.rows), formatCount(header.data.trainCount)) }),
    look: { picture: 'histogram', initializer: trial.initializer, layer: index, tensor: 'activations', step: Infinity, label: l10n.t('Activations of {0}', layerTitle(name)) },
    sources: [sources.lu, sources.maas],
    tries: experiment ? [...(2 * dead < units ? [] : before < dead ? setRate(experiment, experiment.optimizer.learningRate / 10) : addSuited(experiment)), ...setActivation(experiment, 'leakyRelu')] : [],
  }];
}

/** The largest curvature that gradient descent is stable at; undefined for adaptive optimizers. */
function limitOf({ optimizer }: Experiment): number | undefined {
  return optimizer.kind === 'sgd' && optimizer.momentum === 0 ? 2 / optimizer.learningRate : undefined;
}

/** A cost that was not finite. */
export function divergedReason({ trial, header }: Case, experiment: Experiment | undefined): Reason[] {
  const at = trial.divergedAt ?? trial.step;
  const known = lastFinite(trial);
  const [before, cost] = known < 0 ? [NaN, NaN] : [trial.curve.step[known], trial.curve.train[known]];
  const limit = limitOf(header.experiment);
  const measured = trial.snapshots.filter(({ curvature }) => curvature !== undefined && curvature > 0);
  const sharpest = measured.reduce<(typeof measured)[number] | undefined>((most, one) => (one.curvature! > (most?.curvature ?? 0) ? one : most), undefined);
  const curvature = sharpest?.curvature;
  const rate = header.experiment.optimizer.learningRate;
  const bound = limit !== undefined && curvature !== undefined;
  return [{
    kind: 'diverged',
    title: l10n.t('Diverged at step {0}', formatCount(at)),
    sentences: [
      known < 0 ? l10n.t('The cost of step {0} was not finite, and training ended.', formatCount(at)) : l10n.t('The cost of step {0} was not finite, and training ended; the last finite one, of step {1}, was {2}.', formatCount(at), formatCount(before), formatNumber(cost)),
      bound
        ? curvature > limit
          ? l10n.t('The largest curvature of the cost at step {0} is {1}. Gradient descent leaves a direction of that curvature with a rate above 2 / {1} = {2}; this run has {3}.', formatCount(sharpest!.step), formatNumber(curvature), formatNumber(2 / curvature), formatRound(rate))
          : l10n.t('The largest curvature that was measured is {0}, at step {1}: a rate of {2} lies below 2 / {0} = {3}, so that the curvature must have grown after it.', formatNumber(curvature), formatCount(sharpest!.step), formatRound(rate), formatNumber(2 / curvature))
        : l10n.t('Steps that are too long for the curvature of the cost climb instead of falling; the curvature was not measured in this run.'),
    ],
    ...(bound ? { formula: { law: l10n.t('stable while rate < 2 / λ, λ the largest eigenvalue of the Hessian'), here: `${formatRound(rate)} ${curvature > limit ? '>' : '<'} 2 / ${formatNumber(curvature)} = ${formatNumber(2 / curvature)}` } } : {}),
    figures: { at, ...(known < 0 ? {} : { before, cost }), ...(bound ? { curvature, rate, limit: 2 / curvature } : {}) },
    sureness: bound ? l10n.t('The limit is exact for a cost of constant curvature and a guide for others.') : l10n.t('A likely cause, not a measured one.'),
    look: { picture: 'cost', initializer: trial.initializer, step: known < 0 ? 0 : before, label: l10n.t('The cost curve before it') },
    sources: [sources.lecun, sources.cohen],
    tries: experiment ? [...setRate(experiment, bound && curvature > limit ? 1 / curvature : rate / 10), ...addSuited(experiment)] : [],
  }];
}

/** What makes a trial slow, as far as it was measured; the words, their figures, and what to try. */
function paceOf(found: Case, experiment: Experiment | undefined): Pick<Reason, 'sentences' | 'figures' | 'formula' | 'tries'> {
  const hidden = found.header.layers.length - 1;
  const gradients = found.last.layers[0].gradients.statistics;
  if (gradients.min === 0 && gradients.max === 0) {
    return { sentences: [l10n.t('No gradient reaches {0}: all of those recorded at step {1} are exactly 0.', layerTitle(found.header.layers[0].name), formatCount(found.last.step))], figures: { step: found.last.step }, tries: experiment ? addSuited(experiment) : [] };
  }
  const pace = stepShare(found, 0);
  const rate = experiment?.optimizer.learningRate ?? NaN;
  const longer = experiment ? [...setRate(experiment, rate * 10), ...trainLonger(experiment, 3)] : [];
  if (!pace) return { sentences: [l10n.t('What holds it back is not known from what was recorded; the findings below may say.')], figures: {}, tries: [...(experiment && hidden > 0 ? addSuited(experiment) : []), ...longer] };
  const { rate: used, gradient, weights, share } = pace;
  return {
    sentences: [l10n.t('The first step moves the weights of {0} by {1} of their size: their root mean square is {2}, that of their gradient {3}.', layerTitle(found.header.layers[0].name), formatNumber(share, 2), formatNumber(weights), formatNumber(gradient))],
    formula: { law: 'rate · rms(∂C/∂W) / rms(W)', here: `${formatRound(used)} · ${formatNumber(gradient)} / ${formatNumber(weights)} = ${formatNumber(share, 2)}` },
    figures: { share, weights, gradient },
    tries: [...(experiment && hidden > 0 ? addSuited(experiment) : []), ...longer],
  };
}

/** How the cost went, in words. */
function courseText(steps: number, start: number, cost: number): string {
  const [from, to] = [formatNumber(start), formatNumber(cost)];
  if (from === to) return l10n.t('In {0} steps the train cost stayed at {1}.', formatCount(steps), to);
  return cost > start ? l10n.t('In {0} steps the train cost rose from {1} to {2}.', formatCount(steps), from, to) : l10n.t('In {0} steps the train cost fell from {1} to {2}, {3} of the way to 0.', formatCount(steps), from, to, formatPercent((start - cost) / start));
}

/** It learns a little, nothing, or nothing that is better than guessing. */
export function stuckReason(found: Case, kind: 'slow' | 'flat' | 'guessing', experiment: Experiment | undefined): Reason[] {
  const { trial, header } = found;
  const progress = progressOf(trial);
  const known = lastFinite(trial);
  const start = trial.curve.train.find(Number.isFinite);
  if (!progress || start === undefined || known < 0) return [];
  const cost = trial.final?.trainCost ?? trial.curve.train[known];
  const { guessing } = header.data;
  const pace = paceOf(found, experiment);
  const near = guessing && guessing.cost > 0 && cost >= 0.99 * guessing.cost;
  return [{
    kind,
    title: kind === 'slow' ? l10n.t('Learning slowly') : kind === 'flat' ? l10n.t('Not learning') : l10n.t('No better than guessing so far'),
    sentences: [
      courseText(trial.step, start, cost),
      ...(near ? [l10n.t('One and the same answer to every row would cost {0}.', formatNumber(guessing.cost))] : []),
      ...pace.sentences,
    ],
    formula: pace.formula,
    figures: { steps: trial.step, start, cost, ...(near ? { guessing: guessing.cost } : {}), ...pace.figures },
    sureness: l10n.t('The figures are measured; that they are the cause is likely, not proven.'),
    look: { picture: 'cost', initializer: trial.initializer, label: l10n.t('The cost curve') },
    sources: [sources.lecun, sources.glorot],
    tries: pace.tries,
  }];
}

/** It learns: how far, and what of its start is right. */
export function learningReason(found: Case, experiment: Experiment | undefined): Reason[] {
  const { trial, header } = found;
  const known = lastFinite(trial);
  const start = trial.curve.train.find(Number.isFinite);
  if (start === undefined || known < 0) return [];
  const cost = trial.final?.trainCost ?? trial.curve.train[known];
  const fit = fitOf(found);
  const square = squareOf(found.first.layers[0].kernel);
  const suits = fit && fit.same && Math.abs(Math.log2(fit.scale / fit.keeps)) < 0.01;
  const accuracy = trial.final?.testAccuracy ?? NaN;
  const tries: Remedy[] = experiment ? trainLonger(experiment, 2) : [];
  return [{
    kind: 'learning',
    title: l10n.t('Learning'),
    sentences: [
      Number.isNaN(accuracy)
        ? l10n.t('In {0} steps the train cost went from {1} to {2}.', formatCount(trial.step), formatNumber(start), formatNumber(cost))
        : l10n.t('In {0} steps the train cost went from {1} to {2}; {3} of the test data are classified correctly.', formatCount(trial.step), formatNumber(start), formatNumber(cost), formatPercent(accuracy)),
      suits
        ? l10n.t('{0} draws weights of root mean square {1} here, n_in · Var(W) = {2}, just what {3} keeps the signal with.', labelOf(header.experiment.initializers[trial.initializer]), formatNumber(Math.sqrt(square)), formatNumber(fit.scale), activationName(fit.activation))
        : l10n.t('The neurons differ, so that each can learn something else, and the gradient reaches the first layer: its root mean square there was {0} at step 0.', formatNumber(Math.sqrt(squareOf(found.first.layers[0].gradients)))),
    ],
    figures: { steps: trial.step, start, cost, ...(suits ? { weights: Math.sqrt(square), scale: fit.scale } : {}) },
    look: { picture: 'cost', initializer: trial.initializer, label: l10n.t('The cost curve') },
    sources: suits && fit.activation === 'relu' ? [sources.he] : [sources.glorot],
    tries,
  }];
}
