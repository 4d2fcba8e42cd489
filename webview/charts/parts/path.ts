import type { ChartContext } from '../canvas/chartContext';

/** Adds a line through so many points to the path; one that is not finite leaves a gap. */
export function addLine(
  context: ChartContext,
  count: number,
  xOf: (index: number) => number,
  yOf: (index: number) => number,
): void {
  let open = false;
  for (let index = 0; index < count; index++) {
    const [x, y] = [xOf(index), yOf(index)];
    if (!Number.isFinite(x) || !Number.isFinite(y)) open = false;
    else if (open) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      open = true;
    }
  }
}

/** Draws one straight line. */
export function drawRule(context: ChartContext, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** Writes a text upwards with its middle at (x, y). */
export function writeUpwards(context: ChartContext, text: string, x: number, y: number): void {
  context.save();
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, 0, 0);
  context.restore();
}
