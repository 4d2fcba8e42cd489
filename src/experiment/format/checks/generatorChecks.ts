import * as l10n from '@vscode/l10n';
import { generatorKinds, generators, type Generator } from '../../../engine/random/generators';
import { settingNames, type SettingName } from '../../../engine/random/settings';
import type { GeneratorKind } from '../../../engine/random/source';
import { pathText, unexpected, type Fix, type Issue, type JsonPath } from '../issue';
import type { Experiment, NetworkExperiment } from '../schema';

const kindOf = (generator: Generator): GeneratorKind => generatorKinds[generator];
const choose = (generator: Generator): Fix => ({ kind: 'set', path: ['random', 'generator'], value: generator });

/** The generators that read a setting. */
export function readersOf(name: SettingName): Generator[] {
  return generators.filter((generator) => kindOf(generator).settings?.includes(name));
}

/** Settings that the generator does not read. */
export function settingIssues({ random }: Pick<Experiment, 'random'>): Issue[] {
  return settingNames
    .filter((name) => random[name] !== undefined && !readersOf(name).includes(random.generator))
    .map((name) => {
      const path: JsonPath = ['random', name];
      return {
        ...unexpected(path, random[name], l10n.t('no {0} with the generator {1}', name, random.generator)),
        fixes: [{ kind: 'remove', path }, ...readersOf(name).map(choose)],
      };
    });
}

/** Whether the framework of a generator has no function for an initializer. */
function lacks(generator: Generator, { kind }: { kind: string }): boolean {
  return kindOf(generator).lacks?.some((lacked) => lacked === kind) === true;
}

/** That the framework of a generator has no function for a law: at its kind, with the generators that have. */
export function lackIssuesOf(law: { kind: string }, path: JsonPath, generator: Generator): Issue[] {
  if (!lacks(generator, law)) return [];
  const place = [...path, 'kind'];
  const message = l10n.t('{0}: {1} has no function for {2}.', pathText(place), kindOf(generator).title, law.kind);
  const able = generators.filter((other) => !lacks(other, law));
  return [{ path: place, message, fixes: able.map(choose) }];
}

/** The same for every law of an experiment. */
export function lackIssues({ random, initializers }: Pick<NetworkExperiment, 'random' | 'initializers'>): Issue[] {
  return initializers.flatMap((entry, index) => {
    const path: JsonPath = ['initializers', index];
    return [
      ...lackIssuesOf(entry, path, random.generator),
      ...(entry.bias ? lackIssuesOf(entry.bias, [...path, 'bias'], random.generator) : []),
      ...Object.entries(entry.layers ?? {}).flatMap(([key, law]) =>
        lackIssuesOf(law, [...path, 'layers', key], random.generator),
      ),
    ];
  });
}
