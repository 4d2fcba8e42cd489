import type { Generator } from './generators';
import { jax } from './jax/jax';
import { keras } from './keras/keras';
import { numpy } from './numpy';
import { numpyGenerator } from './pcg64/numpyGenerator';
import type { GeneratorKind, GeneratorSettings, RandomSource, TrainingStream } from './source';
import { torch } from './torch/torch';
import { torch113 } from './torch/torch113';

/** What draws, by the names of `generators.ts`. */
export const sourceKinds: Readonly<Record<Generator, GeneratorKind>> = {
  numpy,
  numpyGenerator,
  torch,
  'torch-1.13': torch113,
  jax,
  keras,
};

/**
 * The source of weights of a generator. A seed outside 0 … 2³²−1 throws a RangeError, but for a bigint where the
 * framework takes seeds of any size.
 */
export function createSource(generator: Generator, seed: number | bigint, settings?: GeneratorSettings): RandomSource {
  const kind = sourceKinds[generator];
  if (typeof seed === 'number') return kind.create(seed, settings);
  if (!kind.createLarge) throw new RangeError(`Seed: expected an integer from 0 to 4 294 967 295, got ${seed}.`);
  return kind.createLarge(seed, settings);
}

/** What a training with a generator draws; a seed outside 0 … 2³²−1 throws a RangeError. */
export function createStream(generator: Generator, seed: number, settings?: GeneratorSettings): TrainingStream {
  return sourceKinds[generator].train(seed, settings);
}
