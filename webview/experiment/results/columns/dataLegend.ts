import * as l10n from '@vscode/l10n';
import { css, html, LitElement, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DataPreview } from '../../../../src/experiment/record/record';
import { classStyle, type ClassStyle } from '../../../charts/theme/classStyle';
import { sharedStyles } from '../../../shared/styles';

/** What the colours and marks of the data mean: its classes (the first ten), or the ends of a quantity. */
export function classLabels({ classes, classNames }: DataPreview): string[] {
  return classes === 0
    ? [l10n.t('low target'), l10n.t('high target')]
    : Array.from({ length: Math.min(classes, 10) }, (_, index) => classNames?.[index] ?? l10n.t('class {0}', index));
}

/** What the line through a picture of the plane means. */
export function boundaryLabel({ classes }: DataPreview): string {
  return classes > 2
    ? l10n.t('where the prediction changes')
    : classes === 0
      ? l10n.t('middle of the range')
      : 'p = 0.5';
}

const shapes: Record<ClassStyle['shape'], SVGTemplateResult> = {
  square: svg`<rect x="1" y="1" width="8" height="8" />`,
  circle: svg`<circle cx="5" cy="5" r="4.2" />`,
  triangle: svg`<path d="M5 0.6 L9.6 8.7 L0.4 8.7 Z" />`,
  diamond: svg`<path d="M5 0 L9.8 5 L5 10 L0.2 5 Z" />`,
};

/** What the marks, colours and lines of the boundaries mean. */
@customElement('il-data-legend')
export class DataLegend extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host {
      display: flex; flex-wrap: wrap; gap: 2px 14px; padding: 6px 14px 0; font-size: 12px;
      color: var(--vscode-descriptionForeground);
    }
    span { display: inline-flex; align-items: center; gap: 5px; white-space: nowrap; }
    svg { width: 10px; height: 10px; overflow: visible; }
    .hollow { fill: none; stroke: var(--vscode-descriptionForeground); stroke-width: 1.4; }
    .full { fill: var(--vscode-descriptionForeground); }
    .line { stroke: var(--vscode-foreground); stroke-width: 1.6; }
  `,
  ];

  @property({ attribute: false }) data!: DataPreview;

  protected override render() {
    const { data } = this;
    const item = (mark: SVGTemplateResult, kind: string, text: string): TemplateResult =>
      html`<span><svg viewBox="0 0 10 10" class=${kind} aria-hidden="true">${mark}</svg>${text}</span>`;
    const classItem = (name: string, index: number): TemplateResult => {
      const { token, shape } = classStyle(index);
      return html`<span><svg viewBox="0 0 10 10" fill="var(${token})"
        aria-hidden="true">${shapes[shape]}</svg>${name}</span>`;
    };
    return html`${classLabels(data).map(classItem)}
      ${item(shapes.circle, 'full', l10n.t('train'))}${data.testCount > 0 ? item(shapes.circle, 'hollow', l10n.t('test')) : ''}
      ${item(svg`<path d="M0 5 H10" />`, 'line', boundaryLabel(data))}
      <span>${l10n.t('stronger colour: higher certainty')}</span>`;
  }
}
