import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { catalogue } from '../../../../src/engine/initializers/catalogue/catalogue';
import { matrixKinds } from '../../../../src/engine/initializers/check';
import { namesModel } from '../../../../src/experiment/format/forms';
import { labelOf } from '../../../../src/experiment/text/labels';
import { adviceText } from '../../../../src/experiment/text/catalogueText';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { entryOf, initializerName } from '../../../shared/initializerText';
import { kindChanges, layerLawChanges, newLaw } from '../changes/initializerChanges';
import { selectField, textField, toggleField } from '../fields/controls';
import { parseOptionalText } from '../fields/parse';
import type { Form } from '../form';
import { asList, asRecord } from '../jsonAccess';
import { layerTitle } from '../../../../src/experiment/text/layerTitle';
import type { LayerFans } from '../layerFans';
import { lawFacts } from './lawFacts';
import { lawFields } from './lawFields';
import './takeBack';

const kinds = Object.values(catalogue).map((entry) => ({ value: entry.kind as string, label: entry.name }));
/** A bias is a vector: laws of matrices are not for it. */
const biasKinds = kinds.filter(({ value }) => !matrixKinds.has(value));
/** What a model of the user's draws by itself. */
const asWritten = {
  value: 'asWritten',
  get label() {
    return labelOf({ kind: 'asWritten' });
  },
};
/** Kinds that only a network of Init Lab's own can have. */
const ownOnly: readonly string[] = ['fromFile', 'zerO', 'lsuv'];

/** The kinds that a document's initializers can have. */
const kindsFor = (form: Form) =>
  namesModel(form.document.value) ? [asWritten, ...kinds.filter(({ value }) => !ownOnly.includes(value))] : kinds;

const none = 'none';

function bias(form: Form, path: JsonPath): TemplateResult {
  const place = [...path, 'bias'];
  const law = form.raw(place);
  const { kind: kernel } = asRecord(form.raw(path));
  const ofModel = namesModel(form.document.value);
  const own = ofModel
    ? l10n.t('as written')
    : kernel === 'pytorchLinear'
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

/** Which weights of a user's model a law is for. */
function scope(form: Form, path: JsonPath): TemplateResult {
  return toggleField(form, {
    path: [...path, 'scope'],
    label: l10n.t('All weight matrices'),
    hint: l10n.t('Also embeddings, recurrent and attention matrices'),
    fallback: false,
    value: form.raw([...path, 'scope']) === 'all',
    changes: (all) => [{ path: [...path, 'scope'], value: all ? 'all' : undefined }],
  });
}

/** Kernels with a law of their own, and a way to give one to another layer. */
function exceptions(form: Form, index: number): TemplateResult {
  const path: JsonPath = ['initializers', index, 'layers'];
  const written = Object.keys(asRecord(form.raw(path)));
  const value = form.document.value;
  const ofModel = namesModel(value);
  const titleOf = (key: string): string => (ofModel ? key : layerTitle(key));
  const free = ofModel
    ? []
    : [...asList(form.raw(['network', 'hidden'])).map((_, layer) => String(layer)), 'output'].filter(
        (key) => !written.includes(key),
      );
  const rows = written.map(
    (key) => html`
    ${selectField(form, {
      path: [...path, key, 'kind'],
      label: l10n.t('In {0}', titleOf(key)),
      hint: l10n.t('The law of the kernel of {0} only', titleOf(key)),
      choices: [{ value: none, label: l10n.t('like the others') }, ...kindsFor(form)],
      changes: (kind) => layerLawChanges(value, index, key, kind === none ? undefined : kind),
    })}
    <div class="indent">${lawFields(form, [...path, key])}</div>`,
  );
  const add = ofModel
    ? textField(form, {
        path: [...path, 'add'],
        label: l10n.t('Different law in'),
        hint: l10n.t('Modules by a pattern of their paths, such as head.* or *.c_proj'),
        placeholder: l10n.t('pattern of modules'),
        parse: parseOptionalText,
        size: 'long',
        changes: (key) => (typeof key === 'string' ? layerLawChanges(value, index, key, 'randomNormal') : []),
      })
    : free.length === 0
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

/** Whether it draws into a model in Python, so that it can be code of the model. */
function takesBack(form: Form, raw: Readonly<Record<string, unknown>>): boolean {
  const draws = raw.kind !== 'asWritten' || Object.keys(asRecord(raw.layers)).length > 0;
  return namesModel(form.document.value) && draws && !form.document.savedRuns;
}

/** All settings of one initializer of the list. */
export function initializerDetails(form: Form, index: number, layers: readonly LayerFans[]): TemplateResult {
  const path: JsonPath = ['initializers', index];
  const raw = asRecord(form.raw(path));
  const entry = entryOf(raw.kind);
  const { label: _, ...unlabelled } = raw;
  return html`
    ${entry ? html`<p class="advice">${adviceText(entry.kind)}</p>` : nothing}
    ${selectField(form, { path: [...path, 'kind'], label: l10n.t('Kind'), choices: kindsFor(form), changes: (kind) => kindChanges(form.document.value, path, kind) })}
    ${textField(form, { path: [...path, 'label'], label: l10n.t('Label'), parse: parseOptionalText, placeholder: initializerName(unlabelled), size: 'long' })}
    ${lawFields(form, path)}
    ${namesModel(form.document.value) && raw.kind !== 'asWritten' ? scope(form, path) : nothing}
    ${bias(form, path)}
    ${exceptions(form, index)}
    ${takesBack(form, raw) ? html`<il-take-back .form=${form} .index=${index} .name=${initializerName(raw)}></il-take-back>` : nothing}
    ${lawFacts(form, path, layers, entry?.paper)}`;
}
