import type { Rgb } from './rgb';

/** OKLab to sRGB, 0 to 255 (Ottosson, A perceptual color space for image processing, 2020). */
function fromOklab(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((value) => {
    const inside = Math.min(1, Math.max(0, value));
    return Math.round(255 * (inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055));
  }) as unknown as Rgb;
}

/**
 * A sequential map, even to the eye: from dark violet to light yellow, whose order is one of lightness and so the same
 * to colour-blind eyes. The best value (`share` 1) stands out from the page: it is the lightest on a dark one, the
 * darkest on a light one.
 */
export function mapColor(share: number, dark: boolean): Rgb {
  const place = Math.min(1, Math.max(0, dark ? share : 1 - share));
  const hue = ((290 - 185 * place) * Math.PI) / 180;
  const chroma = 0.12 - 0.03 * Math.cos(2 * Math.PI * place) * 0.5;
  return fromOklab(0.32 + 0.58 * place, chroma * Math.cos(hue), chroma * Math.sin(hue));
}

/** Relative luminance (WCAG 2). */
export function luminance([red, green, blue]: Rgb): number {
  const [r, g, b] = [red, green, blue].map((value) =>
    value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Whether a page of this colour is a dark one, for `mapColor`. */
export const isDark = (page: Rgb): boolean => luminance(page) < 0.4;

/** Black or white, whichever reads better on a colour. */
export function inkOn(color: Rgb): string {
  const light = luminance(color);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? '#000000' : '#ffffff';
}
