import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { catalogue } from '../../../../src/engine/initializers/catalogue/catalogue';
import { matrixKinds } from '../../../../src/engine/initializers/check';
import { adviceText } from '../../../../src/experiment/text/catalogueText';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { entryOf, initializerName } from '../../../shared/initializerText';
import { kindChanges, layerLawChanges, newLaw } from '../changes/initializerChanges';
import { selectField, textField } from '../fields/controls';
import { parseOptionalText } from '../fields/parse';
import type { Form } from '../form';
import { asList, asRecord } from '../jsonAccess';
import { layerTitle } from '../../../../src/experiment/text/layerTitle';
import type { LayerFans } from '../layerFans';
import { lawFacts } from './lawFacts';
import { lawFields } from './lawFields';

const kinds = Object.values(catalogue).map((entry) => ({ value: entry.kind as string, label: entry.name }));
/** A bias is a vector: laws of matrices are not for it. */
const biasKinds = kinds.filter(({ value }) => !matrixKinds.has(value));
const none = 'none';

function bias(form: Form, path: JsonPath): TemplateResult {
  const place = [...path, 'bias'];
  const law = form.raw(place);
  const { kind: kernel } = asRecord(form.raw(path));
  const own =
    kernel === 'pytorchLinear'
      ? l10n.t('default (like its kernel)')
      : kernel === 'fromFile'
        ? l10n.t('default (as in the file)')
        : l10n.t('default ({0})', catalogue.zeros.name);
  const field = selectField(form, {
    path: [...place, 'kind'],
    label: l10n.t('Bias'),
    hint: l10n.t('The law of the biases'),
    value: law === undefined ? none : asRecord(law).kind,
    choices: [{ value: none, label: own }, ...biasKinds],
    changes: (kind) => [{ path: place, value: kind === none ? undefined : newLaw(kind) }],
  });
  return html`${field}${law === undefined ? nothing : html`<div class="indent">${lawFields(form, place)}</div>`}`;
}

/** Kernels with a law of their own, and a way to give one to another layer. */
function exceptions(form: Form, index: number): TemplateResult {
  const path: JsonPath = ['initializers', index, 'layers'];
  const written = Object.keys(asRecord(form.raw(path)));
  const value = form.document.value;
  const free = [...asList(form.raw(['network', 'hidden'])).map((_, layer) => String(layer)), 'output'].filter(
    (key) => !written.includes(key),
  );
  const rows = written.map(
    (key) => html`
    ${selectField(form, {
      path: [...path, key, 'kind'],
      label: l10n.t('In {0}', layerTitle(key)),
      hint: l10n.t('The law of the kernel of {0} only', layerTitle(key)),
      choices: [{ value: none, label: l10n.t('like the others') }, ...kinds],
      changes: (kind) => layerLawChanges(value, index, key, kind === none ? undefined : kind),
    })}
    <div class="indent">${lawFields(form, [...path, key])}</div>`,
  );
  const add =
    free.length === 0
      ? nothing
      : selectField(form, {
          path: [...path, 'add'],
          label: l10n.t('Different law in'),
          hint: l10n.t('Sets a different law for one layer'),
          value: none,
          choices: [
            { value: none, label: l10n.t('select a layer') },
            ...free.map((key) => ({ value: key, label: layerTitle(key) })),
          ],
          changes: (key) => (key === none ? [] : layerLawChanges(value, index, key, 'randomNormal')),
        });
  return html`${rows}${add}`;
}

/** All settings of one initializer of the list. */
export function initializerDetails(form: Form, index: number, layers: readonly LayerFans[]): TemplateResult {
  const path: JsonPath = ['initializers', index];
  const raw = asRecord(form.raw(path));
  const entry = entryOf(raw.kind);
  const { label: _, ...unlabelled } = raw;
  return html`
    ${entry ? html`<p class="advice">${adviceText(entry.kind)}</p>` : nothing}
    ${selectField(form, { path: [...path, 'kind'], label: l10n.t('Kind'), choices: kinds, changes: (kind) => kindChanges(form.document.value, path, kind) })}
    ${textField(form, { path: [...path, 'label'], label: l10n.t('Label'), parse: parseOptionalText, placeholder: initializerName(unlabelled), size: 'long' })}
    ${lawFields(form, path)}
    ${bias(form, path)}
    ${exceptions(form, index)}
    ${lawFacts(form, path, layers, entry?.paper)}`;
}
