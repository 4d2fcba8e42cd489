import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { RunRecord } from '../../src/experiment/record/record';
import { isActive } from '../../src/experiment/record/runStatus';
import type { Action, DocumentState, Surroundings } from '../../src/protocol/webview';
import { documentProblem } from './documentProblem';

/** What the line under the toolbar is about. */
export interface BannerState {
  run: RunRecord | undefined;
  stale: boolean;
  document: DocumentState | undefined;
  /** The rail is shown, and with it what is wrong with the document. */
  railOpen: boolean;
  /** What the last refused action said. */
  message: string | undefined;
  /** Limits of the place that the experiment lies in, as long as the user has not put them away. */
  surroundings: Surroundings | undefined;
}

function banner(kind: 'error' | 'info', text: string, button: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="banner ${kind}" role=${kind === 'error' ? 'alert' : 'status'}><span
    class="codicon codicon-${kind}" aria-hidden="true"></span><span class="banner-text">${text}</span>${button}</div>`;
}

const closeButton = (dismiss: () => void): TemplateResult =>
  html`<button class="icon-button" type="button" title=${l10n.t('Dismiss')} aria-label=${l10n.t('Dismiss')}
    @click=${dismiss}><span class="codicon codicon-close" aria-hidden="true"></span></button>`;

/** What can be done about the limits of a place. */
export interface Limits {
  manageTrust(): void;
  /** Puts the notes away as long as the page lives. */
  hide(): void;
}

/** What does not work here, and why. */
function limitBanners({ restricted, onDisk }: Surroundings, { manageTrust, hide }: Limits): TemplateResult {
  const manage = html`<vscode-button secondary
    @click=${manageTrust}>${l10n.t('Manage workspace trust')}</vscode-button>${closeButton(hide)}`;
  return html`
    ${restricted ? banner('info', l10n.t('Restricted Mode: experiments can run, but data and weights are read only from inside this workspace, and nothing is downloaded.'), manage) : nothing}
    ${onDisk ? nothing : banner('info', l10n.t("This experiment isn't on a local disk. It can run, but can't read data or weights from files beside it."), closeButton(hide))}`;
}

/**
 * What the user has to know: why the experiment cannot run, that a run failed, that an action was refused, that the
 * experiment moved on.
 */
export function banners(
  { run, stale, document, railOpen, message, surroundings }: BannerState,
  act: (action: Action) => void,
  dismiss: () => void,
  limits: Limits,
): TemplateResult {
  const valid = document?.experiment !== undefined;
  const problem = railOpen ? undefined : documentProblem(document);
  const runButton = (text: string) =>
    html`<vscode-button secondary .disabled=${!valid}
      @click=${() => valid && act(run?.queue ? 'runOnQueue' : 'run')}>${text}</vscode-button>`;
  const failed = run?.status === 'failed';
  const waiting = isActive(run?.status) ? run?.queue?.waiting : undefined;
  return html`
    ${surroundings === undefined ? nothing : limitBanners(surroundings, limits)}
    ${
      problem === undefined
        ? nothing
        : banner(
            'error',
            problem,
            html`<vscode-button secondary
      @click=${() => act('openAsJson')}>${l10n.t('Open as JSON')}</vscode-button>`,
          )
    }
    ${message === undefined ? nothing : banner('error', message, closeButton(dismiss))}
    ${waiting === undefined ? nothing : banner('info', waiting, nothing)}
    ${failed ? banner('error', run.message ?? l10n.t('The run failed.'), document?.savedRuns ? nothing : runButton(l10n.t('Run again'))) : nothing}
    ${failed ? nothing : (run?.header?.notes ?? []).map((note) => banner('info', note, nothing))}
    ${stale && !failed ? banner('info', l10n.t('The experiment changed since this run.'), runButton(l10n.t('Run'))) : nothing}`;
}
