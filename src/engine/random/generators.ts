import type { Layout } from '../spec/initializerSpec';
import type { GeneratorInfo, LawConventions } from './source';

const kinds = {
  numpy: {
    title: 'NumPy',
    description: '`np.random.RandomState(seed)`, the same numbers as NumPy.',
  },
  numpyGenerator: {
    title: 'NumPy Generator',
    description: '`np.random.default_rng(seed)`, the same numbers as NumPy.',
    settings: ['dtype'],
  },
  torch: {
    title: 'PyTorch',
    description: 'The CPU generator of `torch.manual_seed(seed)`, the same numbers as PyTorch 2.12 and later.',
  },
  'torch-1.13': {
    title: 'PyTorch 1.13',
    description: 'The same generator with the truncated normals of PyTorch before 2.12: the numbers of version 1.13.',
  },
  jax: {
    title: 'JAX',
    description:
      '`jax.random.key(seed)` (Threefry-2x32), the same numbers as JAX on a CPU in float32, layer by layer with the keys of a plain script or of Flax.',
    layout: 'in-out',
    settings: ['partitionable', 'keys'],
    lacks: ['sparse'],
    scaledNormals: 'truncated',
  },
  keras: {
    title: 'Keras',
    description:
      'What `keras.utils.set_random_seed(seed)` and the layers of a model draw, the same numbers as Keras 3 on TensorFlow, JAX or PyTorch.',
    layout: 'in-out',
    settings: ['backend'],
    ownSeeds: true,
    lacks: ['sparse', 'lsuv'],
    scaledNormals: 'truncated',
    biasFans: 'units',
  },
} as const satisfies Record<string, GeneratorInfo>;

export type Generator = keyof typeof kinds;

/**
 * What is known of the random generators whose draws are reproduced exactly, by their names in the experiment file.
 * What draws is in `sources.ts`: the editor needs none of it.
 */
export const generatorKinds: Readonly<Record<Generator, GeneratorInfo>> = kinds;

/** Their names. */
export const generators = Object.keys(generatorKinds) as Generator[];

/** How the framework of a generator reads laws. */
export function conventionsOf(generator: Generator): LawConventions {
  return generatorKinds[generator];
}

/** How the framework of a generator stores kernels. */
export function layoutOf(generator: Generator): Layout {
  return generatorKinds[generator].layout ?? 'out-in';
}
