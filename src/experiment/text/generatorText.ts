import * as l10n from '@vscode/l10n';
import type { Generator } from '../../engine/random/generators';
import { settingNames } from '../../engine/random/settings';
import type { GeneratorSettings } from '../../engine/random/source';

/** Each generator within a sentence. */
const generatorTexts: Record<Generator, () => string> = {
  numpy: () => l10n.t("NumPy's RandomState"),
  numpyGenerator: () => l10n.t("NumPy's Generator (default_rng)"),
  torch: () => l10n.t("PyTorch's generator (as of version 2.12)"),
  'torch-1.13': () => l10n.t("PyTorch's generator (as of version 1.13)"),
  jax: () => l10n.t("JAX's generator"),
  keras: () => l10n.t('Keras (an initializer of its own for each tensor)'),
};

/** A generator within a sentence. */
export const generatorText = (generator: Generator): string => generatorTexts[generator]();

/** A generator and its settings as the file has them: `jax (keys linen)`. */
export function generatorWords(random: { generator: Generator } & GeneratorSettings): string {
  const settings = settingNames.filter((name) => random[name] !== undefined).map((name) => `${name} ${random[name]}`);
  return settings.length === 0 ? random.generator : `${random.generator} (${settings.join(', ')})`;
}
