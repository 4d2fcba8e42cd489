import { SvgContext } from './svgContext';

/** A surface that chart.js draws on; it needs no more of a canvas. */
export interface Surface {
  width: number;
  height: number;
  getContext(type: '2d'): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
}

/** What a picture is drawn on: pixels or vectors. */
export interface Paper {
  /** Sizes are CSS pixels. */
  readonly context: CanvasRenderingContext2D;
  /** Pixels of a surface for one CSS pixel; 1 for vectors. */
  readonly scale: number;
  /**
   * Lets `work` draw on a surface of its own, which then lies with its corner at (x, y): for drawers that take a whole
   * canvas. What `work` answers is called when the surface is done with.
   */
  inset(x: number, y: number, width: number, height: number, work: (surface: Surface) => () => void): void;
}

/** Paper of pixels, `scale` for each CSS pixel. */
export class PixelPaper implements Paper {
  readonly context: CanvasRenderingContext2D;
  readonly #canvas: OffscreenCanvas;

  constructor(
    width: number,
    height: number,
    readonly scale: number,
  ) {
    this.#canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    // Its context has all that our drawers use; the types differ in what belongs to a page.
    this.context = this.#canvas.getContext('2d')! as unknown as CanvasRenderingContext2D;
    this.context.scale(scale, scale);
  }

  inset(x: number, y: number, width: number, height: number, work: (surface: Surface) => () => void): void {
    const surface = new OffscreenCanvas(Math.ceil(width), Math.ceil(height));
    const done = work(surface);
    this.context.drawImage(surface, x, y, width, height);
    done();
  }

  /** The picture as a PNG file. */
  async png(): Promise<Uint8Array> {
    return new Uint8Array(await (await this.blob()).arrayBuffer());
  }

  blob(): Promise<Blob> {
    return this.#canvas.convertToBlob({ type: 'image/png' });
  }
}

/** Paper of vectors: an SVG document. */
export class VectorPaper implements Paper {
  readonly scale = 1;
  readonly #svg: SvgContext;

  constructor(width: number, height: number) {
    this.#svg = new SvgContext(width, height);
  }

  get context(): CanvasRenderingContext2D {
    return this.#svg.drawable;
  }

  get svg(): SVGSVGElement {
    return this.#svg.getSvg();
  }

  inset(x: number, y: number, width: number, height: number, work: (surface: Surface) => () => void): void {
    const own = new SvgContext(width, height);
    const done = work({ width, height, getContext: () => own.drawable });
    this.#svg.drawImage(own, x, y, width, height);
    done();
  }
}
