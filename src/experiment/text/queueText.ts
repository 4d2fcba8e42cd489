import * as l10n from '@vscode/l10n';
import { formatCount } from './format';

/** A number of workers in words. */
export function workersText(count: number): string {
  return count === 1 ? l10n.t('1 worker') : l10n.t('{0} workers', formatCount(count));
}

/** How many trials of a sweep have ended: `120 of 400 trials`. */
export function trialsText(done: number, trials: number): string {
  return l10n.t('{0} of {1} trials', formatCount(done), formatCount(trials));
}
