import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { Action, DocumentState } from '../../../src/protocol/webview';
import { LightElement } from '../../shared/lightElement';
import './progressBar';
import { toolbarState } from './toolbarState';

/** The buttons over the editor. */
@customElement('il-toolbar')
export class Toolbar extends LightElement {
  @property({ attribute: false }) document: DocumentState | undefined;
  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) secondsLeft: number | undefined;
  @property({ type: Boolean }) stale = false;
  @property({ type: Boolean }) railOpen = true;
  /** There is a queue that sweeps can be handed to. */
  @property({ type: Boolean }) queue = false;
  @property({ attribute: false }) act!: (action: Action) => void;
  @property({ attribute: false }) toggleRail!: () => void;

  protected override render() {
    const { enabled, paused } = toolbarState(this.document, this.run, this.stale);
    const button = (
      action: Action,
      icon: string,
      title: string,
      text?: string,
    ): TemplateResult => html`<button class="tool" type="button" data-action=${action}
      title=${title} aria-label=${text ?? title} ?disabled=${!enabled[action]} @click=${() => this.act(action)}>
      <span class="codicon codicon-${icon}" aria-hidden="true"></span>${
        text === undefined
          ? nothing
          : html`<span
        class="tool-text">${text}</span>`
      }</button>`;
    const savedRuns = this.document?.savedRuns;
    const rail = this.railOpen ? l10n.t('Hide the experiment') : l10n.t('Show the experiment');
    return html`
      <div class="tools" role="toolbar" aria-label=${l10n.t('Run')}>
        <button class="tool" type="button" data-action="rail" title=${rail} aria-label=${rail}
          aria-expanded=${this.railOpen} aria-controls="rail" @click=${this.toggleRail}>
          <span class="codicon codicon-layout-sidebar-left${this.railOpen ? '' : '-off'}"
            aria-hidden="true"></span></button>
        ${
          savedRuns
            ? html`
        ${savedRuns.runs.length > 1 ? nothing : button('openAsExperiment', 'new-file', l10n.t('Create an experiment with the same settings'), l10n.t('Open as Experiment'))}
        ${button('compareRuns', 'git-compare', l10n.t('Compare with other saved runs'), l10n.t('Compare with…'))}
        ${savedRuns.runs.length > 1 ? nothing : button('startAgainstEnd', 'diff', l10n.t('How far training has moved every weight'), l10n.t('Compare Initial and Final Weights'))}`
            : html`
        <vscode-button class="run" data-action="run" title=${l10n.t('Run the experiment')} .disabled=${!enabled.run}
          @click=${() => enabled.run && this.act('run')}><span slot="content-before" class="codicon codicon-run"
          aria-hidden="true"></span>${l10n.t('Run')}</vscode-button>
        ${this.queue && this.document?.experiment?.sweep ? button('runOnQueue', 'server', l10n.t('Run the sweep on the workers of the queue'), l10n.t('Run on Queue')) : nothing}
        ${paused ? button('resume', 'debug-continue', l10n.t('Resume')) : button('pause', 'debug-pause', l10n.t('Pause'))}
        ${button('step', 'debug-step-over', l10n.t('Take one step in every trial'))}
        ${button('stop', 'debug-stop', l10n.t('Stop'))}
        <span class="divider" aria-hidden="true"></span>
        ${button('reset', 'discard', l10n.t('Reset to step 0 with the same draw'), l10n.t('Reset'))}
        ${button('newDraw', 'refresh', l10n.t('Draw new weights with the next seed'), l10n.t('New draw'))}`
        }
      </div>
      ${
        this.run && !(savedRuns && savedRuns.runs.length > 1)
          ? html`<il-progress .run=${this.run} .revision=${this.revision}
        .secondsLeft=${this.secondsLeft}></il-progress>`
          : html`<span class="spacer"></span>`
      }
      <div class="tools end" role="toolbar" aria-label=${l10n.t('Document')}>
        ${savedRuns ? nothing : button('save', 'save', l10n.t('Save in Workspace'), l10n.t('Save in Workspace'))}
        ${button('export', 'export', l10n.t('Export…'), l10n.t('Export'))}
        ${savedRuns && savedRuns.runs.length > 1 ? nothing : button('openAsJson', 'json', l10n.t('Open as JSON'), l10n.t('Open as JSON'))}
      </div>`;
  }
}
