import type { DataPreview, Mistakes } from '../../src/experiment/record/record';
import { mockRandom } from './mockDraw';

/** A made-up picture for each class: rings as many as its number, on a slant. */
function pixelsOf(label: number, side: number, channels: number): number[] {
  return Array.from({ length: channels * side * side }, (_, at) => {
    const [channel, place] = [Math.floor(at / side ** 2), at % side ** 2];
    const [x, y] = [(place % side) / side - 0.5, Math.floor(place / side) / side - 0.5];
    return Math.round(127 + 127 * Math.sin((label + 1) * 6 * Math.hypot(x + 0.1 * label * y, y) + channel));
  });
}

/** Images of ten classes, four each. */
export function mockImages(channels: 1 | 3): NonNullable<DataPreview['images']> {
  const side = channels === 1 ? 28 : 32;
  const classes = Uint8Array.from({ length: 40 }, (_, index) => Math.floor(index / 4));
  return {
    width: side,
    height: side,
    channels,
    classes,
    pixels: Uint8Array.from([...classes].flatMap((label) => pixelsOf(label, side, channels))),
  };
}

/** A confusion matrix with most on its diagonal, and wrong images where the data has images. */
export function mockMistakes({ classes, testCount, images }: DataPreview): Mistakes {
  const random = mockRandom(5);
  const confusion = new Uint32Array(classes ** 2);
  for (let row = 0; row < testCount; row++) {
    const truth = Math.floor(random() * classes);
    const answer = random() < 0.6 ? truth : Math.floor(random() * classes);
    confusion[truth * classes + answer]++;
  }
  if (!images) return { confusion };
  const truth = Uint8Array.from({ length: 12 }, (_, index) => index % classes);
  const { width, height, channels } = images;
  return {
    confusion,
    images: {
      width,
      height,
      channels,
      truth,
      answer: truth.map((label) => (label + 3) % classes),
      pixels: Uint8Array.from([...truth].flatMap((label) => pixelsOf(label, width, channels))),
    },
  };
}
