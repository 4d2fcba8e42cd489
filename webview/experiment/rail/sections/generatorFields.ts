import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { generatorKinds, generators } from '../../../../src/engine/random/generators';
import { settingNames, settingValues, type SettingName } from '../../../../src/engine/random/settings';
import { randomDefaults } from '../../../../src/experiment/format/defaults';
import { generatorText } from '../../../../src/experiment/text/generatorText';
import { generatorChanges, settingsRead } from '../changes/generatorChanges';
import type { Choice } from '../fields/choice';
import { selectField, toggleField } from '../fields/controls';
import type { Form } from '../form';
import { generatorOf } from '../randomOf';

/** The choice of the generator. */
export function generatorField(form: Form): TemplateResult {
  return selectField(form, {
    path: ['random', 'generator'],
    label: l10n.t('Random generator'),
    quiet: true,
    choices: generators.map((value): Choice => ({ value, label: generatorKinds[value].title })),
    fallback: randomDefaults.generator,
    hint: generators.map((name) => `${generatorKinds[name].title}: ${generatorText(name)}`).join('\n'),
    changes: (value) => generatorChanges(form.document.value, value),
  });
}

/** A setting in words, and its values where they are no names. */
const texts: Record<SettingName, { label: () => string; hint: () => string; values?: Record<string, () => string> }> = {
  backend: {
    label: () => l10n.t('Keras backend'),
    hint: () => l10n.t('Keras draws different numbers on each of its backends'),
    values: { tensorflow: () => 'TensorFlow', jax: () => 'JAX', torch: () => 'PyTorch' },
  },
  partitionable: {
    label: () => l10n.t('Partitionable keys'),
    hint: () => l10n.t('jax_threefry_partitionable, on in JAX since 0.5; off, JAX draws different numbers'),
  },
  keys: {
    label: () => l10n.t('Keys of layers'),
    hint: () => l10n.t('How each layer gets its key from the seed: split in a script, or by a Flax module'),
    values: {
      script: () => 'jax.random.split',
      linen: () => 'Flax linen',
      nnx: () => 'Flax nnx',
    },
  },
  dtype: {
    label: () => l10n.t('dtype of the draws'),
    hint: () => l10n.t('The dtype argument of the calls; float32 draws different numbers, not rounded ones'),
  },
};

function settingField(form: Form, name: SettingName): TemplateResult {
  const { label, hint, values } = texts[name];
  const [first, ...others] = settingValues[name];
  const base = { path: ['random', name], label: label(), hint: hint() };
  if (typeof first === 'boolean')
    return toggleField(form, {
      ...base,
      fallback: first,
      changes: (value) => [{ path: base.path, value: value === first ? undefined : value }],
    });
  return selectField(form, {
    ...base,
    fallback: first,
    choices: [first, ...others].map(String).map((value) => ({ value, label: values?.[value]() ?? value })),
    changes: (value) => [{ path: base.path, value: value === first ? undefined : value }],
  });
}

/** The settings that the generator reads, and those that the document has against it. */
export function generatorSettings(form: Form): TemplateResult {
  const read = settingsRead(generatorOf(form));
  const shown = settingNames.filter((name) => read.includes(name) || form.raw(['random', name]) !== undefined);
  return html`${shown.map((name) => settingField(form, name))}`;
}
