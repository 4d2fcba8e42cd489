import { Context } from 'svgcanvas';

/** Digits of a font that is written as CSS shorthand: `600 14px system-ui, sans-serif`. */
const fontParts = /^(?:(italic|oblique|normal)\s+)?(?:(bold|normal|[1-9]00)\s+)?([\d.]+)px(?:\/\S+)?\s+(.+)$/;
const xlink = 'http://www.w3.org/1999/xlink';

/**
 * A document of its own that loads nothing: pictures put into the page's would be held against its content security
 * policy.
 */
const paper = (): Document => document.implementation.createDocument(null, null);

/**
 * svgcanvas's 2-D context, corrected where our drawers and the page's policy need it: text without style attributes and
 * on its plain baseline (few programs know the others), every stroke of a path kept, canvases as embedded pictures.
 */
export class SvgContext extends Context {
  /** The path that was painted last, with what it has; a second stroke of the same path is a path of its own. */
  #stroked: SVGElement | undefined;
  #dash: number[] = [];

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    super({ width, height, ctx: document.createElement('canvas').getContext('2d')!, document: paper() });
  }

  /** svgcanvas makes no difference between its types and the real ones; the drawers know the real ones. */
  get drawable(): CanvasRenderingContext2D {
    return this as unknown as CanvasRenderingContext2D;
  }

  /** The paper is empty when one begins, and a rectangle cleared would be a white one. */
  override clearRect(): void {}

  getLineDash(): number[] {
    return this.#dash;
  }

  setLineDash(dash: number[]): void {
    this.#dash = [...dash];
    (this as unknown as { lineDash: string | null }).lineDash = dash.length > 0 ? dash.join(',') : null;
  }

  override stroke(path?: Path2D): void {
    if (path) throw new TypeError('A Path2D cannot be read: draw the path on the context.');
    if (this.#stroked === this.__currentElement) {
      const again = this.__createElement('path', {}, true);
      this.__closestGroupOrSvg().appendChild(again);
      this.__currentElement = again;
    }
    super.stroke();
    this.#stroked = this.__currentElement;
  }

  /**
   * Whole circles as two halves: svgcanvas leaves a gap of a thousandth, which becomes the whole when numbers are
   * rounded.
   */
  override arc(x: number, y: number, radius: number, start: number, end: number, counterclockwise = false): void {
    if (Math.abs(end - start) < 2 * Math.PI) return super.arc(x, y, radius, start, end, counterclockwise);
    super.arc(x, y, radius, start, start + Math.PI);
    super.arc(x, y, radius, start + Math.PI, start + 2 * Math.PI);
  }

  /** What is drawn beside the current path leaves it as it is. */
  #aside(work: () => void): void {
    const path = this.__currentElement;
    work();
    if (path.nodeName === 'path') this.__currentElement = path;
  }

  override fillRect(x: number, y: number, width: number, height: number): void {
    this.#aside(() => super.fillRect(x, y, width, height));
  }

  override strokeRect(x: number, y: number, width: number, height: number): void {
    this.#aside(() => super.strokeRect(x, y, width, height));
  }

  protected override __applyText(text: string, x: number, y: number, action: 'fill' | 'stroke'): void {
    this.#aside(() => this.#write(text, x, y, action));
  }

  #write(text: string, x: number, y: number, action: 'fill' | 'stroke'): void {
    const [, style, weight, size, family] = fontParts.exec(this.font) ?? [
      undefined,
      undefined,
      undefined,
      '10',
      'sans-serif',
    ];
    const anchor = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' }[this.textAlign];
    const element = this.__createElement(
      'text',
      {
        'font-family': family,
        'font-size': `${size}px`,
        ...(style === undefined ? {} : { 'font-style': style }),
        ...(weight === undefined ? {} : { 'font-weight': weight }),
        x,
        y: y + this.#toAlphabetic(),
        ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
      },
      true,
    );
    // Narrow spaces between thousands stay; blanks at the ends would be lost without meaning anything.
    element.appendChild(this.__document.createTextNode(text));
    this.__closestGroupOrSvg().appendChild(element);
    this.__currentElement = element;
    this.__applyTransformation(element);
    this.__applyStyleToCurrentElement(action);
  }

  /** How far the alphabetic baseline lies below the one that is set. */
  #toAlphabetic(): number {
    const measure = this.__ctx;
    measure.font = this.font;
    const ascent = (baseline: CanvasTextBaseline): number => {
      measure.textBaseline = baseline;
      return measure.measureText('x').fontBoundingBoxAscent;
    };
    const shift = ascent('alphabetic') - ascent(this.textBaseline);
    measure.textBaseline = 'alphabetic';
    return shift;
  }

  /** A canvas as an embedded PNG of the pixels that it has, or another SVG context with all that is on it. */
  override drawImage(image: unknown, ...place: number[]): void {
    if (image instanceof Context) return super.drawImage(image, ...place);
    const source = image as HTMLCanvasElement | OffscreenCanvas;
    const [sx, sy, sw, sh, dx, dy, dw, dh] =
      place.length === 8
        ? place
        : [0, 0, source.width, source.height, place[0], place[1], place[2] ?? source.width, place[3] ?? source.height];
    const pixels = Object.assign(document.createElement('canvas'), { width: Math.ceil(sw), height: Math.ceil(sh) });
    pixels.getContext('2d')!.drawImage(source, sx, sy, sw, sh, 0, 0, pixels.width, pixels.height);
    const element = this.__createElement('image', { x: dx, y: dy, width: dw, height: dh, preserveAspectRatio: 'none' });
    element.setAttributeNS(xlink, 'xlink:href', pixels.toDataURL());
    this.__applyTransformation(element);
    this.__closestGroupOrSvg().appendChild(element);
  }
}
