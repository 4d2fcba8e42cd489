import { jax } from './jax/jax';
import { keras } from './keras/keras';
import { numpy } from './numpy';
import type { GeneratorKind, GeneratorSettings, RandomSource } from './source';
import { torch } from './torch';
import { torch113 } from './torch113';

/** The random generators whose draws are reproduced exactly, by their names in the experiment file. */
export const generatorKinds = {
  numpy,
  torch,
  'torch-1.13': torch113,
  jax,
  keras,
} as const satisfies Record<string, GeneratorKind>;

export type Generator = keyof typeof generatorKinds;

/** Their names. */
export const generators = Object.keys(generatorKinds) as Generator[];

/** The source of weights of a generator; a seed outside 0 … 2³²−1 throws a RangeError. */
export function createSource(generator: Generator, seed: number, settings?: GeneratorSettings): RandomSource {
  const kind: GeneratorKind = generatorKinds[generator];
  return kind.create(seed, settings);
}
