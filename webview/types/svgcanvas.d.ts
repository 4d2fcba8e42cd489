/** The parts of svgcanvas that are used or corrected here; the names with two underscores are its own inner ones. */
declare module 'svgcanvas' {
  export class Context {
    constructor(options: { width: number; height: number; ctx: CanvasRenderingContext2D; document: Document });
    protected readonly __document: Document;
    protected readonly __ctx: CanvasRenderingContext2D;
    protected __currentElement: SVGElement;
    protected __currentDefaultPath: string;
    font: string;
    textAlign: CanvasTextAlign;
    textBaseline: CanvasTextBaseline;
    protected __createElement(
      name: string,
      properties?: Record<string, string | number>,
      resetFill?: boolean,
    ): SVGElement;
    protected __closestGroupOrSvg(): SVGElement;
    protected __applyTransformation(element: SVGElement): void;
    protected __applyStyleToCurrentElement(type: 'fill' | 'stroke'): void;
    protected __applyText(text: string, x: number, y: number, action: 'fill' | 'stroke'): void;
    protected __applyCurrentDefaultPath(): void;
    arc(x: number, y: number, radius: number, start: number, end: number, counterclockwise?: boolean): void;
    drawImage(image: unknown, ...place: number[]): void;
    fillRect(x: number, y: number, width: number, height: number): void;
    strokeRect(x: number, y: number, width: number, height: number): void;
    clearRect(x: number, y: number, width: number, height: number): void;
    stroke(path?: Path2D): void;
    fill(path?: Path2D | CanvasFillRule): void;
    getSvg(): SVGSVGElement;
  }
}
