import type { Rgb } from './rgb';
import { Theme } from './theme';
import { onThemeChange } from './themeWatcher';

let probe: CanvasRenderingContext2D | undefined;

/** Any CSS colour as the canvas understands it; grey for none. */
export function parseColor(color: string): Rgb {
  probe ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })!;
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = '#808080';
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = probe.getImageData(0, 0, 1, 1).data;
  return alpha === 0 ? [128, 128, 128] : [red, green, blue];
}

let page: Theme | undefined;

/** The theme that the page has now; another object after a change. */
export function pageTheme(): Theme {
  if (page) return page;
  const style = getComputedStyle(document.body);
  page = new Theme(
    (token) => style.getPropertyValue(token).trim(),
    (color) => parseColor(color === '' ? style.color : color),
  );
  return page;
}

// Registered before any element draws, so that the elements' own listeners find the new theme.
onThemeChange(() => (page = undefined));
