import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber, formatPercent } from '../../../src/experiment/text/format';
import type { LawFit, TensorReport } from '../../../src/inspect/tensors/report';
import { lawName, misfitText } from '../lawText';
import { toneStyle, type PlotTone } from '../../charts/plot';

const layoutName = ({ layout }: LawFit): string =>
  layout === 'any' ? '' : layout === 'in-out' ? l10n.t('(in, out)') : l10n.t('(out, in)');

/** A sample of the line of a tone. */
export function toneSwatch(tone: PlotTone): TemplateResult {
  const { token, dash } = toneStyle(tone);
  return html`<svg class="swatch" width="20" height="8" aria-hidden="true"><line x1="0" x2="20" y1="4" y2="4"
    stroke="var(${token})" stroke-width="3" stroke-dasharray=${dash.join(' ')}></line></svg>`;
}

function row(fit: LawFit, drawn: number): TemplateResult {
  return html`<tr><th scope="row">${drawn >= 0 ? toneSwatch({ law: drawn }) : nothing} ${lawName(fit)} <span
    class="muted">${layoutName(fit)}${fit.unusual ? ` ${l10n.t('unusual parameters')}` : ''}</span></th>
    <td>${formatNumber(fit.scaleRatio, 4)}</td><td>${formatNumber(fit.distance)}</td><td>${Number.isFinite(fit.p) ? formatNumber(fit.p, 2) : '–'}</td><td>${fit.misfit ? misfitText(fit.misfit) : l10n.t('fits')}</td></tr>`;
}

/** The laws that fit, what fits as well, and the numbers behind it. `drawn` are the laws of the chart, in its order. */
export function lawTable({ recognition }: TensorReport, drawn: readonly LawFit[]): TemplateResult | typeof nothing {
  const { laws, alternatives, nearest, evidence } = recognition;
  const shown = [...laws, ...alternatives, ...(nearest ? [nearest] : [])];
  if (shown.length === 0) return nothing;
  const place = (fit: LawFit): number =>
    drawn.findIndex((other) => lawName(other) === lawName(fit) && other.layout === fit.layout);
  const facts = [
    ...(Number.isFinite(evidence.peakRatio)
      ? [l10n.t('largest value {0} × std', formatNumber(evidence.peakRatio))]
      : []),
    ...(Number.isFinite(evidence.kurtosis)
      ? [l10n.t('excess kurtosis {0} ± {1}', formatNumber(evidence.kurtosis), formatNumber(evidence.kurtosisError, 2))]
      : []),
    ...(evidence.fanInVariance === undefined
      ? []
      : [l10n.t('fan-in × variance = {0}', formatNumber(evidence.fanInVariance))]),
    ...(evidence.zerosPerColumn === undefined
      ? []
      : [l10n.t('zeros in each column {0}', formatPercent(evidence.zerosPerColumn))]),
  ];
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Laws')}><table class="laws">
      <thead><tr><th scope="col">${l10n.t('Law')}</th><th scope="col"
        title=${l10n.t('Standard deviation of the tensor over that of the law')}>${l10n.t('std ratio')}</th><th
        scope="col" title=${l10n.t('Largest distance between the distributions (Kolmogorov and Smirnov)')}>D</th><th
        scope="col" title=${l10n.t('Probability of at least this distance under the law')}>p</th><th
        scope="col"></th></tr></thead>
      <tbody>${shown.map((fit) => row(fit, place(fit)))}</tbody></table></div>
    <p class="muted facts">${facts.join(' · ')}</p>`;
}
