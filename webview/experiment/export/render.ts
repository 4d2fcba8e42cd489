import type { Picture, PictureLook } from '../../../src/protocol/pictures';
import { withTokens } from '../../charts/colors';
import { PixelPaper, VectorPaper } from './paper';
import { printColors } from './printColors';
import { drawSheet, layOut, type Sheet } from './sheets/sheet';
import { svgText } from './svgText';

const tokensOf = (look: PictureLook): Readonly<Record<string, string>> | undefined =>
  look === 'print' ? printColors : undefined;
const measuring = (): CanvasRenderingContext2D =>
  new OffscreenCanvas(1, 1).getContext('2d')! as unknown as CanvasRenderingContext2D;

/** A sheet as pixels, two for each one of the screen. */
function pixels(sheet: Sheet, look: PictureLook): PixelPaper {
  return withTokens(tokensOf(look), () => {
    const layout = layOut(measuring(), sheet);
    const paper = new PixelPaper(layout.width, layout.height, 2 * Math.max(1, devicePixelRatio));
    drawSheet(paper, sheet, layout);
    return paper;
  });
}

/** A sheet as a PNG for the clipboard. */
export function pngBlob(sheet: Sheet, look: PictureLook): Promise<Blob> {
  return pixels(sheet, look).blob();
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
    const paper = pixels(sheet, look);
    const bytes = await paper.png();
    return { id, title, description, format, bytes };
  }
  return withTokens(tokensOf(look), () => {
    const { width, height, ...rest } = layOut(measuring(), sheet);
    const paper = new VectorPaper(width, height);
    drawSheet(paper, sheet, { width, height, ...rest });
    return { id, title, description, format, text: svgText(paper.svg, id, title, description), width, height };
  });
}
