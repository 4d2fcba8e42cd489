import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatNumber } from '../../../src/experiment/text/format';
import type { WeightsState } from '../../../src/protocol/weights';
import { sharedStyles } from '../../shared/styles';
import '../plot/plot';
import { padded, rangeOf } from '../../charts/parts/plotRange';
import { plotScale, type PlotModel } from '../../charts/plot';
import { dataTable } from '../dataTable';
import { placesTip } from '../detail/detailModels';

interface DepthPoint {
  index: number;
  name: string;
  std: number;
}

/**
 * The standard deviation of every kernel in the file's order, on a log scale: a layer that is out of line shows at
 * once.
 */
@customElement('il-depth')
export class DepthPanel extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      il-plot { height: 150px; cursor: pointer; }
      .figures summary { cursor: pointer; font-size: 12px; color: var(--vscode-descriptionForeground); }
      .figures-scroll { overflow: auto; max-height: 180px; }
      table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
      th, td { padding: 2px 14px 2px 0; text-align: start; }
    `,
  ];

  @property({ attribute: false }) state: WeightsState | undefined;
  @property({ type: Number }) revision = 0;
  /** Index of the tensor that is shown beside the list. */
  @property({ type: Number }) selected = -1;

  get #points(): DepthPoint[] {
    const { files, reports } = this.state ?? { files: [], reports: [] };
    const kernels = (files[0]?.opened?.tensors ?? []).flatMap(({ name, role }, index) =>
      role === 'kernel' ? [{ index, name }] : [],
    );
    return kernels.flatMap(({ index, name }) => {
      const std = reports[index]?.problem === undefined ? (reports[index]?.statistics.std ?? NaN) : NaN;
      return std > 0 ? [{ index, name, std }] : [];
    });
  }

  protected override render() {
    const points = this.#points;
    if (points.length < 2) return nothing;
    const chosen = points.findIndex(({ index }) => index === this.selected);
    const model: PlotModel = {
      x: {
        min: -0.5,
        max: points.length - 0.5,
        label: l10n.t('kernel, in the order of the file'),
        names: points.map((_, at) => String(at + 1)),
      },
      y: { ...padded(rangeOf([points.map(({ std }) => std)], true), true, 0.1), label: l10n.t('std'), log: true },
      layers: [
        { kind: 'points', x: points.map((_, at) => at), y: points.map(({ std }) => std), tone: 'tensor', joined: true },
        ...(chosen < 0
          ? []
          : [{ kind: 'points', x: [chosen], y: [points[chosen].std], tone: 'other', mark: 'square' } as const]),
      ],
    };
    model.tip = placesTip(points.length, (at) => l10n.t('{0}: {1}', points[at].name, formatNumber(points[at].std, 4)));
    const press = (event: MouseEvent): void => {
      const at = Math.round(plotScale(model, (event.currentTarget as HTMLElement).clientWidth).at(event.offsetX));
      if (at >= 0 && at < points.length) pick(at);
    };
    const pick = (at: number): void =>
      void this.dispatchEvent(
        new CustomEvent<number>('il-select', { detail: points[at].index, bubbles: true, composed: true }),
      );
    const label = l10n.t('Standard deviation of {0} kernels in the order of the file', points.length);
    return html`<div class="head"><h2>${l10n.t('Standard deviation by depth')}</h2></div>
      <il-plot @click=${press} .model=${model} label=${label}></il-plot>
      ${dataTable(
        label,
        [l10n.t('Kernel'), l10n.t('std')],
        points.map(({ name, std }) => [name, formatNumber(std, 4)]),
        pick,
      )}`;
  }
}
