import * as l10n from '@vscode/l10n';
import { html, svg, nothing, type TemplateResult } from 'lit';
import { background, cssOf } from '../../../charts/colors';
import { isDark, mapColor } from './colorMap';
import { valueAt } from './mapScale';
import { goodness, type SweepModel } from '../../../../src/experiment/sweep/sweepModel';

const width = 220;
const parts = 44;

/** The colour scale of all heat maps, and what cells without a colour mean. */
export function mapLegend(model: SweepModel): TemplateResult | typeof nothing {
  const { range } = model;
  if (!range) return nothing;
  const dark = isDark(background());
  const middle = valueAt(range, 0.5);
  return html`<div class="legend">
    <svg width=${width} height="34" role="img"
      aria-label=${l10n.t('{0} from {1} to {2}', model.metricName, model.text(range.min), model.text(range.max))}>
      ${svg`${Array.from(
        { length: parts },
        (_, i) => svg`<rect x=${(i * width) / parts} y="2"
        width=${width / parts + 0.5} height="12" fill=${cssOf(mapColor(goodness(model, valueAt(range, (i + 0.5) / parts)), dark))}></rect>`,
      )}
      <text x="0" y="29">${model.text(range.min)}</text><text x=${width / 2} y="29"
        text-anchor="middle">${range.min === range.max ? '' : model.text(middle)}</text><text x=${width} y="29"
        text-anchor="end">${range.cut ? '≥ ' : ''}${model.text(range.max)}</text>`}
    </svg>
    <span>${model.metricName}${range.log ? ` ${l10n.t('(log scale)')}` : ''}${model.seeds > 1 ? `, ${model.band === 'interval' ? l10n.t('mean of the seeds') : l10n.t('median of the seeds')}` : ''}</span>
    <span>${html`<svg width="22" height="14"><path class="hatch"
      d="M0 7L7 0M0 14L14 0M7 14L21 0M14 14L21 7"></path><rect x="0.5" y="0.5" width="21" height="13"
      class="none"></rect></svg>`} ${l10n.t('diverged')}</span>
    <span>${html`<svg width="22" height="14"><rect x="0.5" y="0.5" width="21" height="13"
      class="none"></rect></svg>`} ${l10n.t('not run')}</span>
  </div>`;
}
