import * as l10n from '@vscode/l10n';
import { labelOf } from '../../src/experiment/text/labels';
import { listText } from '../../src/experiment/text/language';
import { mostJudged } from '../../src/inspect/tensors/judged';
import type { LawFit, Misfit, Recognition, Shape } from '../../src/inspect/tensors/report';

/** A law with its fans where they matter. */
export const lawName = ({ law, called }: LawFit): string => called ?? labelOf(law);

/** Names of several laws, each once. */
export function lawNames(laws: readonly LawFit[]): string[] {
  return [...new Set(laws.map(lawName))];
}

/** What was recognised, in a few words for a line of the list; empty where no laws are looked for. */
export function lawSummary({ laws, nearest, refused }: Recognition): string {
  if (refused !== undefined) return '';
  const names = lawNames(laws);
  if (names.length === 1) return names[0];
  if (names.length === 2) return l10n.t('{0} or {1}', names[0], names[1]);
  if (names.length > 2) return l10n.t('{0} or {1} others', names[0], names.length - 1);
  return nearest ? l10n.t('none; nearest {0}', lawName(nearest)) : l10n.t('none');
}

/** The shape of a distribution in words. */
function shapeName(shape: Shape): string {
  switch (shape) {
    case 'constant':
      return l10n.t('constant');
    case 'identity':
      return l10n.t('identity');
    case 'hadamard':
      return l10n.t('Hadamard (ZerO)');
    case 'orthogonal':
      return l10n.t('orthogonal');
    case 'sparse':
      return l10n.t('sparse');
    case 'uniform':
      return l10n.t('uniform');
    case 'truncatedNormal':
      return l10n.t('truncated normal');
    case 'normal':
      return l10n.t('normal');
    case 'other':
      return l10n.t('different shape');
  }
}

/** Why no laws are looked for. */
function refusalText(refused: NonNullable<Recognition['refused']>): string {
  switch (refused) {
    case 'tooSmall':
      return l10n.t('Too few numbers to determine a law.');
    case 'integers':
      return l10n.t('Integers, which have no initialization law.');
    case 'notFinite':
      return l10n.t('Some numbers are not finite, so no law is determined.');
    case 'tooMany':
      return l10n.t('One of many small tensors. Laws are only recognized for the {0} largest.', mostJudged);
    case 'optimizer':
      return l10n.t('Optimizer state, which has no initialization law.');
  }
}

/** Why a law does not fit. */
export function misfitText(misfit: Misfit): string {
  switch (misfit) {
    case 'mean':
      return l10n.t('different mean');
    case 'bound':
      return l10n.t('values beyond the bound');
    case 'scale':
      return l10n.t('different scale');
    case 'kurtosis':
      return l10n.t('different shape');
    case 'distribution':
      return l10n.t('different distribution');
  }
}

/** What was recognised in one or two whole sentences. */
export function recognitionText(recognition: Recognition): string {
  const { laws, nearest, refused, indistinct, shapes } = recognition;
  if (refused !== undefined) return refusalText(refused);
  const names = lawNames(laws);
  if (names.length === 1) return l10n.t('Fits {0}.', names[0]);
  if (names.length > 1) {
    const fits = l10n.t('Fits {0}.', listText(names));
    return indistinct ? `${fits} ${l10n.t("They can't be distinguished at this size.")}` : fits;
  }
  const shape =
    shapes.length === 0 || shapes.includes('other')
      ? ''
      : ` ${l10n.t('Its shape is {0}.', listText(shapes.map(shapeName)))}`;
  if (!nearest) return l10n.t('No law fits.') + shape;
  return `${l10n.t('No law fits. The nearest is {0}, with {1} times its standard deviation and a distance of {2}.', lawName(nearest), nearest.scaleRatio.toFixed(2), nearest.distance.toFixed(3))}${shape}`;
}
