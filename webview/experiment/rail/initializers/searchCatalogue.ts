import { catalogue } from '../../../../src/engine/initializers/catalogue/catalogue';
import { categories, type CatalogueEntry } from '../../../../src/engine/initializers/catalogue/catalogueEntry';
import { frameworkNames } from '../../../../src/engine/initializers/catalogue/frameworks';
import type { InitializerKind } from '../../../../src/engine/spec/initializerSpec';
import { adviceText } from '../../../../src/experiment/text/catalogueText';

/** What else people call them. */
const aliases: Partial<Record<InitializerKind, string>> = {
  heNormal: 'kaiming msra',
  heUniform: 'kaiming msra',
  glorotUniform: 'xavier',
  glorotNormal: 'xavier',
  pytorchLinear: 'torch nn.Linear kaiming default',
  randomNormal: 'randn gaussian',
  randomUniform: 'rand',
  varianceScaling: 'keras jax',
  truncatedNormal: 'trunc_normal',
  identity: 'eye',
  constant: 'fill full',
  sparse: 'sparse_ martens',
  lsuv: 'layer-sequential unit variance data driven',
  fromFile: 'load npy npz safetensors checkpoint',
  zerO: 'hadamard zero deterministic',
};

/**
 * Entries of the catalogue in which every word of `query` occurs, those with it in the name first; all of them for an
 * empty query.
 */
export function searchCatalogue(query: string): CatalogueEntry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const inOrder = categories.flatMap((category) =>
    Object.values(catalogue).filter((entry) => entry.category === category),
  ) as CatalogueEntry[];
  const found = inOrder.filter((entry) => {
    const text = [
      entry.name,
      entry.kind,
      aliases[entry.kind] ?? '',
      ...Object.values(frameworkNames[entry.kind]),
      entry.formula,
      entry.advice,
      adviceText(entry.kind),
      entry.paper ?? '',
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (words.length === 0) return found;
  const named = (entry: CatalogueEntry) =>
    words.every((word) => `${entry.name} ${entry.kind} ${aliases[entry.kind] ?? ''}`.toLowerCase().includes(word));
  return [...found.filter(named), ...found.filter((entry) => !named(entry))];
}
