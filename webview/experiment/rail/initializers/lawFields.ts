import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Parameter } from '../../../../src/engine/initializers/catalogueEntry';
import type { JsonPath } from '../../../../src/experiment/issue';
import { choiceText, entryOf } from '../../../shared/initializerText';
import { parameterChanges } from '../changes/initializerChanges';
import { selectField, textField, toggleField } from '../fields/controls';
import { parseText } from '../fields/parse';
import type { Form } from '../form';
import { asRecord } from '../jsonAccess';
import { gainField } from './gainField';

const labels: Record<string, string> = { stddev: 'Std σ', mean: 'Mean μ', u: 'Factor u', a: 'Leaky slope a', mode: 'Fan', truncated: 'Truncated, as Keras and JAX', maxTries: 'Tries at most', path: 'File' };

/** `scale` → `Scale`: a parameter in words. */
function labelOf(parameter: Parameter): string {
  return labels[parameter.name] ?? parameter.name.charAt(0).toUpperCase() + parameter.name.slice(1);
}

function parameterField(form: Form, path: JsonPath, parameter: Parameter): TemplateResult {
  const base = { path: [...path, parameter.name], label: labelOf(parameter), hint: parameter.description };
  const changes = (value: unknown) => parameterChanges(form.document.value, path, parameter.name, value);
  switch (parameter.type) {
    case 'boolean':
      return toggleField(form, { ...base, fallback: parameter.default, changes: (value) => changes(value ? true : undefined) });
    case 'choice':
      return selectField(form, { ...base, fallback: parameter.default, choices: parameter.choices.map((value) => ({ value, label: choiceText(value) })), changes });
    case 'text':
      return textField(form, { ...base, parse: parseText, size: 'long', changes });
    case 'number': {
      // He takes u or a: what is not given follows from the other.
      const ruled = parameter.name === 'u' && asRecord(form.raw(path)).a !== undefined;
      const number = () => textField(form, { ...base, fallback: ruled ? undefined : parameter.default, placeholder: ruled ? 'from a' : 'none', changes });
      return parameter.computed === undefined ? number() : gainField(form, { ...base, parameter, number, changes });
    }
  }
}

/** The parameters of the law at `path`, as its kind has them. */
export function lawFields(form: Form, path: JsonPath): TemplateResult {
  const entry = entryOf(asRecord(form.raw(path)).kind);
  return html`${(entry?.parameters ?? []).map((parameter) => parameterField(form, path, parameter))}`;
}
