import * as l10n from '@vscode/l10n';
import type { Finding } from '../tensors/report';

/** How grave a finding is: something broken, something to look at, something to know. */
export type Severity = 'error' | 'warning' | 'info';

const severities: Readonly<Record<Finding['code'], Severity>> = {
  notFinite: 'error',
  unreadable: 'error',
  deadKernel: 'warning',
  constantKernel: 'warning',
  zeroNeurons: 'warning',
  duplicateNeurons: 'warning',
  identicalTensors: 'warning',
  scaleOutOfLine: 'warning',
  outlier: 'warning',
  initialLaw: 'info',
  allInitial: 'info',
  tiedTensors: 'info',
};

export const severityOf = ({ code }: Finding): Severity => severities[code];

const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));

/** A share as a percentage of two digits. */
const percent = (share: number): string => String(Number((100 * share).toPrecision(2)));

/** A file of thousands of tensors can have one finding about hundreds of them. */
function someNames(names: readonly string[]): string {
  return names.length <= 6
    ? names.join(', ')
    : l10n.t('{0} and {1} more', names.slice(0, 5).join(', '), names.length - 5);
}

/** A finding in words. */
export function findingText(finding: Finding): string {
  switch (finding.code) {
    case 'notFinite':
      return l10n.t(
        "{0}: {1} NaN and {2} infinite values of {3}. A network with this tensor can't compute outputs.",
        finding.tensor,
        finding.nan,
        finding.infinite,
        finding.count,
      );
    case 'unreadable':
      return l10n.t("{0} can't be read. {1}", finding.tensor, finding.problem);
    case 'deadKernel':
      return l10n.t(
        '{0}: all weights are 0. The layer only outputs its bias and passes no gradient on.',
        finding.tensor,
      );
    case 'constantKernel':
      return l10n.t(
        '{0}: all weights are {1}. Every neuron of the layer computes the same value.',
        finding.tensor,
        shortNumber(finding.value),
      );
    case 'zeroNeurons':
      return l10n.t('{0}: {1} of {2} neurons have only zero weights.', finding.tensor, finding.zero, finding.neurons);
    case 'duplicateNeurons':
      return l10n.t(
        '{0}: {1} of {2} neurons have the same weights as another one. Their symmetry was not broken.',
        finding.tensor,
        finding.duplicates,
        finding.neurons,
      );
    case 'identicalTensors':
      return l10n.t(
        '{0} contain the same numbers. They may be copies, or drawn with the same seed.',
        someNames(finding.tensors),
      );
    case 'tiedTensors':
      return l10n.t('{0} are one tensor in memory (tied weights).', someNames(finding.tensors));
    case 'scaleOutOfLine':
      return finding.factor > 1
        ? l10n.t(
            '{0}: standard deviation {1}; fan-in × variance is {2} times that of the median kernel of the file.',
            finding.tensor,
            shortNumber(finding.std),
            shortNumber(finding.factor),
          )
        : l10n.t(
            '{0}: standard deviation {1}; fan-in × variance is 1/{2} of that of the median kernel of the file.',
            finding.tensor,
            shortNumber(finding.std),
            shortNumber(1 / finding.factor),
          );
    case 'outlier':
      return l10n.t(
        '{0}: one of {1} weights is {2}, {3} robust standard deviations from the median. The most distant of as many normal numbers would be at about {4}.',
        finding.tensor,
        finding.count,
        shortNumber(finding.value),
        shortNumber(finding.deviations),
        shortNumber(finding.expected),
      );
    case 'initialLaw':
      return l10n.t(
        '{0} is consistent with an untrained initialization ({1}): {2} numbers, {3} laws tested. A change of all weights by more than about {4} % of their standard deviation would probably have been detected.',
        finding.tensor,
        finding.law,
        finding.count,
        finding.tried,
        percent(finding.resolution),
      );
    case 'allInitial':
      return l10n.t(
        '{0} of {1} kernels could be judged ({2} numbers). All of these are consistent with an untrained initialization ({3}). A change of all weights by more than about {4} % of their standard deviation would probably have been detected.',
        finding.judged,
        finding.kernels,
        finding.numbers,
        finding.law,
        percent(finding.resolution),
      );
  }
}
