import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { RunRecord } from '../../src/experiment/record';
import type { Action } from '../../src/protocol/webview';

/** What the line under the toolbar is about. */
export interface BannerState {
  run: RunRecord | undefined;
  stale: boolean;
  /** The document can be run. */
  valid: boolean;
  /** What the last refused action said. */
  message: string | undefined;
}

function banner(kind: 'error' | 'info', text: string, button: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="banner ${kind}" role=${kind === 'error' ? 'alert' : 'status'}><span class="codicon codicon-${kind}" aria-hidden="true"></span><span class="banner-text">${text}</span>${button}</div>`;
}

/** What the user has to know of the run: that it failed, that an action was refused, that the experiment moved on. */
export function banners({ run, stale, valid, message }: BannerState, act: (action: Action) => void, dismiss: () => void): TemplateResult {
  const runButton = (text: string) => html`<vscode-button secondary .disabled=${!valid} @click=${() => valid && act('run')}>${text}</vscode-button>`;
  const failed = run?.status === 'failed';
  return html`
    ${message === undefined ? nothing : banner('error', message, html`<button class="icon-button" type="button" title="Dismiss" aria-label="Dismiss" @click=${dismiss}><span class="codicon codicon-close" aria-hidden="true"></span></button>`)}
    ${failed ? banner('error', run.message ?? 'The run failed.', runButton('Run again')) : nothing}
    ${stale && !failed ? banner('info', 'The experiment changed since this run.', runButton('Run')) : nothing}`;
}
