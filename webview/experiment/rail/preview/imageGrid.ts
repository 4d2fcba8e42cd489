import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { listText } from '../../../../src/experiment/text/language';
import type { DataPreview } from '../../../../src/experiment/record/record';
import { LightElement } from '../../../shared/lightElement';
import { pixelsOf } from '../../../charts/parts/imagePixels';

type Images = NonNullable<DataPreview['images']>;

/** Images side by side, and CSS pixels between two of them. */
const columns = 8;
const gap = 2;

/** A grid of training images, the classes in turn. */
@customElement('il-image-grid')
export class ImageGrid extends LightElement {
  @property({ attribute: false }) images!: Images;
  @property({ attribute: false }) names: string[] | undefined;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;

  protected override updated(): void {
    const context = this.canvas?.getContext('2d');
    if (!this.canvas || !context) return;
    const { width, height, classes } = this.images;
    this.canvas.width = columns * (width + gap) - gap;
    this.canvas.height = Math.ceil(classes.length / columns) * (height + gap) - gap;
    for (let index = 0; index < classes.length; index++) {
      const [column, row] = [index % columns, Math.floor(index / columns)];
      context.putImageData(
        new ImageData(pixelsOf(this.images, index), width, height),
        column * (width + gap),
        row * (height + gap),
      );
    }
  }

  protected override render() {
    const { classes } = this.images;
    const shown = [...new Set(classes)].map((label) => this.names?.[label] ?? String(label));
    return html`<canvas role="img"
      aria-label=${l10n.t('{0} training images of {1}', classes.length, listText(shown))}></canvas>`;
  }
}
