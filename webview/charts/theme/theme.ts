import { classStyle } from './classStyle';
import type { Rgb } from './rgb';

/** As a canvas, SVG or CSS colour. */
export function cssOf([red, green, blue]: Rgb, alpha = 1): string {
  return alpha === 1 ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** Colours and font of a chart, by theme tokens: those of the page, or those of paper. */
export class Theme {
  readonly #cache = new Map<string, Rgb>();

  /** `valueOf` gives the value of a token, empty where there is none; `parse` reads a CSS colour. */
  constructor(
    private readonly valueOf: (token: string) => string,
    private readonly parse: (color: string) => Rgb,
  ) {}

  /** The colour of the first of these tokens that has one; opaque. */
  rgb(...tokens: string[]): Rgb {
    const key = tokens.join();
    const known = this.#cache.get(key);
    if (known) return known;
    const rgb = this.parse(tokens.map((token) => this.valueOf(token)).find((value) => value !== '') ?? '');
    this.#cache.set(key, rgb);
    return rgb;
  }

  foreground(alpha = 1): string {
    return cssOf(this.rgb('--vscode-editor-foreground', '--vscode-foreground'), alpha);
  }

  muted(): string {
    return cssOf(this.rgb('--vscode-descriptionForeground', '--vscode-foreground'));
  }

  background(alpha = 1): string {
    return cssOf(this.rgb('--vscode-editor-background'), alpha);
  }

  /** Text in charts, of so many CSS pixels. */
  font(size = 11): string {
    return `${size}px ${this.valueOf('--vscode-font-family') || 'sans-serif'}`;
  }

  /** The colour of a class of the data. */
  classRgb(index: number): Rgb {
    return this.rgb(classStyle(index).token);
  }
}
