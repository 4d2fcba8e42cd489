import * as l10n from '@vscode/l10n';
import type { Fact } from './describe';
import type { Explanation } from './explanations';
import type { Report, ReportPicture } from './report';
import type { ReportTable } from './reportTable';

/**
 * Text that Markdown shows as it is, on one line: punctuation of its own is escaped, tags and entities are spelt out,
 * and line breaks are blanks (a table's row ends at one).
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replace(/^([-=])/, '\\$1')
    .replace(/^(\d+)\./, '$1\\.')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .trim();
}

/** A code block whose fence is longer than any run of backticks within. */
function codeBlock(text: string, language = ''): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], numbersFrom = Infinity): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    line(head),
    `| ${head.map((_, index) => (index >= numbersFrom ? '---:' : '---')).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

const facts = (pairs: readonly Fact[]): string =>
  pairs.map(([name, value]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(value)}`).join('\n');

function tableParts({ title, head, rows, note, numbersFrom }: ReportTable): string[] {
  return [
    ...(title === undefined ? [] : [`### ${escapeMarkdown(title)}`]),
    ...(rows.length === 0 ? [] : [table(head, rows, numbersFrom)]),
    ...(note === '' ? [] : [escapeMarkdown(note)]),
  ];
}

/** A reason as paragraphs under its title. */
export const explanationParts = ({ title, sentences, formula, sources }: Explanation): string[] => [
  `### ${escapeMarkdown(title)}`,
  ...sentences.map(escapeMarkdown),
  ...(formula ? [codeBlock(`${formula.law}\n${formula.here}`)] : []),
  ...(sources.length > 0
    ? [sources.map((source) => `- [${escapeMarkdown(source.title)}](${source.url})`).join('\n')]
    : []),
];

/** A report as Markdown. `address` gives the relative address of a picture's file. */
export function reportMarkdown(report: Report, address: (picture: ReportPicture) => string): string {
  const {
    title,
    subtitle,
    tables: [first, ...others],
    chapters,
    reproduce,
    experimentJson,
  } = report;
  const picture = (one: ReportPicture): string =>
    `![${escapeMarkdown(one.description)}](${address(one).split('/').map(encodePart).join('/')})`;
  const parts = [
    `# ${escapeMarkdown(title)}`,
    escapeMarkdown(subtitle),
    `## ${l10n.t('What was compared')}`,
    facts(report.facts),
    `## ${l10n.t('Initializers')}`,
    table([l10n.t('Initializer'), l10n.t('Law')], report.initializers),
    `## ${l10n.t('Result')}`,
    ...tableParts(first),
    report.verdicts.map(([label, text]) => `- **${escapeMarkdown(label)}**: ${escapeMarkdown(text)}`).join('\n'),
    ...others.flatMap(tableParts),
    ...(report.explanations.length === 0
      ? []
      : [`## ${l10n.t('Explanation')}`, ...report.explanations.flatMap(explanationParts)]),
    ...chapters.flatMap((chapter) => [`## ${escapeMarkdown(chapter.title)}`, ...chapter.pictures.map(picture)]),
    `## ${l10n.t('Environment')}`,
    facts(report.environment),
    `## ${l10n.t('How to run it again')}`,
    escapeMarkdown(reproduce.text),
    ...(reproduce.command === undefined ? [] : [codeBlock(reproduce.command, 'sh')]),
    ...(experimentJson === undefined
      ? []
      : [
          `<details><summary>${l10n.t('The experiment as a file')}</summary>`,
          codeBlock(experimentJson, 'json'),
          '</details>',
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A part of an address; brackets would end the link. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
