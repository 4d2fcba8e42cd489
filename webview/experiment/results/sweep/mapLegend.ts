import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { SweepModel } from '../../../../src/experiment/sweep/sweepModel';
import '../../../charts/canvas/chartElement';
import { drawColorScale } from '../../../charts/heatMap';
import { colorScaleOf } from './sweepCharts';

/** The colour scale of all heat maps, and what cells without a colour mean. */
export function mapLegend(model: SweepModel): TemplateResult | typeof nothing {
  const { range } = model;
  const scale = colorScaleOf(model);
  if (!range || !scale) return nothing;
  const label = l10n.t('{0} from {1} to {2}', model.metricName, model.text(range.min), model.text(range.max));
  return html`<div class="legend">
    <il-chart class="scale" .draw=${drawColorScale} .model=${scale} label=${label}></il-chart>
    <span>${model.metricName}${range.log ? ` ${l10n.t('(log scale)')}` : ''}${model.seeds > 1 ? `, ${model.band === 'interval' ? l10n.t('mean of the seeds') : l10n.t('median of the seeds')}` : ''}</span>
    <span>${html`<svg width="22" height="14"><path class="hatch"
      d="M0 7L7 0M0 14L14 0M7 14L21 0M14 14L21 7"></path><rect x="0.5" y="0.5" width="21" height="13"
      class="none"></rect></svg>`} ${l10n.t('diverged')}</span>
    <span>${html`<svg width="22" height="14"><rect x="0.5" y="0.5" width="21" height="13"
      class="none"></rect></svg>`} ${l10n.t('not run')}</span>
  </div>`;
}
