import { pathRound, type Path } from 'd3-path';
import type { ChartContext, TextAlign, TextBaseline } from './chartContext';

/** What a page lends to an SVG context: measures of text, and the address of a picture's pixels. */
export interface SvgMeans {
  /** Width of a text in a font. */
  widthOf(text: string, font: string): number;
  /** How far the alphabetic baseline lies below another one. */
  toAlphabetic(baseline: TextBaseline, font: string): number;
  /** Pixels as the address of a PNG. */
  addressOf(image: object, sx: number, sy: number, sw: number, sh: number): string;
}

/** CSS shorthand of a font: `600 14px system-ui, sans-serif`. */
const fontParts = /^(?:(\d+|bold|normal)\s+)?([\d.]+)px\s+(.+)$/;
/** Hundredths of a pixel are finer than any screen. */
const digits = 2;

const round = (value: number): string => String(Number(value.toFixed(digits)));
const escape = (text: string): string =>
  // XML has no control characters; those that texts may have are blanks.
  text
    .replace(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

type Attributes = Record<string, string | number | undefined>;

function tag(name: string, attributes: Attributes, content = ''): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escape(value!)}"`)
    .join('');
  return content === '' ? `<${name}${given}/>` : `<${name}${given}>${content}</${name}>`;
}

/** Colour and opacity of a paint: few programs read `rgba()` in an SVG. */
function paint(kind: 'fill' | 'stroke', color: string): Attributes {
  const [, rgb, alpha] = /^rgba\((.+), ([\d.e-]+)\)$/.exec(color) ?? [];
  return rgb === undefined ? { [kind]: color } : { [kind]: `rgb(${rgb})`, [`${kind}-opacity`]: Number(alpha) };
}

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  font: string;
  textAlign: TextAlign;
  textBaseline: TextBaseline;
  imageSmoothingEnabled: boolean;
  dash: readonly number[];
  transform: string;
  /** Of the clip path that holds. */
  clip: string | undefined;
}

/**
 * Writes an SVG picture by the calls that draw on a canvas. Text is text, without style attributes and on its
 * alphabetic baseline; what is drawn as pixels is an embedded PNG. `id` begins the names within the picture, as several
 * may share one page.
 */
export class SvgContext implements ChartContext {
  fillStyle: string = '#000000';
  strokeStyle: string = '#000000';
  lineWidth = 1;
  font = '10px sans-serif';
  textAlign: TextAlign = 'start';
  textBaseline: TextBaseline = 'alphabetic';
  imageSmoothingEnabled = true;
  #dash: readonly number[] = [];
  #transform = '';
  #clip: string | undefined;
  #path: Path = pathRound(digits);
  #begun = false;
  #clips = 0;
  readonly #saved: State[] = [];
  readonly #parts: { clip: string | undefined; element: string }[] = [];

