import * as l10n from '@vscode/l10n';
import { findingGroups } from '../verdict/modelFindings';
import type { RunRecord } from '../record/record';
import { findingPath, placeText, scopeText, severityText } from '../verdict/findingText';
import type { ReportTable } from './reportTable';

/** What was found in a user's model before training: a table, also without findings; none for other networks. */
export function findingTables(run: RunRecord): ReportTable[] {
  const groups = findingGroups(run);
  if (!groups) return [];
  const head = [l10n.t('Severity'), l10n.t('Module'), l10n.t('Initializers'), l10n.t('Finding'), l10n.t('Line')];
  return [
    {
      title: l10n.t('Findings'),
      head,
      rows: groups.map((group) => [
        severityText(group.finding.severity),
        findingPath(group.finding),
        scopeText(run, group),
        group.finding.message,
        placeText(group.finding) ?? '–',
      ]),
      note:
        groups.length === 0
          ? l10n.t('No findings.')
          : groups.some(({ alike }) => !alike)
            ? l10n.t('Where several trials have a finding, its figures are those of the first one.')
            : '',
      numbersFrom: head.length,
    },
  ];
}
