import { singlesOf } from '../engine/datasets/inputs';
import type { Dataset } from '../engine/datasets/spec';

/** The training rows of an Init Lab dataset, for a model of the user's. */
export interface ProbeArrays {
  /** Rows × `xShape`, row by row. */
  x: Float32Array;
  /** Of one row: features, or channels × height × width of an image. */
  xShape: number[];
  /** Classes of a classification, else quantities. */
  y: Int32Array | Float32Array;
  /** 0 for a regression. */
  classes: number;
  /** Names of the classes. */
  names?: string[];
}

/** The rows of `dataset` as the probe takes them; images as PyTorch has them, channels first. */
export function datasetArrays({ train, features, classes, image, classNames }: Dataset): ProbeArrays {
  return {
    x: singlesOf(train.inputs),
    xShape: image ? [image.channels, image.height, image.width] : [features],
    y: train.labels ?? singlesOf(train.targets!),
    classes,
    ...(classNames && { names: classNames }),
  };
}
