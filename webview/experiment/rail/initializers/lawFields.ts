import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { truncatesNormals } from '../../../../src/engine/initializers/asDrawn';
import type { Parameter } from '../../../../src/engine/initializers/catalogue/catalogueEntry';
import { givenKinds } from '../../../../src/engine/initializers/check';
import { generatorKinds } from '../../../../src/engine/random/generators';
import type { GeneratorKind } from '../../../../src/engine/random/source';
import type { InitializerKind } from '../../../../src/engine/spec/initializerSpec';
import { parameterText } from '../../../../src/experiment/text/catalogueText';
import { namesModel } from '../../../../src/experiment/format/forms';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { choiceText, entryOf } from '../../../shared/initializerText';
import { parameterChanges } from '../changes/initializerChanges';
import { selectField, textField, toggleField } from '../fields/controls';
import { parseText } from '../fields/parse';
import type { Form } from '../form';
import { asRecord } from '../jsonAccess';
import { generatorOf } from '../randomOf';
import { gainField } from './gainField';

const labels: Record<string, () => string> = {
  stddev: () => l10n.t('Std σ'),
  mean: () => l10n.t('Mean μ'),
  u: () => l10n.t('Factor u'),
  a: () => l10n.t('Leaky slope a'),
  mode: () => l10n.t('Fan'),
  truncated: () => l10n.t('Truncated, as in Keras and JAX'),
  maxTries: () => l10n.t('Maximum attempts'),
  path: () => l10n.t('File'),
  gain: () => l10n.t('Gain'),
  scale: () => l10n.t('Scale'),
  distribution: () => l10n.t('Distribution'),
  min: () => l10n.t('Min'),
  max: () => l10n.t('Max'),
  value: () => l10n.t('Value'),
  sparsity: () => l10n.t('Sparsity'),
  tolerance: () => l10n.t('Tolerance'),
};

/** A parameter in words; one without any as the file has it. */
function labelOf(parameter: Parameter): string {
  return labels[parameter.name]?.() ?? parameter.name;
}

function parameterField(form: Form, path: JsonPath, kind: InitializerKind, parameter: Parameter): TemplateResult {
  const base = {
    path: [...path, parameter.name],
    label: labelOf(parameter),
    hint: parameterText(kind, parameter.name, parameter.description),
  };
  const changes = (value: unknown) => parameterChanges(form.document.value, path, parameter.name, value);
  switch (parameter.type) {
    case 'boolean': {
      const fallback = parameter.name === 'truncated' ? truncatesNormals(generatorOf(form)) : parameter.default;
      return toggleField(form, {
        ...base,
        fallback,
        changes: (value) => changes(value === fallback ? undefined : value),
      });
    }
    case 'choice':
      return selectField(form, {
        ...base,
        fallback: parameter.default,
        choices: parameter.choices.map((value) => ({ value, label: choiceText(value) })),
        changes,
      });
    case 'text':
      return textField(form, { ...base, parse: parseText, size: 'long', changes });
    case 'number': {
      // He takes u or a: what is not given follows from the other.
      const ruled = parameter.name === 'u' && asRecord(form.raw(path)).a !== undefined;
      const number = () =>
        textField(form, {
          ...base,
          fallback: ruled ? undefined : parameter.default,
          placeholder: ruled ? l10n.t('from a') : l10n.t('none'),
          changes,
        });
      return parameter.computed === undefined ? number() : gainField(form, { ...base, parameter, number, changes });
    }
  }
}

/** A seed of the initializer's own, where the generator takes one; for a whole entry also whether layers share it. */
function seedFields(form: Form, path: JsonPath, kind: InitializerKind): TemplateResult | typeof nothing {
  const own: GeneratorKind = generatorKinds[generatorOf(form)];
  const law = asRecord(form.raw(path));
  const isEntry = path.length === 2;
  if (namesModel(form.document.value)) return nothing;
  if (!(own.ownSeeds && !givenKinds.has(kind)) && law.seed === undefined && law.shared === undefined) return nothing;
  const seed = textField(form, {
    path: [...path, 'seed'],
    label: l10n.t('Own seed'),
    hint: l10n.t('The seed argument of the initializer; without it, Keras gives it one that follows from the seed'),
    placeholder: l10n.t('none'),
  });
  if (!isEntry) return seed;
  return html`${seed}${toggleField(form, {
    path: [...path, 'shared'],
    label: l10n.t('One initializer for all layers'),
    hint: l10n.t(
      'Kernels without a law of their own start from the same seed, as when one Keras initializer is passed to several layers',
    ),
    fallback: false,
    changes: (shared) => [{ path: [...path, 'shared'], value: shared ? true : undefined }],
  })}`;
}

/** The parameters of the law at `path`, as its kind has them. */
export function lawFields(form: Form, path: JsonPath): TemplateResult {
  const entry = entryOf(asRecord(form.raw(path)).kind);
  return html`${entry?.parameters.map((parameter) => parameterField(form, path, entry.kind, parameter))}
    ${entry ? seedFields(form, path, entry.kind) : nothing}`;
}
