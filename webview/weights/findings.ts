import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { severityOf, findingText } from '../../src/inspect/report/findingText';
import type { Finding } from '../../src/inspect/tensors/report';
import type { WeightsState } from '../../src/protocol/weights';
import { foldFindings } from './findingsFold';

const icons = { error: 'error', warning: 'warning', info: 'info' } as const;

/** Names of the tensors that a finding is about. */
function tensorsOf(finding: Finding): readonly string[] {
  return 'tensors' in finding ? finding.tensors : 'tensor' in finding ? [finding.tensor] : [];
}

/** What was found about the whole file, in words; each leads to its tensor. */
export function findingsPanel(
  { findings, status, files }: WeightsState,
  select: (index: number) => void,
): TemplateResult | typeof nothing {
  if (findings === undefined) return nothing;
  const names = files[0]?.opened?.tensors.map(({ name }) => name) ?? [];
  if (findings.length === 0)
    return status === 'done'
      ? html`<section class="findings" aria-label=${l10n.t('Findings')}><p class="muted"><vscode-icon name="pass"
        size="14"></vscode-icon> ${l10n.t('No problems found.')}</p></section>`
      : nothing;
  const line = (finding: Finding): TemplateResult => {
    const severity = severityOf(finding);
    const index = names.indexOf(tensorsOf(finding)[0] ?? '');
    const text = findingText(finding);
    return html`<li class=${severity}><vscode-icon name=${icons[severity]}
      size="14"></vscode-icon>${
        index < 0
          ? html`<span>${text}</span>`
          : html`<button type="button"
      @click=${() => select(index)}>${text}</button>`
      }</li>`;
  };
  const { shown, folded } = foldFindings(findings);
  return html`<section class="findings" tabindex="0" aria-label=${l10n.t('Findings')}><ul>${shown.map(line)}</ul>
    ${folded.length === 0 ? nothing : html`<details><summary>${l10n.t('{0} tensors are consistent with an initialization', folded.length)}</summary><ul>${folded.map(line)}</ul></details>`}</section>`;
}
