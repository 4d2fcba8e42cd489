import { classStyle } from './classStyle';
import { onThemeChange } from './themeWatcher';
import type { Rgb } from './rgb';

const cache = new Map<string, Rgb>();
let probe: CanvasRenderingContext2D | undefined;
/** Values that stand in for the theme's tokens while a picture is drawn for paper. */
let standIn: Readonly<Record<string, string>> | undefined;

/** The value of a theme token as the page has it now, or as its stand-in says. */
function tokenValue(style: CSSStyleDeclaration, token: string): string {
  return standIn ? (standIn[token] ?? '') : style.getPropertyValue(token).trim();
}

/** Does `work`, all at once, with `tokens` in place of the theme's; undefined leaves the theme. */
export function withTokens<T>(tokens: Readonly<Record<string, string>> | undefined, work: () => T): T {
  if (!tokens) return work();
  cache.clear();
  standIn = tokens;
  try {
    return work();
  } finally {
    standIn = undefined;
    cache.clear();
  }
}

// Registered before any element draws, so that the elements' own listeners find the cache empty.
onThemeChange(() => cache.clear());

/** Any CSS colour as the canvas understands it. */
function parse(color: string): Rgb {
  probe ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })!;
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = '#808080';
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = probe.getImageData(0, 0, 1, 1).data;
  if (alpha === 0) return [128, 128, 128];
  return [red, green, blue];
}

/** The colour of the first of these theme tokens that the theme has; opaque. */
export function rgbOf(...tokens: string[]): Rgb {
  const key = tokens.join();
  const known = cache.get(key);
  if (known) return known;
  const style = getComputedStyle(document.body);
  const value = tokens.map((token) => tokenValue(style, token)).find((text) => text !== '');
  const rgb = parse(value ?? style.color);
  cache.set(key, rgb);
  return rgb;
}

/** As a canvas or CSS colour. */
export function cssOf([red, green, blue]: Rgb, alpha = 1): string {
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

export const foreground = (alpha = 1): string =>
  cssOf(rgbOf('--vscode-editor-foreground', '--vscode-foreground'), alpha);
export const muted = (): string => cssOf(rgbOf('--vscode-descriptionForeground', '--vscode-foreground'));
export const background = (): Rgb => rgbOf('--vscode-editor-background');

/** Font of all text in charts. */
export function chartFont(size = 11): string {
  return `${size}px ${tokenValue(getComputedStyle(document.body), '--vscode-font-family') || 'sans-serif'}`;
}

/** The colour of a class of the data. */
export const classRgb = (index: number): Rgb => rgbOf(classStyle(index).token);
