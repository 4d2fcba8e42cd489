import type { Picture, PictureLook } from '../../../src/protocol/pictures';
import type { ChartContext } from '../../charts/canvas/chartContext';
import { SvgContext, type SvgMeans } from '../../charts/canvas/svgContext';
import { printColors } from '../../charts/theme/printColors';
import { pageTheme, parseColor } from '../../charts/theme/pageTheme';
import { Theme } from '../../charts/theme/theme';
import { drawSheet, layOut, type Sheet } from './sheets/sheet';

const themeOf = (look: PictureLook): Theme =>
  look === 'print' ? new Theme((token) => printColors[token] ?? '', parseColor) : pageTheme();

const contextOf = (canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D => canvas.getContext('2d')!;
const measure = (): OffscreenCanvasRenderingContext2D => contextOf(new OffscreenCanvas(1, 1));

/** A sheet as a PNG, two pixels for each one of the screen. */
export function pngBlob(sheet: Sheet, look: PictureLook): Promise<Blob> {
  const theme = themeOf(look);
  const layout = layOut(measure(), sheet, theme);
  const scale = 2 * Math.max(1, devicePixelRatio);
  const canvas = new OffscreenCanvas(Math.ceil(layout.width * scale), Math.ceil(layout.height * scale));
  const context = contextOf(canvas);
  context.scale(scale, scale);
  drawSheet(context satisfies ChartContext, sheet, layout, theme);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** What this page lends to an SVG context. */
function svgMeans(): SvgMeans {
  const context = measure();
  return {
    widthOf: (text, font) => {
      context.font = font;
      return context.measureText(text).width;
    },
    toAlphabetic: (baseline, font) => {
      context.font = font;
      const ascent = (of: CanvasTextBaseline): number => {
        context.textBaseline = of;
        return context.measureText('x').fontBoundingBoxAscent;
      };
      return ascent('alphabetic') - ascent(baseline);
    },
    addressOf: (image, sx, sy, sw, sh) => {
      const pixels = Object.assign(document.createElement('canvas'), { width: Math.ceil(sw), height: Math.ceil(sh) });
      pixels.getContext('2d')!.drawImage(image as OffscreenCanvas, sx, sy, sw, sh, 0, 0, pixels.width, pixels.height);
      return pixels.toDataURL();
    },
  };
}

/** A sheet as the picture of a file. `id` is a word of letters, digits and hyphens. */
export async function renderPicture(
  id: string,
  sheet: Sheet,
  format: Picture['format'],
  look: PictureLook,
): Promise<Picture> {
  const { title, description } = sheet;
  if (format === 'png') {
    const bytes = new Uint8Array(await (await pngBlob(sheet, look)).arrayBuffer());
    return { id, title, description, format, bytes };
  }
  const theme = themeOf(look);
  const context = new SvgContext(id, svgMeans());
  const layout = layOut(context, sheet, theme);
  drawSheet(context, sheet, layout, theme);
  const { width, height } = layout;
  return { id, title, description, format, text: context.text(width, height, title, description), width, height };
}
