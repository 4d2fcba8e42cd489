import type { Theme } from '../theme/theme';

export type TextAlign = 'start' | 'end' | 'left' | 'right' | 'center';
export type TextBaseline = 'top' | 'hanging' | 'middle' | 'alphabetic' | 'ideographic' | 'bottom';

/** What a chart may draw with: a part of a canvas's context that `SvgContext` has too. */
export interface ChartContext {
  /** A colour; what else a canvas takes is not used. */
  fillStyle: string | object;
  strokeStyle: string | object;
  lineWidth: number;
  font: string;
  textAlign: TextAlign;
  textBaseline: TextBaseline;
  imageSmoothingEnabled: boolean;
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  rotate(angle: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  closePath(): void;
  setLineDash(dash: number[]): void;
  fill(): void;
  stroke(): void;
  clip(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number, maxWidth?: number): void;
  measureText(text: string): { width: number };
  /** The part of `image`, an `OffscreenCanvas`, at (sx, sy), sw × sh of its pixels, as the rectangle at (x, y). */
  drawImage(
    image: object,
    sx: number,
    sy: number,
    sw: number,
    sh: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void;
}

/** Where a chart is drawn: so many CSS pixels from (0, 0), in the colours of a theme. */
export interface Room {
  width: number;
  height: number;
  theme: Theme;
}

/** Draws a chart; the same function for the screen, PNG, SVG and reports. It reads nothing but its arguments. */
export type Draw<Model> = (context: ChartContext, model: Model, room: Room) => void;

/** The drawn area of a chart within its margins, in CSS pixels. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The area that margins leave. */
export function frameIn({ width, height }: Pick<Room, 'width' | 'height'>, margin: Frame): Frame {
  return { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
}
