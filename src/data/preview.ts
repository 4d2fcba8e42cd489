import { numbersOf, pixelsOf, singlesOf } from '../engine/datasets/inputs';
import type { Dataset, Split } from '../engine/datasets/spec';
import type { DataPreview, Extent } from '../experiment/record/record';

/** Points drawn of one split at most. */
const shownPoints = 2000;
/** Images of one dataset at most. */
const shownImages = 40;

/** A square around all 2-D points of both splits with a margin of a tenth, so that circles look round. */
function extentOf(splits: readonly Split[]): Extent {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { inputs: given, count } of splits) {
    const inputs = numbersOf(given);
    for (let i = 0; i < count; i++) {
      left = Math.min(left, inputs[2 * i]);
      right = Math.max(right, inputs[2 * i]);
      bottom = Math.min(bottom, inputs[2 * i + 1]);
      top = Math.max(top, inputs[2 * i + 1]);
    }
  }
  const half = 0.6 * Math.max(right - left, top - bottom, 1e-6);
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return { left: x - half, right: x + half, bottom: y - half, top: y + half };
}

function shown(split: Split | undefined): { points: Float32Array; classes: Float32Array } {
  if (!split) return { points: new Float32Array(0), classes: new Float32Array(0) };
  const count = Math.min(split.count, shownPoints);
  return {
    points: singlesOf(split.inputs.slice(0, 2 * count)),
    classes: Float32Array.from(split.labels ?? split.targets!).slice(0, count),
  };
}

/** The first training images of each class in turn, so that a grid of them shows every class. */
function shownOf({ train, image, features, classes }: Dataset): DataPreview['images'] {
  if (!image || !train.labels) return undefined;
  const rows: number[] = [];
  const each = Math.max(1, Math.floor(shownImages / classes));
  for (let label = 0; label < classes; label++) {
    for (let row = 0, found = 0; row < train.count && found < each; row++) {
      if (train.labels[row] !== label) continue;
      rows.push(row);
      found++;
    }
  }
  const pixels = new Uint8Array(rows.length * features);
  rows.forEach((row, index) =>
    pixels.set(pixelsOf(train.inputs.subarray(row * features, (row + 1) * features)), index * features),
  );
  return { ...image, pixels, classes: Uint8Array.from(rows, (row) => train.labels![row]) };
}

/** What an editor draws of a dataset before any step. */
export function previewOf(dataset: Dataset): DataPreview {
  const { features, classes, classNames, featureNames, train, test } = dataset;
  const preview: DataPreview = {
    features,
    classes,
    classNames,
    featureNames,
    trainCount: train.count,
    testCount: test?.count ?? 0,
    note: dataset.note,
    images: shownOf(dataset),
  };
  if (features !== 2) return preview;
  const [trainShown, testShown] = [shown(train), shown(test)];
  preview.points = {
    train: trainShown.points,
    trainClass: trainShown.classes,
    test: testShown.points,
    testClass: testShown.classes,
    extent: extentOf(test ? [train, test] : [train]),
  };
  return preview;
}
