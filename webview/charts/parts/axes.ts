import type { ChartContext, Frame, Room } from '../canvas/chartContext';
import { drawRule, writeUpwards } from './path';

/** A mark of an axis: its pixel, and what is written there. */
export interface Mark {
  at: number;
  text: string;
}

/** One axis as it is drawn. */
export interface AxisMarks {
  marks: readonly Mark[];
  title: string;
  /** Lines through the whole chart; absent: short ones, or none. */
  grid?: boolean;
  /** Short lines at the marks. */
  ticks?: boolean;
}

/** Pixels from the left edge of a chart to the middle of the upright axis's title. */
const titleLeft = 9;
/** Pixels from the frame down to the words of the lower axis, and to its title. */
const [wordsBelow, titleBelow] = [6, 20];

const sharp = (pixel: number): number => Math.round(pixel) + 0.5;

/** Draws both axes of a chart: lines of the grid, the values, the titles. */
export function drawAxes(
  context: ChartContext,
  frame: Frame,
  x: AxisMarks,
  y: AxisMarks,
  { width, theme }: Room,
  fontSize = 11,
): void {
  context.font = theme.font(fontSize);
  context.lineWidth = 1;
  context.setLineDash([]);
  context.fillStyle = theme.muted();
  context.strokeStyle = theme.foreground(0.1);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { at, text } of y.marks) {
    if (y.grid) drawRule(context, frame.left, sharp(at), frame.right, sharp(at));
    context.fillText(text, frame.left - 5, at);
  }
  if (x.grid) for (const { at } of x.marks) drawRule(context, sharp(at), frame.top, sharp(at), frame.bottom);
  context.strokeStyle = theme.foreground(0.3);
  context.beginPath();
  context.moveTo(frame.left + 0.5, frame.top);
  context.lineTo(frame.left + 0.5, sharp(frame.bottom));
  context.lineTo(frame.right, sharp(frame.bottom));
  context.stroke();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { at, text } of x.marks) {
    if (x.ticks) drawRule(context, sharp(at), frame.bottom, sharp(at), frame.bottom + 4);
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(width - half, Math.max(half, at)), frame.bottom + wordsBelow);
  }
  if (x.title !== '') context.fillText(x.title, (frame.left + frame.right) / 2, frame.bottom + titleBelow);
  writeUpwards(context, y.title, titleLeft, (frame.top + frame.bottom) / 2);
}
