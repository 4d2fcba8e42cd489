import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import type { ModelInfo } from '../../../../src/experiment/record/record';
import { formatCount } from '../../../../src/experiment/text/format';
import { dataSourceChanges, type DataSource } from '../changes/modelChanges';
import { selectField, textField } from '../fields/controls';
import {
  parseArgument,
  parseOptionalShape,
  parseOptionalText,
  parseShape,
  parseText,
  shapeText,
} from '../fields/parse';
import type { Form } from '../form';
import { asRecord, rawText } from '../jsonAccess';
import { datasetChoices, lossChoices } from '../names';
import type { SectionContent } from '../section';

const devices = ['cpu', 'cuda', 'mps', 'auto'].map((value) => ({ value, label: value }));
const none = 'none';

/** What Python said of the model when it last built it. */
function facts(info: ModelInfo | undefined): TemplateResult | typeof nothing {
  if (!info) return nothing;
  const { framework, version, python, parameters, modules, loss } = info;
  return html`<dl class="model-facts">
    <dt>${l10n.t('Framework')}</dt><dd>${framework} ${version}</dd>
    <dt>${l10n.t('Python')}</dt><dd title=${python.path}>${python.version} <code>${python.path}</code></dd>
    <dt>${l10n.t('Parameters')}</dt><dd>${l10n.t('{0} in {1} modules', formatCount(parameters), formatCount(modules.length))}</dd>
    ${loss === undefined ? nothing : html`<dt>${l10n.t('Loss')}</dt><dd>${loss.deduced ? l10n.t('{0}, from the first batch', loss.kind) : loss.kind}</dd>`}
  </dl>`;
}

/** The model of the user's: where it is, with which arguments, and what is known of it. */
export function modelSection(form: Form, info: ModelInfo | undefined): SectionContent {
  const loss = form.raw(['loss']);
  const words = lossChoices();
  const named = words.some(({ value }) => value === loss);
  return {
    main: html`
      ${textField(form, { path: ['model', 'python'], label: l10n.t('Model'), parse: parseText, size: 'long', hint: l10n.t('Python file relative to the experiment, a colon, and the name of a class, function or object') })}
      ${Object.keys(asRecord(form.raw(['model', 'arguments']))).map((key) =>
        textField(form, {
          path: ['model', 'arguments', key],
          label: key,
          parse: parseArgument,
          placeholder: l10n.t('default'),
          hint: l10n.t('Argument of the model as JSON, such as 64, true, "gelu" or [16, 32]; empty for its default'),
        }),
      )}
      ${selectField(form, {
        path: ['loss'],
        label: l10n.t('Loss'),
        value: loss === undefined ? none : loss,
        choices: [
          { value: none, label: l10n.t('as fits the first batch') },
          ...words,
          { value: 'model', label: l10n.t('returned by the model') },
          ...(loss === undefined || named || loss === 'model' ? [] : [{ value: rawText(loss), label: rawText(loss) }]),
        ],
        hint: l10n.t(
          'The loss to minimize, computed from logits. A function of your own is written in the JSON as "file.py:name".',
        ),
        changes: (value) => [{ path: ['loss'], value: value === none ? undefined : value }],
      })}
      ${facts(info)}`,
    more: selectField(form, {
      path: ['device'],
      label: l10n.t('Device'),
      value: form.raw(['device']) ?? none,
      choices: [{ value: none, label: l10n.t('as in the settings') }, ...devices],
      changes: (value) => [{ path: ['device'], value: value === none ? undefined : value }],
    }),
    moreWrong: form.hasIssue(['device']),
  };
}

const sourceOf = (data: Readonly<Record<string, unknown>>): DataSource =>
  'random' in data ? 'random' : 'dataset' in data ? 'dataset' : 'python';

function randomFields(form: Form): TemplateResult {
  const x: JsonPath = ['data', 'random', 'x'];
  const y: JsonPath = ['data', 'random', 'y'];
  const several = !('shape' in asRecord(form.raw(x)));
  const inputs = several ? Object.keys(asRecord(form.raw(x))).map((key) => ({ label: key, path: [...x, key] })) : [];
  const shape = (label: string, path: JsonPath): TemplateResult =>
    html`${textField(form, { path: [...path, 'shape'], label, parse: parseShape, text: shapeText, size: 'long', hint: l10n.t('Shape of the batch, its rows first, such as 64, 3, 32, 32') })}
    ${textField(form, { path: [...path, 'tokens'], label: l10n.t('Vocabulary'), placeholder: l10n.t('none'), hint: l10n.t('Random token ids below this number instead of normal numbers') })}`;
  const target = asRecord(form.raw(y));
  return html`
    ${several ? inputs.map(({ label, path }) => shape(label, path)) : shape(l10n.t('Shape'), x)}
    ${'tokens' in target ? textField(form, { path: [...y, 'tokens'], label: l10n.t('Target tokens') }) : nothing}
    ${'shape' in target ? textField(form, { path: [...y, 'shape'], label: l10n.t('Target shape'), parse: parseShape, text: shapeText, size: 'long' }) : nothing}
    ${'classes' in target ? textField(form, { path: [...y, 'classes'], label: l10n.t('Classes') }) : nothing}
    ${textField(form, { path: ['data', 'random', 'seed'], label: l10n.t('Data seed'), fallback: 0 })}`;
}

/** Where the batches of the model come from. */
export function modelDataSection(form: Form): SectionContent {
  const source = sourceOf(asRecord(form.raw(['data'])));
  const fields = {
    python: () =>
      textField(form, {
        path: ['data', 'python'],
        label: l10n.t('Batches'),
        parse: parseText,
        size: 'long',
        hint: l10n.t('Python file, a colon, and the name of a function or object that gives batches'),
      }),
    random: () => randomFields(form),
    dataset: () => html`
      ${selectField(form, { path: ['data', 'dataset', 'kind'], label: l10n.t('Kind'), choices: datasetChoices(), changes: (kind) => [{ path: ['data', 'dataset'], value: { kind } }] })}
      ${textField(form, { path: ['data', 'shape'], label: l10n.t('Shape of a row'), parse: parseOptionalShape, text: shapeText, placeholder: l10n.t('as in the dataset'), hint: l10n.t('Such as 1, 28, 28 for an image of MNIST') })}`,
  };
  return {
    main: html`
      ${selectField(form, {
        path: ['data'],
        label: l10n.t('Source'),
        value: source,
        choices: [
          { value: 'python', label: l10n.t('Python') },
          { value: 'random', label: l10n.t('random batch') },
          { value: 'dataset', label: l10n.t('dataset of Init Lab') },
        ],
        changes: (next) => dataSourceChanges(form.document.value, next as DataSource),
      })}
      ${fields[source]()}`,
  };
}

/** A function of the user's instead of a loss or an optimizer. */
export function referenceField(form: Form, path: JsonPath, label: string): TemplateResult {
  return textField(form, {
    path,
    label,
    parse: parseOptionalText,
    size: 'long',
    hint: l10n.t('Python file, a colon, and the name of a function'),
  });
}
