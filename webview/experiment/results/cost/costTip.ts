import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount, formatNumber, formatPercent } from '../../../../src/experiment/text/format';
import '../../../charts/theme/seriesSwatch';
import type { CostLine, Quantity, Split } from './costLine';

/** One line of the tooltip. */
export interface TipRow {
  series: CostLine;
  value: number;
  smoothed: number;
}

/** The recorded step nearest to `step` among the lines; undefined when nothing is recorded. */
export function nearestStep(series: readonly CostLine[], step: number): number | undefined {
  let nearest: number | undefined;
  for (const { steps } of series) {
    const index = indexNear(steps, step);
    if (index >= 0 && (nearest === undefined || Math.abs(steps[index] - step) < Math.abs(nearest - step)))
      nearest = steps[index];
  }
  return nearest;
}

/** Index of the value nearest to `step` in ascending `steps`; −1 for none. */
export function indexNear(steps: readonly number[], step: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && step - steps[low - 1] < steps[low] - step) low--;
  return steps.length === 0 ? -1 : low;
}

/** The value of every line at `step`, largest first; lines that recorded nothing there are left out. */
export function tipRows(series: readonly CostLine[], step: number): TipRow[] {
  const rows = series.flatMap((line): TipRow[] => {
    const index = indexNear(line.steps, step);
    if (index < 0 || line.steps[index] !== step || index >= line.points.length) return [];
    if (line.split === 'test' && Number.isNaN(line.values[index])) return [];
    return [{ series: line, value: line.values[index], smoothed: line.points[index].y }];
  });
  const order = (value: number): number => (Number.isNaN(value) ? -Infinity : value);
  return rows.sort((a, b) => order(b.value) - order(a.value));
}

/** A split within a line. */
export const splitText = (split: Split): string => (split === 'train' ? l10n.t('train') : l10n.t('test'));

/** Ends of a band, and how many seeds count. */
function bandCells({ ends, steps, of, view }: CostLine, step: number, text: (value: number) => string): TemplateResult {
  const { low, high, count } = ends![indexNear(steps, step)];
  const words = Number.isNaN(low)
    ? ''
    : (view.band ?? 'interval') === 'interval'
      ? `± ${text((high - low) / 2)}`
      : `${text(low)} – ${text(high)}`;
  return html`<td class="number muted">${words}</td><td
    class="number muted">${count < (of ?? 0) ? l10n.t('n {0} of {1}', count, of ?? 0) : `n ${count}`}</td>`;
}

/** The tooltip's table. */
export function tipTable(
  step: number,
  rows: readonly TipRow[],
  quantity: Quantity,
  labels: ReadonlyMap<number, string>,
  seeds: boolean,
  smoothing: boolean,
): TemplateResult {
  const text = (value: number): string => (quantity === 'cost' ? formatNumber(value) : formatPercent(value));
  const several = new Set(rows.map(({ series }) => series.split)).size > 1;
  const shown = rows.slice(0, 24);
  return html`<strong>${l10n.t('Step {0}', formatCount(step))}</strong>
    <table>
      ${shown.map(
        ({ series, value, smoothed }) => html`<tr>
        <td><il-series-swatch .index=${series.initializer}></il-series-swatch></td>
        <td>${labels.get(series.initializer)}${
          seeds && series.seed !== undefined
            ? html` <span
          class="muted">${l10n.t('seed {0}', series.seed)}</span>`
            : nothing
        }${
          several
            ? html` <span
          class="muted">${splitText(series.split)}</span>`
            : nothing
        }</td>
        <td class="number">${Number.isNaN(value) ? l10n.t('not a number') : text(value)}</td>
        ${series.ends ? bandCells(series, step, text) : nothing}
        ${smoothing ? html`<td class="number muted">${Number.isNaN(smoothed) ? '' : text(smoothed)}</td>` : nothing}
      </tr>`,
      )}
    </table>
    ${
      rows.length > shown.length
        ? html`<span
      class="muted">${l10n.t('and {0} more', rows.length - shown.length)}</span>`
        : nothing
    }`;
}
