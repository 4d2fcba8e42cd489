import { makeBlobs } from './blobs';
import { makeCircles } from './circles';
import { makeMoons } from './moons';
import { type Points, splitOf } from './points';
import type { Dataset, SyntheticSpec } from './spec';
import { makeSpiral } from './spiral';
import { makeTeacher } from './teacher';
import { makeXor } from './xor';

/**
 * Draws a dataset: float64 arithmetic as NumPy's, rounded to float32 at the end. Training and test points are two calls
 * of the generator, each with its own `random_state`. Blobs take the training call's centres for the test points, given as
 * an array: with centres of its own the test set would be another problem.
 */
export function createSynthetic(spec: SyntheticSpec): Dataset {
  const { features, classes, train, test } = draw(spec);
  return { features, classes, train: splitOf(train), ...(spec.test > 0 ? { test: splitOf(test()) } : {}) };
}

function draw(spec: SyntheticSpec): { features: number; classes: number; train: Points; test: () => Points } {
  if (spec.kind === 'blobs') {
    const { features, centers, clusterStd } = spec;
    const train = makeBlobs(spec.train, features, centers, clusterStd, spec.trainSeed);
    return { features, classes: centers, train: train.points, test: () => makeBlobs(spec.test, features, train.centers, clusterStd, spec.testSeed).points };
  }
  if (spec.kind === 'teacher') {
    return { features: spec.features, classes: spec.classes, train: makeTeacher(spec, spec.train, spec.trainSeed), test: () => makeTeacher(spec, spec.test, spec.testSeed) };
  }
  const make = makerOf(spec);
  return { features: 2, classes: spec.kind === 'spiral' ? spec.classes : 2, train: make(spec.train, spec.trainSeed), test: () => make(spec.test, spec.testSeed) };
}

function makerOf(spec: Exclude<SyntheticSpec, { kind: 'blobs' | 'teacher' }>): (count: number, seed: number) => Points {
  switch (spec.kind) {
    case 'circles':
      return (count, seed) => makeCircles(count, spec.noise, spec.factor, seed);
    case 'moons':
      return (count, seed) => makeMoons(count, spec.noise, seed);
    case 'xor':
      return (count, seed) => makeXor(count, spec.noise, seed);
    case 'spiral':
      return (count, seed) => makeSpiral(count, spec.noise, spec.classes, spec.turns, seed);
  }
}
