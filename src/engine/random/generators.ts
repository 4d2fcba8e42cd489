import type { Layout } from '../spec/initializerSpec';
import { jax } from './jax/jax';
import { keras } from './keras/keras';
import { numpy } from './numpy';
import { numpyGenerator } from './pcg64/numpyGenerator';
import type { GeneratorKind, GeneratorSettings, LawConventions, RandomSource } from './source';
import { torch } from './torch';
import { torch113 } from './torch113';

/** The random generators whose draws are reproduced exactly, by their names in the experiment file. */
export const generatorKinds = {
  numpy,
  numpyGenerator,
  torch,
  'torch-1.13': torch113,
  jax,
  keras,
} as const satisfies Record<string, GeneratorKind>;

export type Generator = keyof typeof generatorKinds;

/** Their names. */
export const generators = Object.keys(generatorKinds) as Generator[];

/**
 * The source of weights of a generator. A seed outside 0 … 2³²−1 throws a RangeError, but for a bigint where the
 * framework takes seeds of any size.
 */
export function createSource(generator: Generator, seed: number | bigint, settings?: GeneratorSettings): RandomSource {
  const kind: GeneratorKind = generatorKinds[generator];
  if (typeof seed === 'number') return kind.create(seed, settings);
  if (!kind.createLarge) throw new RangeError(`Seed: expected an integer from 0 to 4 294 967 295, got ${seed}.`);
  return kind.createLarge(seed, settings);
}

/** How the framework of a generator reads laws. */
export function conventionsOf(generator: Generator): LawConventions {
  return createSource(generator, 0);
}

/** How the framework of a generator stores kernels. */
export function layoutOf(generator: Generator): Layout {
  const kind: GeneratorKind = generatorKinds[generator];
  return kind.layout ?? 'out-in';
}
