import type { KernelInitializer, Layout } from '../engine/initializers/spec';
import type { Generator } from '../engine/random/source';

const generators: Record<Generator, string> = { numpy: "NumPy's RandomState", torch: "PyTorch's generator" };
const layouts: Record<Layout, string> = { 'out-in': '(out, in), as PyTorch and the NumPy courses', 'in-out': '(in, out), as Keras and JAX' };
const plain = 'plain normal, as PyTorch and the NumPy courses; that of Keras and JAX is truncated, of the same std';
const cut = 'normal cut at ±2σ and rescaled, as Keras and JAX; that of PyTorch and the NumPy courses is plain, of the same std';

/** Which normal a law takes where the frameworks differ; undefined for laws that mean the same everywhere. */
function normalOf(law: KernelInitializer): string | undefined {
  switch (law.kind) {
    case 'glorotNormal':
    case 'heNormal':
    case 'lecunNormal':
      return law.truncated === true ? cut : plain;
    case 'varianceScaling':
      return law.distribution === 'uniform' ? undefined : law.distribution === 'normal' ? plain : cut;
    case 'truncatedNormal':
      return 'cut at ±2σ and not rescaled, as Keras and JAX; torch.nn.init.trunc_normal_ cuts at −2 and 2 unless told otherwise';
    default:
      return undefined;
  }
}

/** The framework dialect in force for a law, in lines: the stream it is drawn from, the layout, the shape of a normal. */
export function dialectOf(law: KernelInitializer, generator: Generator, layout: Layout): string[] {
  if (law.kind === 'fromFile') return [`Read in the layout ${layouts[layout]}.`];
  const normal = normalOf(law);
  return [`Drawn from ${generators[generator]} in the layout ${layouts[layout]}.`, ...(normal === undefined ? [] : [`Its normal: ${normal}.`])];
}
