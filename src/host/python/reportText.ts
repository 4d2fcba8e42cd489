import * as l10n from '@vscode/l10n';
import { catalogue } from '../../engine/initializers/catalogue/catalogue';
import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import { labelOf } from '../../experiment/text/labels';
import type { ModelFinding } from '../../experiment/record/record';
import { findingPath, findingRest, placeText, severityText } from '../../experiment/verdict/findingText';
import { formatNumber } from '../../experiment/text/format';
import type { ModelReport, ReportedLaw } from '../../python/modelReport';

/** Markdown marks in words of the user's code and of Python are none of ours. */
export const escaped = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replaceAll('\n', ' ');

const order = { error: 0, warning: 1, info: 2 } as const;

/** A list of findings, the worst on top. */
export function findingLines(findings: readonly ModelFinding[]): string[] {
  const sorted = [...findings].sort((left, right) => order[left.severity] - order[right.severity]);
  return sorted.length === 0
    ? [l10n.t('Nothing was found.')]
    : sorted.map(
        (finding) =>
          // The preview of Markdown opens no files: the line is in the list of problems, too.
          `- **${severityText(finding.severity)}** \`${findingPath(finding).replaceAll('`', '')}\` ${escaped(findingRest(finding))} ${escaped(placeText(finding) ?? '')}`,
      );
}

/** A law by its name and parameters; one that is not of the catalogue by its kind. */
const lawText = (law: ReportedLaw): string =>
  Object.hasOwn(catalogue, law.kind) ? labelOf(law as KernelInitializer) : law.kind;

/** A report of a model's initialization for people, as Markdown: the findings first, the worst on top. */
export function reportMarkdown({ model, framework, python, seeds, loss, parameters, findings }: ModelReport): string {
  const head = [
    `# ${l10n.t('Initialization of {0}', escaped(model.target))}`,
    '',
    `${escaped(`${framework.name} ${framework.version}`)}, Python ${escaped(python)}, ${seeds.length === 1 ? l10n.t('seed {0}', seeds[0]) : l10n.t('seeds {0}', seeds.join(', '))}`,
  ];
  const start = loss
    ? [
        '',
        typeof loss.expected !== 'number'
          ? l10n.t('Loss before training: **{0}**', formatNumber(loss.mean))
          : l10n.t(
              'Loss before training: **{0}**; of a model that guesses: **{1}**',
              formatNumber(loss.mean),
              formatNumber(loss.expected),
            ),
      ]
    : [];
  const table = [
    `| ${l10n.t('Parameter')} | ${l10n.t('Shape')} | ${l10n.t('Law')} |`,
    '|---|---|---|',
    ...parameters.map(
      ({ path, shape, law }) =>
        `| ${escaped(path)} | ${shape.join(' × ')} | ${law === null ? '' : escaped(lawText(law))} |`,
    ),
  ];
  return [
    ...head,
    ...start,
    '',
    `## ${l10n.t('Findings')}`,
    '',
    ...findingLines(findings),
    '',
    `## ${l10n.t('Parameters')}`,
    '',
    ...table,
    '',
  ].join('\n');
}
