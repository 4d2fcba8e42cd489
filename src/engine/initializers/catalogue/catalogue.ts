import type { CatalogueEntry } from './catalogueEntry';
import { plainEntries } from './plainEntries';
import { scaledEntries } from './scaledEntries';
import type { InitializerKind } from '../../spec/initializerSpec';

type Catalogue = { readonly [K in InitializerKind]: CatalogueEntry<K> };

/** Every kind of initializer with its name, formula, advice and parameters, in the order of a picker. */
export const catalogue: Catalogue = { ...scaledEntries, ...plainEntries };

/** The value a parameter of `kind` takes when a spec leaves it out; undefined where it has none. */
export function defaultOf(kind: InitializerKind, name: string): number | boolean | string | undefined {
  return catalogue[kind].parameters.find((parameter) => parameter.name === name)?.default;
}
