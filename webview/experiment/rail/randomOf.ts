import { layouts, type Layout } from '../../../src/engine/spec/initializerSpec';
import { generators, type Generator } from '../../../src/engine/random/generators';
import { settingNames, settingValues } from '../../../src/engine/random/settings';
import type { GeneratorSettings } from '../../../src/engine/random/source';
import { randomDefaults } from '../../../src/experiment/format/defaults';
import type { Form } from './form';

/** The layout that kernels are drawn in, as the document says. */
export function layoutOf(form: Form): Layout {
  const raw = form.raw(['random', 'layout']);
  return layouts.find((layout) => layout === raw) ?? randomDefaults.layout;
}

/** The generator that the document names, or the one without a name. */
export function generatorOf(form: Form): Generator {
  const raw = form.raw(['random', 'generator']);
  return generators.find((generator) => generator === raw) ?? randomDefaults.generator;
}

/** The settings of its generator that the document has and that are values of theirs. */
export function settingsOf(form: Form): GeneratorSettings {
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = settingValues[name].find((one) => one === form.raw(['random', name]));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
