import * as l10n from '@vscode/l10n';
import type { FindingGroup } from './modelFindings';
import type { ModelFinding, RunRecord } from '../record/record';
import { formatCount } from '../text/format';
import { labelOf } from '../text/labels';
import { listText } from '../text/language';

/** How bad a finding is, in a word. */
export function severityText(severity: ModelFinding['severity']): string {
  switch (severity) {
    case 'error':
      return l10n.t('Error');
    case 'warning':
      return l10n.t('Warning');
    case 'info':
      return l10n.t('Note');
  }
}

/** The path of a finding; of one of the whole model a word for it. */
export const findingPath = ({ path }: Pick<ModelFinding, 'path'>): string => (path === '' ? l10n.t('model') : path);

/** The message of a finding without the path at its start, where that stands before it. */
export const findingRest = ({ path, message }: Pick<ModelFinding, 'path' | 'message'>): string =>
  path !== '' && message.startsWith(`${path} `) ? message.slice(path.length + 1) : message;

/** `model.py:12`: the name of the file without its folders, and the line; undefined where no file is known. */
export function placeText({ file, line }: Pick<ModelFinding, 'file' | 'line'>): string | undefined {
  if (file === undefined) return undefined;
  const name = file.split(/[\\/]/).at(-1)!;
  return line === undefined ? name : `${name}:${line}`;
}

/** Names that a text lists at most. */
const mostNames = 4;

/** Whose finding it is: `all initializers`, or their names, with the seeds where not all of them have it. */
export function scopeText(run: RunRecord, { trials }: FindingGroup): string {
  const judged = run.trials.filter(({ findings }) => findings !== undefined);
  const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
  const mine = distinct(trials.map(({ initializer }) => initializer));
  const names = mine.map((index) => labelOf(run.header!.experiment.initializers[index]));
  const who =
    mine.length > 1 && mine.length === distinct(judged.map(({ initializer }) => initializer)).length
      ? l10n.t('all initializers')
      : names.length > mostNames
        ? l10n.t('{0} and {1} more', listText(names.slice(0, mostNames)), formatCount(names.length - mostNames))
        : listText(names);
  const whole = judged.filter(({ initializer }) => mine.includes(initializer)).length;
  if (trials.length === whole) return who;
  const seeds = distinct(trials.map(({ seed }) => seed)).sort((a, b) => a - b);
  if (seeds.length * mine.length !== trials.length)
    return l10n.t('{0}, in {1} of {2} trials', who, formatCount(trials.length), formatCount(whole));
  return seeds.length === 1
    ? l10n.t('{0}, seed {1}', who, seeds[0])
    : l10n.t('{0}, seeds {1}', who, seeds.slice(0, mostNames * 2).join(', '));
}
