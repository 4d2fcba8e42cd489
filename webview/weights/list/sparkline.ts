import { svg, type SVGTemplateResult } from 'lit';

const width = 82;
const height = 18;

/** Bars of a distribution as one shape, highest bin to the top. Decoration: the figures beside it say the same. */
export function sparkline(counts: ArrayLike<number>): SVGTemplateResult | undefined {
  let top = 0;
  for (let bin = 0; bin < counts.length; bin++) top = Math.max(top, counts[bin]);
  if (top === 0) return undefined;
  const step = width / counts.length;
  let path = `M0 ${height}`;
  for (let bin = 0; bin < counts.length; bin++) {
    // What is there shows at least half a pixel.
    const y = counts[bin] === 0 ? height : Math.min(height - 0.5, height - (height - 1) * (counts[bin] / top));
    path += `V${y.toFixed(1)}H${((bin + 1) * step).toFixed(1)}`;
  }
  return svg`<svg class="spark" width=${width} height=${height} viewBox="0 0 ${width} ${height}"
    aria-hidden="true"><path d="${path}V${height}Z"/></svg>`;
}
