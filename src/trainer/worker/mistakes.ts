import { pixelsOf } from '../../engine/datasets/inputs';
import type { Dataset } from '../../engine/datasets/spec';
import type { Network } from '../../engine/network/network';
import type { Mistakes } from '../../experiment/record/record';

/** More classes make no matrix that can be read. */
const mostClasses = 20;
/** Wrong images kept of a trial. */
const mostImages = 12;
/**
 * What a network answers to the test rows: the confusion matrix, and of images the first that are wrong. Undefined
 * without classes or test rows, or when `cut` says so between two pieces.
 */
export function mistakesOf(
  network: Network,
  { test, classes, image, features }: Dataset,
  cut: () => boolean = () => false,
): Mistakes | undefined {
  if (!test?.labels || classes < 2 || classes > mostClasses) return undefined;
  const { labels, inputs } = test;
  const answers = new Uint8Array(test.count);
  if (!network.classify(inputs, test.count, answers, undefined, cut)) return undefined;
  const confusion = new Uint32Array(classes * classes);
  const wrong: number[] = [];
  for (let row = 0; row < test.count; row++) {
    confusion[labels[row] * classes + answers[row]]++;
    if (answers[row] !== labels[row] && wrong.length < mostImages) wrong.push(row);
  }
  if (!image) return { confusion };
  const pixels = new Uint8Array(wrong.length * features);
  wrong.forEach((row, index) =>
    pixels.set(pixelsOf(inputs.subarray(row * features, (row + 1) * features)), index * features),
  );
  return {
    confusion,
    images: {
      ...image,
      pixels,
      truth: Uint8Array.from(wrong, (row) => labels[row]),
      answer: Uint8Array.from(wrong, (row) => answers[row]),
    },
  };
}
