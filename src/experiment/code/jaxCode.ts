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
function scaled(law: KernelInitializer): string | undefined {
  const scaling = scalingOf(law);
  if (!scaling) return undefined;
  const { scale, mode, distribution, gain } = scaling;
  const usual = law.kind.startsWith('he') ? scale === 2 && mode === 'fan_in' : scale === 1;
  const name = distribution !== 'normal' && usual ? names[law.kind] : undefined;
  const made =
    name === undefined
      ? `variance_scaling(${law.kind === 'pytorchLinear' ? '1 / 3' : scale}, '${mode}', ${distributions[distribution]})`
      : `${name}()`;
  return `W = jax.nn.initializers.${made}(key, shape)${gainComment(gain)}`;
}

/**
 * The line that leaves the kernel, (in, out), in `W` from `key` and `shape`; undefined for a law that JAX has nothing
 * for.
 */
export function jaxLine({ law }: Snippet): string | undefined {
  const line = scaled(law);
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
      return `W = ${mean * scale} + ${stddev * scale} * jax.random.normal(key, shape)`;
    }
    case 'randomUniform':
      return `W = jax.random.uniform(key, shape, minval=${law.min ?? -0.05}, maxval=${law.max ?? 0.05})`;
    case 'truncatedNormal':
      return `W = ${law.mean ?? 0} + ${law.stddev ?? 0.05} * jax.random.truncated_normal(key, -2, 2, shape)`;
    case 'orthogonal':
      return `W = jax.nn.initializers.orthogonal(${gainValue(law.gain ?? 1)})(key, shape)${gainComment(law.gain)}`;
    default:
      return undefined;
  }
}
