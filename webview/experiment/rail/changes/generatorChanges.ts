import { generatorKinds, generators } from '../../../../src/engine/random/generators';
import { settingNames, type SettingName } from '../../../../src/engine/random/settings';
import type { GeneratorKind } from '../../../../src/engine/random/source';
import type { Change } from '../../../../src/experiment/edit/edit';
import { valueAt } from '../jsonAccess';

/** The settings that a generator reads; none of a word that is no generator. */
export function settingsRead(word: string): readonly SettingName[] {
  const generator = generators.find((one) => one === word);
  const kind: GeneratorKind | undefined = generator && generatorKinds[generator];
  return kind?.settings ?? [];
}

/** Another generator, without the settings that it does not read. */
export function generatorChanges(value: unknown, generator: string): Change[] {
  const read = settingsRead(generator);
  const stray = settingNames.filter((name) => valueAt(value, ['random', name]) !== undefined && !read.includes(name));
  return [
    ...stray.map((name): Change => ({ path: ['random', name], value: undefined })),
    { path: ['random', 'generator'], value: generator },
  ];
}
