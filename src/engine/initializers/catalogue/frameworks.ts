import type { InitializerKind } from '../../spec/initializerSpec';

/** The frameworks whose names for initializers are known, in the order they are listed. */
export const frameworks = ['keras', 'pytorch', 'jax', 'numpy'] as const;
export type Framework = (typeof frameworks)[number];

/** Names of the frameworks for people. */
export const frameworkTitles: Record<Framework, string> = {
  keras: 'Keras',
  pytorch: 'PyTorch',
  jax: 'JAX',
  numpy: 'NumPy',
};

const keras = (name: string): string => `tf.keras.initializers.${name}`;
const torch = (name: string): string => `torch.nn.init.${name}`;
const jax = (name: string): string => `jax.nn.initializers.${name}`;

/**
 * What each framework calls an initializer; absent where it has no function for it. The law may be of another shape
 * there: the normal ones of Keras and JAX are truncated, and `torch.nn.init.trunc_normal_` cuts at absolute bounds.
 */
export const frameworkNames: Readonly<Record<InitializerKind, Partial<Record<Framework, string>>>> = {
  heNormal: {
    keras: keras('HeNormal'),
    pytorch: torch('kaiming_normal_'),
    jax: jax('he_normal'),
    numpy: 'randn(…) * sqrt(2 / n_in)',
  },
  heUniform: { keras: keras('HeUniform'), pytorch: torch('kaiming_uniform_'), jax: jax('he_uniform') },
  glorotUniform: { keras: keras('GlorotUniform'), pytorch: torch('xavier_uniform_'), jax: jax('glorot_uniform') },
  glorotNormal: { keras: keras('GlorotNormal'), pytorch: torch('xavier_normal_'), jax: jax('glorot_normal') },
  lecunNormal: {
    keras: keras('LecunNormal'),
    pytorch: `${torch('kaiming_normal_')} (nonlinearity='linear')`,
    jax: jax('lecun_normal'),
    numpy: 'randn(…) / sqrt(n_in)',
  },
  lecunUniform: {
    keras: keras('LecunUniform'),
    pytorch: `${torch('kaiming_uniform_')} (nonlinearity='linear')`,
    jax: jax('lecun_uniform'),
  },
  pytorchLinear: {
    keras: `${keras('VarianceScaling')} (1/3, uniform)`,
    pytorch: 'torch.nn.Linear',
    jax: `${jax('variance_scaling')} (1/3, uniform)`,
  },
  varianceScaling: { keras: keras('VarianceScaling'), jax: jax('variance_scaling') },
  randomNormal: {
    keras: keras('RandomNormal'),
    pytorch: torch('normal_'),
    jax: jax('normal'),
    numpy: 'numpy.random.randn',
  },
  randomUniform: {
    keras: keras('RandomUniform'),
    pytorch: torch('uniform_'),
    jax: 'jax.random.uniform',
    numpy: 'numpy.random.uniform',
  },
  truncatedNormal: {
    keras: keras('TruncatedNormal'),
    pytorch: torch('trunc_normal_'),
    jax: jax('truncated_normal'),
    numpy: 'scipy.stats.truncnorm',
  },
  zeros: { keras: keras('Zeros'), pytorch: torch('zeros_'), jax: jax('zeros'), numpy: 'numpy.zeros' },
  ones: { keras: keras('Ones'), pytorch: torch('ones_'), jax: jax('ones'), numpy: 'numpy.ones' },
  constant: { keras: keras('Constant'), pytorch: torch('constant_'), jax: jax('constant'), numpy: 'numpy.full' },
  orthogonal: {
    keras: keras('Orthogonal'),
    pytorch: torch('orthogonal_'),
    jax: jax('orthogonal'),
    numpy: 'numpy.linalg.qr of randn(…)',
  },
  identity: { keras: keras('Identity'), pytorch: torch('eye_'), jax: 'jax.numpy.eye', numpy: 'numpy.eye' },
  sparse: { pytorch: torch('sparse_') },
  zerO: {},
  lsuv: {},
  fromFile: { keras: 'Layer.set_weights', pytorch: 'torch.nn.Module.load_state_dict', numpy: 'numpy.load' },
};
