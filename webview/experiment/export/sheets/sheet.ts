import type { ChartContext } from '../../../charts/canvas/chartContext';
import { addMark } from '../../../charts/parts/marks';
import { classStyle } from '../../../charts/theme/classStyle';
import { seriesStyle } from '../../../charts/theme/seriesStyle';
import { cssOf, type Theme } from '../../../charts/theme/theme';

/**
 * What stands before a name in a legend: the line of a series, the mark of a class, filled (train) or hollow (test), or
 * the line between classes.
 */
export type LegendMark = { series: number } | { class: number } | { points: 'train' | 'test' } | { boundary: true };

/** One entry of a legend. */
export interface LegendEntry {
  mark: LegendMark;
  label: string;
}

/** A chart as a picture that stands alone: with its title, its legend, and room of its own. */
export interface Sheet {
  title: string;
  /** What it is of: experiment, step, seed. */
  subtitle: string;
  /** The picture in words. */
  description: string;
  legend: readonly LegendEntry[];
  /** Of the chart alone, in CSS pixels. */
  width: number;
  height: number;
  /** Draws the chart with its corner at (0, 0). */
  draw(context: ChartContext, theme: Theme): void;
}

const margin = 16;
const sizes = { title: 15, subtitle: 12, legend: 12 };
const rowHeight = 18;
const markWidth = 20;

/** Where everything lies; texts wrap at the chart's width. */
export interface Layout {
  width: number;
  height: number;
  titleLines: string[];
  subtitleLines: string[];
  /** Rows of legend entries with their left ends. */
  rows: { entry: LegendEntry; x: number }[][];
  chartTop: number;
}

/** Breaks a text into lines of at most `width`; a word that is longer is cut. */
function wrap(context: ChartContext, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replace(/[\r\n\t]+/g, ' ').split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || context.measureText(longer).width <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].filter((one) => one !== '').map((one) => cut(context, one, width));
}

function cut(context: ChartContext, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

/** Measures with any 2-D context; the same for pixels and vectors. */
export function layOut(context: ChartContext, { title, subtitle, legend, width, height }: Sheet, theme: Theme): Layout {
  context.font = `600 ${theme.font(sizes.title)}`;
  const titleLines = wrap(context, title, width);
  context.font = theme.font(sizes.subtitle);
  const subtitleLines = wrap(context, subtitle, width);
  context.font = theme.font(sizes.legend);
  const rows: Layout['rows'] = [];
  let x = Infinity;
  for (const { mark, label } of legend) {
    const entry = { mark, label: cut(context, label.replace(/[\r\n\t]+/g, ' '), width - markWidth - 6) };
    const size = markWidth + 6 + context.measureText(entry.label).width + 18;
    if (x + size - 18 > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)!.push({ entry, x });
    x += size;
  }
  const chartTop =
    margin +
    titleLines.length * 20 +
    subtitleLines.length * 17 +
    (rows.length > 0 ? 4 + rows.length * rowHeight : 0) +
    8;
  return {
    width: width + 2 * margin,
    height: Math.ceil(chartTop + height + margin),
    titleLines,
    subtitleLines,
    rows,
    chartTop,
  };
}

function drawMark(context: ChartContext, mark: LegendMark, x: number, y: number, theme: Theme): void {
  context.beginPath();
  context.setLineDash([]);
  if ('series' in mark) {
    const style = seriesStyle(mark.series);
    context.setLineDash([...style.dash]);
    context.moveTo(x, y);
    context.lineTo(x + markWidth, y);
    context.lineWidth = 3;
    context.strokeStyle = cssOf(theme.rgb(style.token));
    context.stroke();
    context.setLineDash([]);
  } else if ('class' in mark) {
    addMark(context, classStyle(mark.class).shape, x + markWidth - 6, y, 5);
    context.fillStyle = cssOf(theme.classRgb(mark.class));
    context.fill();
  } else if ('points' in mark) {
    addMark(context, 'circle', x + markWidth - 6, y, 4);
    context.fillStyle = theme.muted();
    context.strokeStyle = theme.muted();
    context.lineWidth = 1.4;
    if (mark.points === 'train') context.fill();
    else context.stroke();
  } else {
    context.moveTo(x, y);
    context.lineTo(x + markWidth, y);
    context.lineWidth = 1.6;
    context.strokeStyle = theme.foreground(0.85);
    context.stroke();
  }
}

/** Draws the whole sheet on the theme's background. */
export function drawSheet(
  context: ChartContext,
  sheet: Sheet,
  { width, height, titleLines, subtitleLines, rows, chartTop }: Layout,
  theme: Theme,
): void {
  context.fillStyle = theme.background();
  context.fillRect(0, 0, width, height);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  let y = margin;
  const write = (lines: readonly string[], font: string, color: string, lineHeight: number): void => {
    context.font = font;
    context.fillStyle = color;
    for (const line of lines) {
      context.fillText(line, margin, y + lineHeight - 6);
      y += lineHeight;
    }
  };
  write(titleLines, `600 ${theme.font(sizes.title)}`, theme.foreground(), 20);
  write(subtitleLines, theme.font(sizes.subtitle), theme.muted(), 17);
  y += 4;
  for (const row of rows) {
    for (const { entry, x } of row) {
      drawMark(context, entry.mark, margin + x, y + rowHeight / 2, theme);
      context.font = theme.font(sizes.legend);
      context.fillStyle = theme.foreground();
      context.fillText(entry.label, margin + x + markWidth + 6, y + rowHeight / 2 + 4);
    }
    y += rowHeight;
  }
  context.save();
  context.translate(margin, chartTop);
  sheet.draw(context, theme);
  context.restore();
}
