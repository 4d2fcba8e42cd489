import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount, formatPercent } from '../../../../src/experiment/text/format';
import type { Mistakes } from '../../../../src/experiment/record/record';
import { pixelsOf } from '../../../charts/parts/imagePixels';
import { sharedStyles } from '../../../shared/styles';

/** Names of so many characters fit the head of a column. */
const shortName = 3;

/** What a trained network answers to the test rows: the confusion matrix, and the first images that it gets wrong. */
@customElement('il-mistakes')
export class MistakesElement extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; margin-bottom: 8px; font-size: 12px; }
    table {
      border-collapse: collapse; table-layout: fixed; width: 100%; max-width: 300px; margin: 2px 0 6px; font-size: 10px;
      font-variant-numeric: tabular-nums;
    }
    th, td { height: 18px; padding: 0; text-align: center; font-weight: normal; white-space: nowrap; overflow: hidden; }
    th { color: var(--vscode-descriptionForeground); }
    td {
      border: 1px solid var(--il-line);
      background: color-mix(in srgb, var(--fill) calc(var(--share) * 55%), transparent);
      --fill: var(--vscode-charts-red);
    }
    td.right { --fill: var(--vscode-charts-blue); }
    ul {
      display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 4px 6px; max-width: 300px; margin: 2px 0 0;
      padding: 0; list-style: none;
    }
    li {
      min-width: 0; font-size: 10px; line-height: 13px; text-align: center; overflow: hidden; text-overflow: ellipsis;
      white-space: nowrap; color: var(--vscode-descriptionForeground);
    }
    canvas { display: block; width: 100%; image-rendering: pixelated; }
  `,
  ];

  @property({ attribute: false }) mistakes!: Mistakes;
  @property({ type: Number }) classes = 0;
  @property({ attribute: false }) names: string[] | undefined;

  #name(label: number): string {
    return this.names?.[label] ?? String(label);
  }

  protected override updated(): void {
    // The content security policy allows no style attributes.
    this.renderRoot
      .querySelectorAll('td')
      .forEach((cell) => cell.style.setProperty('--share', cell.dataset.share ?? '0'));
    const { images } = this.mistakes;
    if (!images) return;
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, index) => {
      canvas.getContext('2d')?.putImageData(new ImageData(pixelsOf(images, index), images.width, images.height), 0, 0);
    });
  }

  #cell(truth: number, answer: number, total: number): TemplateResult {
    const count = this.mistakes.confusion[truth * this.classes + answer];
    const title = l10n.t(
      '{0}, predicted as {1}: {2} of {3}',
      this.#name(truth),
      this.#name(answer),
      formatCount(count),
      formatCount(total),
    );
    return html`<td class=${truth === answer ? 'right' : ''} data-share=${total === 0 ? 0 : count / total}
      title=${title}>${count === 0 ? '' : formatCount(count)}</td>`;
  }

  protected override render() {
    const { confusion, images } = this.mistakes;
    const labels = Array.from({ length: this.classes }, (_, label) => label);
    const totals = labels.map((truth) =>
      labels.reduce((sum, answer) => sum + confusion[truth * this.classes + answer], 0),
    );
    const right = labels.reduce((sum, label) => sum + confusion[label * this.classes + label], 0);
    const all = totals.reduce((sum, total) => sum + total, 0);
    const head = (label: number): string =>
      this.#name(label).length <= shortName ? this.#name(label) : this.#name(label).slice(0, shortName);
    return html`
      <div>${l10n.t('Test: {0} of {1} misclassified', formatCount(all - right), formatCount(all))} <span
        class="muted">(${formatPercent((all - right) / all, 1)})</span></div>
      <table aria-label=${l10n.t('Confusion matrix of the test data: rows are true classes, columns are predictions')}>
        <thead><tr><th scope="col"
          title=${l10n.t('Rows: true class; columns: prediction')}>↓ →</th>${labels.map(
            (label) => html`<th scope="col"
          title=${this.#name(label)}>${head(label)}</th>`,
          )}</tr></thead>
        <tbody>${labels.map(
          (truth) => html`<tr><th scope="row"
          title=${this.#name(truth)}>${head(truth)}</th>${labels.map((answer) => this.#cell(truth, answer, totals[truth]))}</tr>`,
        )}</tbody>
      </table>
      ${images && images.truth.length > 0 ? this.#wrong(images) : nothing}`;
  }

  #wrong(images: NonNullable<Mistakes['images']>): TemplateResult {
    return html`<ul aria-label=${l10n.t('Misclassified test images: true class, prediction')}>${Array.from(
      images.truth,
      (truth, index) => {
        const text = `${this.#name(truth)} → ${this.#name(images.answer[index])}`;
        return html`<li title=${text}><canvas width=${images.width} height=${images.height} role="img"
          aria-label=${text}></canvas>${text}</li>`;
      },
    )}</ul>`;
  }
}
