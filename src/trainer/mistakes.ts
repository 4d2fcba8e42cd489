import { pixelsOf } from '../engine/datasets/inputs';
import type { Dataset, Split } from '../engine/datasets/spec';
import type { Network } from '../engine/network/network';
import type { Mistakes } from '../experiment/record';

/** More classes make no matrix that can be read. */
const mostClasses = 20;
/** Wrong images kept of a trial. */
const keptImages = 12;
/** Rows predicted at a time. */
const chunk = 1000;

/** The class with the largest output of each row; of one output the side of a half. */
function answersOf(network: Network, split: Split): Uint8Array {
  const { inputs, outputs } = network.spec;
  const answers = new Uint8Array(split.count);
  for (let from = 0; from < split.count; from += chunk) {
    const rows = Math.min(chunk, split.count - from);
    const values = network.predict(split.inputs.subarray(from * inputs, (from + rows) * inputs), rows);
    for (let row = 0; row < rows; row++) {
      let best = outputs === 1 && values[row] > 0.5 ? 1 : 0;
      for (let k = 1; k < outputs; k++) if (values[row * outputs + k] > values[row * outputs + best]) best = k;
      answers[from + row] = best;
    }
  }
  return answers;
}

/** What a network answers to the test rows: the confusion matrix, and of images the first that are wrong. Undefined without classes or test rows. */
export function mistakesOf(network: Network, { test, classes, image, features }: Dataset): Mistakes | undefined {
  if (!test?.labels || classes < 2 || classes > mostClasses) return undefined;
  const { labels, inputs } = test;
  const answers = answersOf(network, test);
  const confusion = new Uint32Array(classes * classes);
  const wrong: number[] = [];
  for (let row = 0; row < test.count; row++) {
    confusion[labels[row] * classes + answers[row]]++;
    if (answers[row] !== labels[row] && wrong.length < keptImages) wrong.push(row);
  }
  if (!image) return { confusion };
  const pixels = new Uint8Array(wrong.length * features);
  wrong.forEach((row, index) => pixels.set(pixelsOf(inputs.subarray(row * features, (row + 1) * features)), index * features));
  return { confusion, images: { ...image, pixels, truth: Uint8Array.from(wrong, (row) => labels[row]), answer: Uint8Array.from(wrong, (row) => answers[row]) } };
}
