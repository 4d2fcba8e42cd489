import * as l10n from '@vscode/l10n';
import { shownLanguage } from '../text/language';
import type { Fact } from './describe';
import type { Explanation } from './explanations';
import type { Report, ReportPicture } from './report';
import type { ReportTable } from './reportTable';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** Light on paper and on the screen; nothing is fetched. */
const style = `
  :root { color-scheme: light; }
  body {
    max-width: 64rem; margin: 2rem auto; padding: 0 1.5rem;
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", sans-serif; color: #222; background: #fff;
  }
  h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
  h2 {
    margin: 2.2rem 0 0.6rem; padding-bottom: 0.2rem; font-size: 1.25rem; border-bottom: 1px solid #ddd;
    break-after: avoid;
  }
  .subtitle { margin: 0.3rem 0 0; color: #555; overflow-wrap: anywhere; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td {
    padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #e5e5e5;
    overflow-wrap: anywhere;
  }
  .summary td, .summary thead th { text-align: right; white-space: nowrap; }
  .summary th.text, .summary td.text { text-align: left; white-space: normal; }
  h3 { margin: 1.4rem 0 0.3rem; font-size: 1rem; break-after: avoid; }
  .facts th { font-weight: normal; color: #555; white-space: nowrap; }
  .laws th { font-weight: 600; white-space: normal; }
  .laws td, pre, code {
    font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.87rem;
  }
  thead th { font-weight: 600; }
  .note { color: #555; font-size: 0.87rem; }
  pre {
    padding: 0.7rem 0.9rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6;
    border: 1px solid #e5e5e5; border-radius: 4px;
  }
  summary { cursor: pointer; }
  .charts { display: flex; flex-wrap: wrap; gap: 1rem; }
  figure { margin: 0; max-width: 100%; break-inside: avoid; }
  figure svg { display: block; max-width: 100%; height: auto; border: 1px solid #e5e5e5; }
  @page { margin: 16mm; }
  @media print { body { max-width: none; margin: 0; padding: 0; font-size: 11pt; } pre { font-size: 8.5pt; } }
`;

const factTable = (facts: readonly Fact[], kind: string): string =>
  `<table class="${kind}"><tbody>\n${facts.map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('\n')}\n</tbody></table>`;

/**
 * The picture as part of the page, without the XML declaration, which HTML does not know. A `$` in its words is no
 * pattern.
 */
function figure({ svg, description }: ReportPicture): string {
  return `<figure>${svg.replace(/^\s*<\?xml[^>]*\?>\s*/, '').replace('<svg ', () => `<svg role="img" aria-label="${escapeHtml(description)}" `)}</figure>`;
}

function table({ title, head, rows, note, numbersFrom }: ReportTable): string {
  const cell = (tag: 'th' | 'td', text: string, index: number): string => {
    const kind = index < numbersFrom ? ' class="text"' : '';
    return tag === 'td' && index > 0
      ? `<td${kind}>${escapeHtml(text)}</td>`
      : `<th scope="${tag === 'th' ? 'col' : 'row'}"${kind}>${escapeHtml(text)}</th>`;
  };
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((text, index) => cell(tag, text, index)).join('')}</tr>`;
  const parts = [
    ...(title === undefined ? [] : [`<h3>${escapeHtml(title)}</h3>`]),
    ...(rows.length === 0
      ? []
      : [
          `<div class="scroll"><table class="summary"><thead>${line(head, 'th')}</thead><tbody>
${rows.map((row) => line(row, 'td')).join('\n')}
</tbody></table></div>`,
        ]),
    ...(note === '' ? [] : [`<p class="note">${escapeHtml(note)}</p>`]),
  ];
  return parts.join('\n');
}

const explanation = ({ title, sentences, formula, sources }: Explanation): string => `<h3>${escapeHtml(title)}</h3>
${sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')}
${formula ? `<pre>${escapeHtml(`${formula.law}\n${formula.here}`)}</pre>\n` : ''}${sources.map((source) => `<p class="note"><a href="${escapeHtml(source.url)}">${escapeHtml(source.title)}</a></p>`).join('\n')}`;

/**
 * A report as one HTML file: no scripts, nothing to fetch, and a policy that says so. `sha256` gives the base64 SHA-256
 * of a text, by which the policy lets the one style sheet in.
 */
export function reportHtml(report: Report, sha256: (text: string) => string): string {
  const {
    title,
    subtitle,
    facts,
    initializers,
    experimentJson,
    tables,
    verdicts,
    explanations,
    chapters,
    environment,
    reproduce,
  } = report;
  const heading = (text: string): string => `<h2>${escapeHtml(text)}</h2>`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(shownLanguage())}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-${sha256(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Init Lab">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1>
<p class="subtitle">${escapeHtml(subtitle)}</p></header>
<main>
${heading(l10n.t('What was compared'))}
${factTable(facts, 'facts')}
${heading(l10n.t('Initializers'))}
${factTable(initializers, 'laws')}
${heading(l10n.t('Result'))}
${tables.slice(0, 1).map(table).join('')}
<ul>
${verdicts.map(([label, text]) => `<li><strong>${escapeHtml(label)}</strong>: ${escapeHtml(text)}</li>`).join('\n')}
</ul>
${tables.slice(1).map(table).join('\n')}
${explanations.length === 0 ? '' : `${heading(l10n.t('Explanation'))}\n${explanations.map(explanation).join('\n')}\n`}${chapters.map((chapter) => `${heading(chapter.title)}\n<div class="charts">\n${chapter.pictures.map(figure).join('\n')}\n</div>`).join('\n')}
${heading(l10n.t('Environment'))}
${factTable(environment, 'facts')}
${heading(l10n.t('How to run it again'))}
<p>${escapeHtml(reproduce.text)}</p>
${reproduce.command === undefined ? '' : `<pre>${escapeHtml(reproduce.command)}</pre>\n`}${
    experimentJson === undefined
      ? ''
      : `<details><summary>${escapeHtml(l10n.t('The experiment as a file'))}</summary>
<pre>${escapeHtml(experimentJson)}</pre>
</details>
`
  }</main>
</body>
</html>
`;
}
