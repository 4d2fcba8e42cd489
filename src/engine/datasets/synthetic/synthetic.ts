import { float32, type ElementType } from '../../elementType';
import { type Centers, makeBlobs } from './blobs';
import { makeCircles } from './circles';
import { countText } from '../dataFile';
import { makeMoons } from './moons';
import { type Points, pointBytes, splitOf } from './points';
import { Room } from '../room';
import type { Dataset, Split, SyntheticSpec } from '../spec';
import { makeSpiral } from './spiral';
import { makeTeacher } from './teacher';
import { makeXor } from './xor';

/**
 * Draws a dataset: float64 arithmetic as NumPy's, stored as `type` at the end. Training and test points are two calls
 * of the generator, each with its own `random_state`. Blobs take the training call's centres for the test points, given
 * as an array: with centres of its own the test set would be another problem. Their bytes are taken from `room` before
 * any is drawn; throws `RoomError`.
 */
export function createSynthetic(spec: SyntheticSpec, room = new Room(), type: ElementType = float32): Dataset {
  const { features, classes, train, test } = draw(spec);
  return {
    features,
    classes,
    train: make(train, spec, spec.train, features, room, type),
    ...(spec.test > 0 ? { test: make(test, spec, spec.test, features, room, type) } : {}),
  };
}

/** Arrays of doubles of all points that the makers hold at once: the points, shuffled ones, noise. */
const arrays: Record<SyntheticSpec['kind'], number> = { circles: 3, moons: 3, spiral: 3, xor: 2, blobs: 2, teacher: 1 };

function make(
  points: () => Points,
  { kind }: SyntheticSpec,
  count: number,
  features: number,
  room: Room,
  type: ElementType,
): Split {
  const bytes = pointBytes(count, features, arrays[kind]);
  room.take(bytes, `${countText(count)} points of ${countText(features)} features`);
  const split = splitOf(points(), type);
  room.give(bytes - split.inputs.byteLength - 4 * count);
  return split;
}

function draw(spec: SyntheticSpec): { features: number; classes: number; train: () => Points; test: () => Points } {
  if (spec.kind === 'blobs') {
    const { features, centers, clusterStd } = spec;
    let used: number | Centers = centers;
    const blobs = (count: number, seed: number): Points => {
      const made = makeBlobs(count, features, used, clusterStd, seed);
      used = made.centers;
      return made.points;
    };
    return {
      features,
      classes: centers,
      train: () => blobs(spec.train, spec.trainSeed),
      test: () => blobs(spec.test, spec.testSeed),
    };
  }
  if (spec.kind === 'teacher') {
    return {
      features: spec.features,
      classes: spec.classes,
      train: () => makeTeacher(spec, spec.train, spec.trainSeed),
      test: () => makeTeacher(spec, spec.test, spec.testSeed),
    };
  }
  const maker = makerOf(spec);
  return {
    features: 2,
    classes: spec.kind === 'spiral' ? spec.classes : 2,
    train: () => maker(spec.train, spec.trainSeed),
    test: () => maker(spec.test, spec.testSeed),
  };
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