  constructor(
    private readonly id: string,
    private readonly means: SvgMeans,
  ) {}

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, font, textAlign, textBaseline, imageSmoothingEnabled } = this;
    this.#saved.push({
      ...{ fillStyle, strokeStyle, lineWidth, font, textAlign, textBaseline, imageSmoothingEnabled },
      dash: this.#dash,
      transform: this.#transform,
      clip: this.#clip,
    });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (!state) return;
    const { dash, transform, clip, ...rest } = state;
    Object.assign(this, rest);
    [this.#dash, this.#transform, this.#clip] = [dash, transform, clip];
  }

  translate(x: number, y: number): void {
    this.#transform += `translate(${round(x)} ${round(y)})`;
  }

  rotate(angle: number): void {
    this.#transform += `rotate(${round((angle * 180) / Math.PI)})`;
  }

  beginPath(): void {
    this.#path = pathRound(digits);
    this.#begun = false;
  }

  moveTo(x: number, y: number): void {
    this.#begun = true;
    this.#path.moveTo(x, y);
  }

  lineTo(x: number, y: number): void {
    // A canvas begins a path there.
    if (!this.#begun) this.moveTo(x, y);
    else this.#path.lineTo(x, y);
  }

  arc(x: number, y: number, radius: number, start: number, end: number): void {
    this.#path.arc(x, y, radius, start, end);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.rect(x, y, width, height);
  }

  closePath(): void {
    this.#path.closePath();
  }

  setLineDash(dash: number[]): void {
    this.#dash = [...dash];
  }

  fill(): void {
    this.#add('path', { d: this.#path.toString(), ...paint('fill', this.fillStyle) });
  }

  stroke(): void {
    this.#add('path', { d: this.#path.toString(), fill: 'none', ...this.#pen() });
  }

  clip(): void {
    const id = `${this.id}-${++this.#clips}`;
    // A clip within another one: the inner path is clipped by the outer one.
    const path = tag('path', { d: this.#path.toString(), ...this.#place() });
    const outer = this.#clip === undefined ? undefined : `url(#${this.#clip})`;
    this.#parts.push({ clip: undefined, element: tag('clipPath', { id, 'clip-path': outer }, path) });
    this.#clip = id;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', { x, y, width, height, ...paint('fill', this.fillStyle) });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', { x, y, width, height, fill: 'none', ...this.#pen() });
  }

  fillText(text: string, x: number, y: number, maxWidth = Infinity): void {
    const [, weight, size = '10', family = 'sans-serif'] = fontParts.exec(this.font) ?? [];
    const anchor = { left: undefined, start: undefined, center: 'middle', right: 'end', end: 'end' }[this.textAlign];
    const squeezed = this.measureText(text).width > maxWidth;
    this.#add(
      'text',
      {
        x,
        y: y + this.means.toAlphabetic(this.textBaseline, this.font),
        'font-family': family,
        'font-size': `${size}px`,
        'font-weight': weight,
        'text-anchor': anchor,
        textLength: squeezed ? maxWidth : undefined,
        lengthAdjust: squeezed ? 'spacingAndGlyphs' : undefined,
        ...paint('fill', this.fillStyle),
      },
      escape(text),
    );
  }

  measureText(text: string): { width: number } {
    return { width: this.means.widthOf(text, this.font) };
  }

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
  ): void {
    const href = this.means.addressOf(image, sx, sy, sw, sh);
    const rendering = this.imageSmoothingEnabled ? undefined : 'pixelated';
    const place = { x, y, width, height, preserveAspectRatio: 'none', 'image-rendering': rendering };
    this.#add('image', { ...place, 'xlink:href': href });
  }

  #pen(): Attributes {
    const dash = this.#dash.length > 0 ? this.#dash.join(' ') : undefined;
    return { ...paint('stroke', this.strokeStyle), 'stroke-width': this.lineWidth, 'stroke-dasharray': dash };
  }

  #place(): Attributes {
    return { transform: this.#transform === '' ? undefined : this.#transform };
  }

  #add(name: string, attributes: Attributes, content = ''): void {
    if (attributes['d'] === '') return;
    this.#parts.push({ clip: this.#clip, element: tag(name, { ...attributes, ...this.#place() }, content) });
  }

  /** All elements, those of one clip path after each other in a group: its path has the picture's own coordinates. */
  #body(): string {
    let body = '';
    for (let at = 0; at < this.#parts.length;) {
      const { clip } = this.#parts[at];
      let group = '';
      for (; at < this.#parts.length && this.#parts[at].clip === clip; at++) group += this.#parts[at].element;
      body += clip === undefined ? group : tag('g', { 'clip-path': `url(#${clip})` }, group);
    }
    return body;
  }

  /** The picture as the text of a file, with a title and a description for those who do not see it. */
  text(width: number, height: number, title: string, description: string): string {
    const attributes = { width, height, viewBox: `0 0 ${round(width)} ${round(height)}` };
    const words = `<title>${escape(title)}</title><desc>${escape(description)}</desc>`;
    const names = { xmlns: 'http://www.w3.org/2000/svg', 'xmlns:xlink': 'http://www.w3.org/1999/xlink' };
    return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('svg', { ...names, ...attributes }, words + this.#body())}\n`;
  }
}
