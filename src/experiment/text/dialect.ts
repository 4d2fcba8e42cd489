import * as l10n from '@vscode/l10n';
import type { KernelInitializer, Layout } from '../../engine/spec/initializerSpec';
import { conventionsOf, type Generator } from '../../engine/random/generators';
import { generatorText } from './generatorText';

const layoutText = (layout: Layout): string =>
  layout === 'out-in' ? l10n.t('(out, in), as in PyTorch and NumPy courses') : l10n.t('(in, out), as in Keras and JAX');
const plain = (): string =>
  l10n.t(
    'Normal law: not truncated, as in PyTorch and NumPy courses; in Keras and JAX it is truncated, with the same std.',
  );
const cut = (): string =>
  l10n.t(
    'Normal law: cut at ±2σ and rescaled, as in Keras and JAX; in PyTorch and NumPy courses it is not truncated, with the same std.',
  );

/** Which normal a law takes where the frameworks differ; undefined for laws that mean the same everywhere. */
function normalOf(law: KernelInitializer, generator: Generator): string | undefined {
  switch (law.kind) {
    case 'glorotNormal':
    case 'heNormal':
    case 'lecunNormal':
      return (law.truncated ?? conventionsOf(generator).scaledNormals === 'truncated') ? cut() : plain();
    case 'varianceScaling':
      return law.distribution === 'uniform' ? undefined : law.distribution === 'normal' ? plain() : cut();
    case 'truncatedNormal':
      return l10n.t(
        'Normal law: cut at ±2σ and not rescaled, as in Keras and JAX; torch.nn.init.trunc_normal_ cuts at −2 and 2 by default.',
      );
    default:
      return undefined;
  }
}

/**
 * The framework dialect in force for a law, in lines: the stream it is drawn from, the layout, the shape of a normal.
 */
export function dialectOf(law: KernelInitializer, generator: Generator, layout: Layout): string[] {
  if (law.kind === 'fromFile') return [l10n.t('Read in the layout {0}.', layoutText(layout))];
  const normal = normalOf(law, generator);
  return [
    l10n.t('Drawn from {0} in the layout {1}.', generatorText(generator), layoutText(layout)),
    ...(normal === undefined ? [] : [normal]),
  ];
}
