import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { SavedRunLine, SavedRunsView } from '../../../src/protocol/webview';
import { durationText } from '../../shared/numberText';
import { runDashes } from '../../charts/theme/seriesStyle';

const dashOf = (run: number): string => runDashes[run % runDashes.length].join(' ') || 'none';

/** A status in words. */
function statusText({ status }: SavedRunLine): string {
  if (status === 'finished') return l10n.t('finished');
  if (status === 'failed') return l10n.t('failed');
  return l10n.t('stopped');
}

/** Says over the fields of a saved run that it is one. */
export function savedRunNotice({ runs: [run] }: SavedRunsView): TemplateResult | typeof nothing {
  if (!run) return nothing;
  return html`<p class="notice"><span class="codicon codicon-history"
    aria-hidden="true"></span><span>${l10n.t("Saved run of {0}. Saved runs can't be changed. Open as Experiment creates an experiment from it.", run.time)}</span></p>`;
}

/** In the place of the rail: the runs that lie over each other, what they do not have in common, what is left out. */
export function comparedRuns({ runs, notes, differences }: SavedRunsView): TemplateResult {
  return html`<div class="compared">
    <h2>${l10n.t('Runs')}</h2>
    <ul class="compared-runs">${runs.map(
      (run, index) => html`<li>
      <svg class="dash" width="28" height="8" viewBox="0 0 28 8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4"
        stroke="currentColor" stroke-width="2" stroke-dasharray=${dashOf(index)} /></svg>
      <div><strong>${run.name}</strong><div
        class="muted">${run.time} · ${statusText(run)} · ${durationText(run.seconds)}</div></div></li>`,
    )}</ul>
    ${
      notes.length === 0
        ? nothing
        : html`<ul class="notes">${notes.map(
            (note) => html`<li class="notice"><span
      class="codicon codicon-info" aria-hidden="true"></span><span>${note}</span></li>`,
          )}</ul>`
    }
    <h2>${l10n.t('Differences')}</h2>
    ${
      differences.length === 0
        ? html`<p class="muted">${l10n.t('The runs have the same settings.')}</p>`
        : html`<dl class="differences">${differences.map(
            ({ path, values }) =>
              html`<dt>${path}</dt>${values.map(
                (value, index) => html`<dd>
      <svg class="dash" width="28" height="8" viewBox="0 0 28 8" role="img"
        aria-label=${`${runs[index].name}, ${runs[index].time}`}><line x1="0" x2="28" y1="4" y2="4"
        stroke="currentColor" stroke-width="2" stroke-dasharray=${dashOf(index)} /></svg>
      <span class="mono">${value ?? '–'}</span></dd>`,
              )}`,
          )}</dl>`
    }
  </div>`;
}

/** In the place of results: why a saved run cannot be shown. */
export function savedRunsProblem(problem: string): TemplateResult {
  return html`<div class="saved-problem" role="alert"><span class="codicon codicon-warning"
    aria-hidden="true"></span><p>${problem}</p></div>`;
}
