import * as l10n from '@vscode/l10n';
import type { PairedDifference, PairedFigure } from './pairedDifferences';

/** Less of it is better. */
const lessIsBetter = (figure: PairedFigure): boolean =>
  figure === 'cost' || figure === 'testCost' || figure === 'stepsToReach';

/** What a paired difference comes to in words. `size` is the mean difference without its sign. */
export function findingText(
  { finding, pairs, leftOut, mean }: PairedDifference,
  figure: PairedFigure,
  reference: string,
  size: string,
): string {
  const better = mean < 0 === lessIsBetter(figure);
  const out =
    leftOut === 0
      ? ''
      : ` ${leftOut === 1 ? l10n.t('One seed is excluded because a value is missing.') : l10n.t('{0} seeds are excluded because a value is missing.', leftOut)}`;
  switch (finding) {
    case 'unknown':
      return (
        (pairs === 0
          ? l10n.t('No seed has values for both.')
          : l10n.t('A single pair says nothing about the spread. Use at least two seeds.')) + out
      );
    case 'none':
      return l10n.t('No difference at {0} seeds.', pairs) + out;
    case 'plain':
      return (
        (better
          ? l10n.t(
              'Better than {0} by {1} in isolation, but not after correction for the number of comparisons.',
              reference,
              size,
            )
          : l10n.t(
              'Worse than {0} by {1} in isolation, but not after correction for the number of comparisons.',
              reference,
              size,
            )) + out
      );
    case 'clear':
      return (
        (better
          ? l10n.t('Better than {0} by {1}.', reference, size)
          : l10n.t('Worse than {0} by {1}.', reference, size)) + out
      );
  }
}
