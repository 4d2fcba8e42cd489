import * as l10n from '@vscode/l10n';
import { generatorKinds, generators, type Generator } from '../../../engine/random/generators';
import { settingNames, type SettingName } from '../../../engine/random/settings';
import type { GeneratorKind } from '../../../engine/random/source';
import { pathText, unexpected, type Fix, type Issue, type JsonPath } from '../issue';
import type { Experiment } from '../schema';

const kindOf = (generator: Generator): GeneratorKind => generatorKinds[generator];
const choose = (generator: Generator): Fix => ({ kind: 'set', path: ['random', 'generator'], value: generator });

/** The generators that read a setting. */
export function readersOf(name: SettingName): Generator[] {
  return generators.filter((generator) => kindOf(generator).settings?.includes(name));
}

/** A field that the generator has no use for; those that have are the ways to keep it. */
function strayIssue(path: JsonPath, value: unknown, generator: Generator, users: readonly Generator[]): Issue {
  return {
    ...unexpected(path, value, l10n.t('no {0} with the generator {1}', path.at(-1)!, generator)),
    fixes: [{ kind: 'remove', path }, ...users.map(choose)],
  };
}

/** Settings that the generator does not read. */
export function settingIssues({ random }: Pick<Experiment, 'random'>): Issue[] {
  return settingNames
    .filter((name) => random[name] !== undefined && !readersOf(name).includes(random.generator))
    .map((name) => strayIssue(['random', name], random[name], random.generator, readersOf(name)));
}

/** Whether the framework of a generator has no function for an initializer. */
function lacks(generator: Generator, { kind }: { kind: string }): boolean {
  return kindOf(generator).lacks?.some((lacked) => lacked === kind) === true;
}

type Law = { kind: string; seed?: number; shared?: boolean };

/** Seeds of initializers' own, which few frameworks have. */
export function seedIssues(law: Law, path: JsonPath, generator: Generator): Issue[] {
  if (kindOf(generator).ownSeeds) return [];
  const seeded = () => generators.filter((other) => kindOf(other).ownSeeds);
  return (['seed', 'shared'] as const)
    .filter((key) => law[key] !== undefined && law[key] !== false)
    .map((key) => strayIssue([...path, key], law[key], generator, seeded()));
}

/** What the framework of a generator cannot do of a law: draw it at all, or from a seed of its own. */
export function drawnIssues(law: Law, path: JsonPath, generator: Generator): Issue[] {
  const seeds = seedIssues(law, path, generator);
  if (!lacks(generator, law)) return seeds;
  const place = [...path, 'kind'];
  const message = l10n.t('{0}: {1} has no function for {2}.', pathText(place), kindOf(generator).title, law.kind);
  const able = generators.filter((other) => !lacks(other, law));
  return [{ path: place, message, fixes: able.map(choose) }, ...seeds];
}

/** What one of these checks finds in the laws of an experiment. */
export function generatorIssues(
  { random, initializers }: Pick<Experiment, 'random' | 'initializers'>,
  check: typeof drawnIssues,
): Issue[] {
  return initializers.flatMap((entry, index) => {
    const path: JsonPath = ['initializers', index];
    const laws: [JsonPath, Law][] = [
      [path, entry],
      ...(entry.bias ? [[[...path, 'bias'], entry.bias] as [JsonPath, Law]] : []),
      ...Object.entries(entry.layers ?? {}).map(([key, law]): [JsonPath, Law] => [[...path, 'layers', key], law]),
    ];
    return laws.flatMap(([place, law]) => check(law, place, random.generator));
  });
}
