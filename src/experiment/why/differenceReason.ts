import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber } from '../text/format';
import type { PairedDifference, PairedFigure } from '../comparison/pairedDifferences';
import { findingText } from '../comparison/pairedText';
import type { Experiment } from '../format/schema';
import { studentQuantile } from '../statistics/student';
import type { Reason } from './reason';
import { sources } from './sources';
import { takeSeeds } from './tries';

/**
 * Seeds at which a difference of `mean` and standard deviation `std` would have an interval without 0; undefined above
 * a thousand.
 */
export function seedsToTell(mean: number, std: number): number | undefined {
  for (let n = 2; n <= 1000; n++) if ((studentQuantile(n - 1) * std) / Math.sqrt(n) < Math.abs(mean)) return n;
  return undefined;
}

/** What several seeds say of two initializers. `text` writes the figure. */
export function differenceReason(
  difference: PairedDifference,
  figure: PairedFigure,
  reference: string,
  text: (value: number) => string,
  experiment: Experiment | undefined,
): Reason {
  const { mean, halfWidth, pairs, p, adjusted, finding, label } = difference;
  const std = pairs > 1 ? (halfWidth * Math.sqrt(pairs)) / studentQuantile(pairs - 1) : NaN;
  const needed = finding === 'none' && mean !== 0 ? seedsToTell(mean, std) : undefined;
  const told = finding !== 'unknown';
  const spread = told && std > 0;
  const [size, width] = [text(mean), text(halfWidth)];
  return {
    kind: 'difference',
    title: l10n.t('{0} compared with {1}', label, reference),
    sentences: [
      findingText(difference, figure, reference, text(Math.abs(mean))),
      ...(!told
        ? []
        : [
            finding === 'none'
              ? l10n.t(
                  'Over {0} seeds, the mean difference is {1} with a 95 % interval of ± {2}, which includes 0.',
                  pairs,
                  size,
                  width,
                )
              : l10n.t(
                  'Over {0} seeds, the mean difference is {1} with a 95 % interval of ± {2}, which does not include 0.',
                  pairs,
                  size,
                  width,
                ),
          ]),
      ...(finding === 'none'
        ? [
            needed === undefined
              ? l10n.t("This doesn't prove that they are equal.")
              : l10n.t(
                  "This doesn't prove that they are equal: a difference and a spread of this size would become significant with about {0} seeds.",
                  formatCount(needed),
                ),
          ]
        : []),
      ...(finding === 'plain'
        ? [
            l10n.t(
              'With several comparisons, such an interval occurs by chance too often. Corrected for their number, p is {0}.',
              formatNumber(adjusted, 2),
            ),
          ]
        : []),
    ],
    ...(spread
      ? {
          formula: {
            law: 't = d̄ / (s / √n)',
            here: `${size} / (${text(std)} / √${pairs}) = ${formatNumber(mean / (std / Math.sqrt(pairs)))}, p = ${formatNumber(p, 2)}`,
          },
        }
      : {}),
    figures: {
      ...(told ? { pairs, mean, halfWidth } : {}),
      ...(spread ? { std, p } : {}),
      ...(needed === undefined ? {} : { needed }),
      ...(finding === 'plain' ? { adjusted } : {}),
    },
    look: { picture: 'differences', label: l10n.t('The differences') },
    sources: [sources.student, sources.holm],
    // Where no seed has a figure of both, more of them would hardly have one.
    tries:
      experiment && finding !== 'clear' && pairs > 0
        ? takeSeeds(experiment, Math.max(needed ?? 0, 2 * experiment.random.seeds.length, 5))
        : [],
  };
}
