import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { NumberParameter } from '../../../../src/engine/initializers/catalogue/catalogueEntry';
import { gainValue, hasGain, isComputedGain } from '../../../../src/engine/initializers/gains';
import type { GainRule } from '../../../../src/engine/spec/initializerSpec';
import type { Activation } from '../../../../src/engine/spec/networkSpec';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { networkDefaults } from '../../../../src/experiment/format/defaults';
import type { Change } from '../../../../src/experiment/edit/edit';
import type { Choice } from '../fields/choice';
import { selectField, textField } from '../fields/controls';
import type { Form } from '../form';
import { asRecord } from '../jsonAccess';
import { isActivation } from '../../../../src/experiment/text/activationNames';
import { activationChoices } from '../names';

const byNumber = 'number';
const ruleChoices = (): (Choice & { value: GainRule })[] => [
  { value: 'forward', label: l10n.t('computed, forward') },
  { value: 'backward', label: l10n.t('computed, backward') },
  { value: 'pytorch', label: l10n.t('table of PyTorch') },
];

interface GainField {
  path: JsonPath;
  label: string;
  hint: string;
  parameter: NumberParameter;
  /** The field of the plain number. */
  number: () => TemplateResult;
  changes: (value: unknown) => Change[];
}

/** The activation that a computed gain starts with: the network's, where its rule has a number for it. */
function startActivation(form: Form, rule: GainRule): Activation {
  const own = form.raw(['network', 'activation']) ?? networkDefaults.activation;
  return isActivation(own) && hasGain(rule, own) ? own : 'relu';
}

/** A gain, or the factor that is its square: a number, or computed for an activation with the number shown. */
export function gainField(form: Form, { path, label, hint, parameter, number, changes }: GainField): TemplateResult {
  const raw = form.raw(path);
  const computed = typeof raw === 'object' && raw !== null;
  const { activation, rule } = asRecord(raw);
  const choose = selectField(form, {
    path: [...path, 'rule'],
    label: computed ? label : l10n.t('Given as'),
    hint,
    value: computed ? rule : byNumber,
    choices: [{ value: byNumber, label: l10n.t('a number') }, ...ruleChoices()],
    changes: (next) => {
      if (next === byNumber) return changes(undefined);
      const kept = isActivation(activation) && hasGain(next as GainRule, activation);
      return changes({ activation: kept ? activation : startActivation(form, next as GainRule), rule: next });
    },
  });
  if (!computed) return html`${number()}${choose}`;
  const shown = isComputedGain(raw) ? gainValue(raw) : undefined;
  const figure =
    shown === undefined ? undefined : (parameter.computed === 'square' ? shown * shown : shown).toPrecision(7);
  return html`${choose}
    <div class="indent">
      ${selectField(form, {
        path: [...path, 'activation'],
        label: l10n.t('Activation'),
        hint: l10n.t('Activation of the layer'),
        choices: activationChoices().filter(
          ({ value }) => rule !== 'pytorch' || hasGain('pytorch', value as Activation),
        ),
        changes: (next) => changes({ activation: next, rule }),
      })}
      ${activation === 'leakyRelu' ? textField(form, { path: [...path, 'slope'], label: l10n.t('Negative slope'), fallback: 0.01 }) : nothing}
      ${
        figure === undefined
          ? nothing
          : html`<div class="field"><span
        class="row-label">${l10n.t('{0} is', label)}</span><output>${figure}</output></div>`
      }
    </div>`;
}
