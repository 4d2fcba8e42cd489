import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber } from '../format';
import type { PairedDifference, PairedFigure } from '../pairedDifferences';
import { findingText } from '../pairedText';
import type { Experiment } from '../schema';
import { studentQuantile } from '../student';
import type { Reason } from './reason';
import { sources } from './sources';
import { takeSeeds } from './tries';

/** Seeds at which a difference of `mean` and standard deviation `std` would have an interval without 0; undefined above a thousand. */
export function seedsToTell(mean: number, std: number): number | undefined {
  for (let n = 2; n <= 1000; n++) if ((studentQuantile(n - 1) * std) / Math.sqrt(n) < Math.abs(mean)) return n;
  return undefined;
}

/** What several seeds say of two initializers. `text` writes the figure. */
export function differenceReason(difference: PairedDifference, figure: PairedFigure, reference: string, text: (value: number) => string, experiment: Experiment | undefined): Reason {
  const { mean, halfWidth, pairs, p, adjusted, finding, label } = difference;
  const std = pairs > 1 ? (halfWidth * Math.sqrt(pairs)) / studentQuantile(pairs - 1) : NaN;
  const needed = finding === 'none' && mean !== 0 ? seedsToTell(mean, std) : undefined;
  const told = finding !== 'unknown';
  return {
    kind: 'difference',
    title: l10n.t('{0} against {1}', label, reference),
    sentences: [
      findingText(difference, figure, reference, text(Math.abs(mean))),
      ...(told ? [l10n.t('Seed by seed the mean difference is {0}, its 95 % interval ± {1}; the interval {2} 0 in it.', text(mean), text(halfWidth), finding === 'none' ? l10n.t('has') : l10n.t('does not have'))] : []),
      ...(finding === 'none' ? [needed === undefined ? l10n.t('That is no proof that they are equal.') : l10n.t('That is no proof that they are equal: a difference and a spread of this size would show from about {0} seeds on.', formatCount(needed))] : []),
      ...(finding === 'plain' ? [l10n.t('With several comparisons one such interval comes by chance too often: adjusted for their number, p is {0}.', formatNumber(adjusted, 2))] : []),
    ],
    ...(told ? { formula: { law: 't = d̄ / (s / √n)', here: `${text(mean)} / (${text(std)} / √${pairs}) = ${formatNumber(mean / (std / Math.sqrt(pairs)))}, p = ${formatNumber(p, 2)}` } } : {}),
    figures: { pairs, ...(told ? { mean, halfWidth, p } : {}), ...(needed === undefined ? {} : { needed }) },
    look: { picture: 'differences', label: l10n.t('The differences') },
    sources: [sources.student, sources.holm],
    tries: experiment && finding !== 'clear' ? takeSeeds(experiment, Math.max(needed ?? 0, 2 * experiment.random.seeds.length, 5)) : [],
  };
}
