import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { LayerKindName } from '../../../src/engine/spec/networkSpec';
import { hiddenDefaults, networkDefaults } from '../../../src/experiment/format/defaults';
import { activationName } from '../../../src/experiment/text/activationNames';
import { layerKindMark } from '../../../src/experiment/text/layerTitle';
import { kindOfLayer, layerActivationChanges, layerWidthChanges } from './changes/layerChanges';
import { selectField, textField, toggleField } from './fields/controls';
import { parseNumber } from './fields/parse';
import type { Form } from './form';
import { asRecord, rawText } from './jsonAccess';
import { activationChoices } from './names';

const inherit = 'inherit';

/** What stands on a layer's chip: its width, or what it does to the units before it. */
export function chipText(layer: unknown): string {
  const record = asRecord(layer);
  const kind = kindOfLayer(layer);
  switch (kind) {
    case 'dense':
      return rawText(typeof layer === 'object' ? record.units : layer);
    case 'dropout':
      return `${layerKindMark.dropout} ${rawText(record.rate)}`;
    case 'residual':
      return `${layerKindMark.residual}${rawText(record.layers)}`;
    default:
      return layerKindMark[kind];
  }
}

/** The fields of a hidden layer, those of its kind alone. */
export function layerFields(form: Form, index: number, kind: LayerKindName, layer: unknown): TemplateResult {
  const at = (name: string) => ['network', 'hidden', index, name];
  const activation = () =>
    selectField(form, {
      path: at('activation'),
      label: l10n.t('Activation'),
      fallback: hiddenDefaults.activation,
      choices: activationChoices(),
    });
  const epsilon = () =>
    textField(form, {
      path: at('epsilon'),
      label: 'ε',
      hint: l10n.t('Added to the variance'),
      fallback: hiddenDefaults.epsilon,
    });
  switch (kind) {
    case 'layerNorm':
      return html`${activation()}${epsilon()}`;
    case 'batchNorm':
      return html`${activation()}${textField(form, {
        path: at('momentum'),
        label: l10n.t('Momentum'),
        hint: l10n.t('Share of a batch in the running statistics, as in PyTorch'),
        fallback: hiddenDefaults.momentum,
      })}${epsilon()}`;
    case 'dropout':
      return textField(form, {
        path: at('rate'),
        label: l10n.t('Rate'),
        hint: l10n.t('Share of the units that a training step sets to 0'),
      });
    case 'residual':
      return html`${textField(form, {
        path: at('layers'),
        label: l10n.t('Layers'),
        hint: l10n.t('Layers of the block that ends here: what came into them is added'),
      })}${textField(form, {
        path: at('gate'),
        label: l10n.t('Gate'),
        hint: l10n.t('Factor of what the block puts out'),
        fallback: hiddenDefaults.gate,
      })}${toggleField(form, {
        path: at('trainGate'),
        label: l10n.t('Train the gate'),
        hint: l10n.t('With a gate of 0 at the start: ReZero, or SkipInit'),
        fallback: hiddenDefaults.trainGate,
      })}${activation()}`;
    case 'dense':
      return denseFields(form, index, layer);
  }
}

function denseFields(form: Form, index: number, layer: unknown): TemplateResult {
  const path =
    typeof layer === 'object' && layer !== null ? ['network', 'hidden', index, 'units'] : ['network', 'hidden', index];
  const network = rawText(form.raw(['network', 'activation']) ?? networkDefaults.activation);
  return html`${textField(form, {
    path,
    label: l10n.t('Width'),
    parse: parseNumber,
    hint: l10n.t('Units of the layer'),
    changes: (units) => layerWidthChanges(form.document.value, index, units),
  })}${selectField(form, {
    path: ['network', 'hidden', index, 'activation'],
    label: l10n.t('Activation'),
    value: asRecord(layer).activation ?? inherit,
    choices: [{ value: inherit, label: l10n.t("network's ({0})", activationName(network)) }, ...activationChoices()],
    changes: (next) => layerActivationChanges(form.document.value, index, next === inherit ? undefined : next),
  })}`;
}
