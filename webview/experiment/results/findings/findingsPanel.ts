import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { findingGroups, type FindingGroup } from '../../../../src/experiment/verdict/modelFindings';
import { findingSeverities, type RunRecord } from '../../../../src/experiment/record/record';
import { formatCount } from '../../../../src/experiment/text/format';
import { findingPath, findingRest, scopeText, severityText } from '../../../../src/experiment/verdict/findingText';
import { lookOf } from '../../../../src/experiment/why/findingReasons';
import type { Look } from '../../../../src/experiment/why/look';
import { sharedStyles } from '../../../shared/styles';
import { placeLink } from '../../why/openPlace';

/** What was found in a user's model before training, over all trials; folds to how many there are. */
@customElement('il-findings')
export class FindingsPanel extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; padding: 0 10px; font-size: 12px; }
    .fold {
      display: inline-flex; align-items: center; gap: 4px; padding: 4px 4px 4px 0; font: inherit; font-weight: 600;
      border: 0; cursor: pointer; color: inherit; background: none;
    }
    .counts { display: inline-flex; gap: 10px; margin-inline-start: 8px; font-weight: normal; }
    .counts span { display: inline-flex; align-items: center; gap: 3px; }
    vscode-icon { flex: none; }
    .error vscode-icon { color: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); }
    .warning vscode-icon { color: var(--vscode-editorWarning-foreground, var(--vscode-foreground)); }
    .info vscode-icon { color: var(--vscode-editorInfo-foreground, var(--vscode-foreground)); }
    ul { max-height: 116px; margin: 0 0 6px; padding: 0; overflow: auto; list-style: none; }
    li { position: relative; display: flex; align-items: start; gap: 6px; padding: 2px 0; line-height: 16px; }
    .words { min-width: 0; overflow-wrap: anywhere; }
    .path { font-weight: 600; }
    .more { display: flex; flex-wrap: wrap; gap: 0 12px; color: var(--vscode-descriptionForeground); }
    .none { margin: 0; padding: 0 0 6px 20px; }
  `,
  ];

  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  @property({ type: Boolean }) open = true;
  @property({ attribute: false }) fold!: (open: boolean) => void;
  /** Shows a histogram. */
  @property({ attribute: false }) look!: (look: Look) => void;

  protected override render() {
    const { run, open } = this;
    const groups = run && findingGroups(run);
    if (!run?.header || !groups) return nothing;
    return html`<section aria-label=${l10n.t('Findings')}>
      <h2><button type="button" class="fold" aria-expanded=${open} @click=${() => this.fold(!open)}><vscode-icon
        name=${open ? 'chevron-down' : 'chevron-right'}></vscode-icon>${l10n.t('Findings')}${this.#counts(groups)}</button></h2>
      ${
        !open
          ? nothing
          : groups.length === 0
            ? html`<p class="none muted">${l10n.t('No findings.')}</p>`
            : html`<ul tabindex="0" aria-label=${l10n.t('Findings')}>${groups.map((group) => this.#finding(run, group))}</ul>`
      }</section>`;
  }

  #counts(groups: readonly FindingGroup[]): TemplateResult {
    return html`<span class="counts">${findingSeverities.map((severity) => {
      const count = groups.filter(({ finding }) => finding.severity === severity).length;
      if (count === 0) return nothing;
      return html`<span class=${severity} title=${severityText(severity)}><vscode-icon name=${severity} size="14"></vscode-icon><span class="hidden">${severityText(severity)}</span>${formatCount(count)}</span>`;
    })}</span>`;
  }

  #finding(run: RunRecord, group: FindingGroup): TemplateResult {
    const { finding, trials, alike } = group;
    const { severity, file, line } = finding;
    const look = lookOf(run.header!, finding);
    const [{ initializer, seed }] = trials;
    return html`<li class=${severity}><vscode-icon name=${severity} size="14"></vscode-icon><span class="hidden">${severityText(severity)}</span>
      <div class="words"><div>${
        look
          ? html`<button type="button" class="link path" title=${l10n.t('Show in the histogram')}
            @click=${() => this.look({ ...look, initializer, seed })}>${findingPath(finding)}</button>`
          : html`<span class="path">${findingPath(finding)}</span>`
      } ${findingRest(finding)}</div>
      <div class="more"><span>${scopeText(run, group)}</span>${
        alike ? nothing : html`<span>${l10n.t('figures of the first trial')}</span>`
      }${file === undefined ? nothing : placeLink({ file, line })}</div></div></li>`;
  }
}
