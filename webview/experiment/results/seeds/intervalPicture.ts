import { svg, html, type TemplateResult } from 'lit';
import type { PairedDifference } from '../../../../src/experiment/comparison/pairedDifferences';

/** The difference at either end of a picture; 0 is in the middle. */
export type IntervalScale = number;

const width = 140;
const height = 14;

/** An interval as a bar over a line at 0, on one scale for all rows. `text` says its ends. */
export function intervalPicture(
  { mean, halfWidth }: PairedDifference,
  scale: IntervalScale,
  text: string,
): TemplateResult {
  const place = (value: number): number => width / 2 + (value / scale) * (width / 2 - 4);
  return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${text}>
    ${svg`<title>${text}</title>
      <line class="zero" x1=${width / 2} x2=${width / 2} y1="0" y2=${height}></line>
      <line class="interval" x1=${place(mean - halfWidth)} x2=${place(mean + halfWidth)} y1=${height / 2}
        y2=${height / 2}></line>
      <line class="interval" x1=${place(mean - halfWidth)} x2=${place(mean - halfWidth)} y1="4" y2="10"></line>
      <line class="interval" x1=${place(mean + halfWidth)} x2=${place(mean + halfWidth)} y1="4" y2="10"></line>
      <circle class="mean" cx=${place(mean)} cy=${height / 2} r="3"></circle>`}
  </svg>`;
}
