import { gainValue } from '../../engine/initializers/gains';
import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import { gainComment, scalingOf, type Snippet } from './snippet';

const distributions = { uniform: "'uniform'", normal: "'normal'", truncated: "'truncated_normal'" };
const names: Partial<Record<KernelInitializer['kind'], string>> = {
  heNormal: 'he_normal',
  heUniform: 'he_uniform',
  glorotNormal: 'glorot_normal',
  glorotUniform: 'glorot_uniform',
  lecunNormal: 'lecun_normal',
  lecunUniform: 'lecun_uniform',
};

/** JAX' own function where the parameters are those it is made for: its normal laws are truncated. */
function scaled(law: KernelInitializer, key: string): string | undefined {
  const scaling = scalingOf(law);
  if (!scaling) return undefined;
  const { scale, mode, distribution, gain } = scaling;
  const usual = law.kind.startsWith('he') ? scale === 2 && mode === 'fan_in' : scale === 1;
  const name = distribution !== 'normal' && usual ? names[law.kind] : undefined;
  const made =
    name === undefined
      ? `variance_scaling(${law.kind === 'pytorchLinear' ? '1 / 3' : scale}, '${mode}', ${distributions[distribution]})`
      : `${name}()`;
  return `W = jax.nn.initializers.${made}(${key}, shape)${gainComment(gain)}`;
}

/** `mean + stddev * drawn`, without what does nothing. */
function shifted(mean: number, stddev: number, drawn: string): string {
  return `${mean === 0 ? '' : `${mean} + `}${stddev === 1 ? '' : `${stddev} * `}${drawn}`;
}

/**
 * The line that leaves the kernel, (in, out), in `W` from `shape` and a variable with a key; undefined for a law that
 * JAX has nothing for.
 */
function jaxLine({ law }: Snippet, key: string): string | undefined {
  const line = scaled(law, key);
  if (line !== undefined) return line;
  switch (law.kind) {
    case 'zeros':
      return 'W = jnp.zeros(shape)';
    case 'ones':
      return 'W = jnp.ones(shape)';
    case 'constant':
      return `W = jnp.full(shape, ${law.value ?? 0}, jnp.float32)`;
    case 'identity':
      return `W = ${law.gain ?? 1} * jnp.eye(*shape)`;
    case 'randomNormal': {
      const { mean = 0, stddev = 0.05, scale = 1 } = law;
      return `W = ${shifted(mean * scale, stddev * scale, `jax.random.normal(${key}, shape)`)}`;
    }
    case 'randomUniform':
      return `W = jax.random.uniform(${key}, shape, minval=${law.min ?? -0.05}, maxval=${law.max ?? 0.05})`;
    case 'truncatedNormal':
      return `W = ${shifted(law.mean ?? 0, law.stddev ?? 0.05, `jax.random.truncated_normal(${key}, -2, 2, shape)`)}`;
    case 'orthogonal':
      return `W = jax.nn.initializers.orthogonal(${gainValue(law.gain ?? 1)})(${key}, shape)${gainComment(law.gain)}`;
    default:
      return undefined;
  }
}

/** Imports, the lines that make the key of a network's first layer, and what they call it. */
interface FirstKey {
  imports: string[];
  lines: string[];
  key: string;
}

/** As the experiment has the keys of layers; another generator has none, and the seed's own key is taken. */
function firstKey({ seed, random }: Snippet): FirstKey {
  if (random?.generator !== 'jax') return { imports: [], lines: [`key = jax.random.PRNGKey(${seed})`], key: 'key' };
  const own = `key = jax.random.key(${seed})`;
  switch (random.keys ?? 'script') {
    case 'script':
      return { imports: [], lines: [own, 'key, sub = jax.random.split(key)'], key: 'sub' };
    case 'nnx':
      return { imports: ['from flax import nnx'], lines: [`rngs = nnx.Rngs(${seed})`], key: 'rngs.params()' };
    case 'linen':
      return { imports: ['from flax import linen'], lines: [own], key: 'key' };
  }
}

/** A module of Flax linen whose first layer draws by `line`, since its key comes from the names of modules. */
function linenLines(line: string, [fanIn, fanOut]: [number, number]): string[] {
  const [, drawn, comment = ''] = /^W = (.*?)( {2}#.*)?$/.exec(line)!;
  return [
    `init = lambda key, shape, dtype=jnp.float32: ${drawn}${comment}`,
    'class Net(linen.Module):',
    '    @linen.compact',
    '    def __call__(self, x):',
    `        return linen.Dense(${fanOut}, kernel_init=init)(x)`,
    `W = Net().init(key, jnp.ones((1, ${fanIn})))['params']['Dense_0']['kernel']`,
  ];
}

/**
 * The lines that leave the kernel, (in, out), in `W`: that of the first layer of a trial, where JAX is the experiment's
 * generator. Undefined for a law that JAX has nothing for.
 */
export function jaxBody(snippet: Snippet): string[] | undefined {
  const { shape, random } = snippet;
  const { fanIn, fanOut } = shape;
  const { imports, lines, key } = firstKey(snippet);
  const line = jaxLine(snippet, key);
  if (line === undefined) return undefined;
  const linen = random?.generator === 'jax' && random.keys === 'linen';
  return [
    'import jax',
    'import jax.numpy as jnp',
    ...imports,
    '',
    ...(random?.generator === 'jax' && random.partitionable === false
      ? ["jax.config.update('jax_threefry_partitionable', False)"]
      : []),
    ...lines,
    ...(linen ? linenLines(line, [fanIn, fanOut]) : [`shape = (${fanIn}, ${fanOut})`, line]),
  ];
}
