import * as l10n from '@vscode/l10n';
import { generatorKinds, generators, type Generator } from '../../../engine/random/generators';
import { settingNames, type SettingName } from '../../../engine/random/settings';
import type { GeneratorKind } from '../../../engine/random/source';
import type { KernelInitializer } from '../../../engine/spec/initializerSpec';
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
  const read = kindOf(random.generator).settings ?? [];
  return settingNames
    .filter((name) => random[name] !== undefined && !read.includes(name))
    .map((name) => {
      const path: JsonPath = ['random', name];
      return {
        ...unexpected(path, random[name], l10n.t('no {0} with the generator {1}', name, random.generator)),
        fixes: [{ kind: 'remove', path }, ...readersOf(name).map(choose)],
      };
    });
}

/** That the framework of a generator has no function for an initializer, at the place of its kind. */
export function lackedText(generator: Generator, place: string, kind: string): string {
  return l10n.t('{0}: {1} has no function for {2}.', place, kindOf(generator).title, kind);
}

/** Whether the framework of a generator has no function for an initializer. */
export function lacks(generator: Generator, { kind }: KernelInitializer): boolean {
  return kindOf(generator).lacks?.includes(kind) === true;
}

/** Initializers that the framework of the generator has no function for. */
export function lackIssues({ random, initializers }: Pick<NetworkExperiment, 'random' | 'initializers'>): Issue[] {
  const { generator } = random;
  return initializers.flatMap((entry, index) => {
    const laws: [JsonPath, KernelInitializer | undefined][] = [
      [[], entry],
      [['bias'], entry.bias],
      ...Object.entries(entry.layers ?? {}).map(([key, law]): [JsonPath, KernelInitializer] => [['layers', key], law]),
    ];
    return laws
      .filter(([, law]) => law && lacks(generator, law))
      .map(([place, law]): Issue => {
        const path: JsonPath = ['initializers', index, ...place, 'kind'];
        const able = generators.filter((other) => !lacks(other, law!));
        return { path, message: lackedText(generator, pathText(path), law!.kind), fixes: able.map(choose) };
      });
  });
}
