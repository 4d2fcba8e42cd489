import * as l10n from '@vscode/l10n';
import { givenKinds } from '../../../engine/initializers/check';
import { generatorKinds, generators, type Generator } from '../../../engine/random/generators';
import type { GeneratorKind } from '../../../engine/random/source';
import type { KernelInitializer } from '../../../engine/spec/initializerSpec';
import { unexpected, type Fix, type Issue, type JsonPath } from '../issue';
import type { NetworkExperiment } from '../schema';

const hasOwnSeeds = (generator: Generator): boolean => (generatorKinds[generator] as GeneratorKind).ownSeeds === true;

/** `seed` of a law, or `shared` of an entry, at its place. */
function issuesOf(generator: Generator, law: KernelInitializer, key: 'seed' | 'shared', path: JsonPath): Issue[] {
  const value = (law as Record<string, unknown>)[key];
  const remove: Fix = { kind: 'remove', path };
  if (value === undefined) return [];
  if (!hasOwnSeeds(generator)) {
    const choose = generators
      .filter(hasOwnSeeds)
      .map((other): Fix => ({ kind: 'set', path: ['random', 'generator'], value: other }));
    return [
      {
        ...unexpected(path, value, l10n.t('no {0} with the generator {1}', key, generator)),
        fixes: [remove, ...choose],
      },
    ];
  }
  return givenKinds.has(law.kind)
    ? [{ ...unexpected(path, value, l10n.t('no {0} for {1}, which draws nothing', key, law.kind)), fixes: [remove] }]
    : [];
}

/** Seeds of initializers, and initializers shared by layers, where the generator has none or nothing is drawn. */
export function ownSeedIssues({ random, initializers }: Pick<NetworkExperiment, 'random' | 'initializers'>): Issue[] {
  const { generator } = random;
  return initializers.flatMap((entry, index) => {
    const path: JsonPath = ['initializers', index];
    return [
      ...issuesOf(generator, entry, 'seed', [...path, 'seed']),
      ...issuesOf(generator, entry, 'shared', [...path, 'shared']),
      ...(entry.bias ? issuesOf(generator, entry.bias, 'seed', [...path, 'bias', 'seed']) : []),
      ...Object.entries(entry.layers ?? {}).flatMap(([key, law]) =>
        issuesOf(generator, law, 'seed', [...path, 'layers', key, 'seed']),
      ),
    ];
  });
}
