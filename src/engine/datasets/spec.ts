import type { Floats } from '../elementType';
import type { Inputs } from './inputs';

/** Synthetic datasets with every default filled in; circles, moons and blobs draw as scikit-learn's functions do. */
export type SyntheticSpec =
  | { kind: 'circles'; train: number; test: number; noise: number; factor: number; trainSeed: number; testSeed: number }
  | { kind: 'moons'; train: number; test: number; noise: number; trainSeed: number; testSeed: number }
  | { kind: 'xor'; train: number; test: number; noise: number; trainSeed: number; testSeed: number }
  | {
      kind: 'spiral';
      train: number;
      test: number;
      noise: number;
      classes: number;
      turns: number;
      trainSeed: number;
      testSeed: number;
    }
  | {
      kind: 'blobs';
      train: number;
      test: number;
      centers: number;
      clusterStd: number;
      features: number;
      trainSeed: number;
      testSeed: number;
    }
  | TeacherSpec;

/** What a fixed random network, the teacher, says of random points. */
export interface TeacherSpec {
  kind: 'teacher';
  train: number;
  test: number;
  features: number;
  classes: number;
  /** Width of the teacher's hidden layer. */
  hidden: number;
  /** Law of every feature: N(0, 1) or U[0, 1). */
  inputs: 'normal' | 'uniform';
  teacherSeed: number;
  trainSeed: number;
  testSeed: number;
}

/** Published images: the first `train` and `test` rows, or all there are. */
export interface ImageSpec {
  train?: number;
  test?: number;
}

/** How arrays saved by NumPy become a dataset; without test files `testFraction` of the rows is the test. */
export interface NpySpec {
  testFraction: number;
  splitSeed: number;
}

/** Pixels of an image that is a row of features: channel by channel, each row by row. */
export interface ImageShape {
  width: number;
  height: number;
  channels: number;
}

/** How the rows of a CSV table become a dataset. */
export interface CsvSpec {
  kind: 'csv';
  path: string;
  /** Column name, or index from 0 (negative counts from the end). */
  target: string | number;
  testFraction: number;
  splitSeed: number;
  standardize: boolean;
}

/**
 * Samples row by row: `inputs` is count × features, numbers or bytes; class indices in `labels`, or quantities in
 * `targets` (count × 1).
 */
export interface Split {
  count: number;
  inputs: Inputs;
  labels?: Int32Array;
  targets?: Floats;
}

/** A dataset ready to train on. `classes` is 0 for a regression. */
export interface Dataset {
  features: number;
  classes: number;
  train: Split;
  /** Absent when there are no test rows. */
  test?: Split;
  featureNames?: string[];
  classNames?: string[];
  /** Present when the rows are images; their pixels are then in [0, 1]. */
  image?: ImageShape;
  /** What people should know of where the data comes from. */
  note?: string;
}
