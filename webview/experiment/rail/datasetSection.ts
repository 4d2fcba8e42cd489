import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { DataPreview } from '../../../src/experiment/record';
import { datasetDefaults } from '../../../src/experiment/defaults';
import type { DatasetKind } from '../../../src/experiment/defaults';
import type { JsonPath } from '../../../src/experiment/issue';
import { classCountChanges, datasetKindChanges } from './changes/datasetChanges';
import { fieldRow, selectField, textField, toggleField } from './fields/controls';
import { parseColumn, parseText } from './fields/parse';
import type { Form } from './form';
import { asRecord } from './jsonAccess';
import { choicesOf, datasetNames } from './names';
import './scatter';
import type { SectionContent } from './section';

const at = (key: string): JsonPath => ['dataset', key];

function pair(form: Form, label: string, keys: [string, string], defaults: Record<string, unknown>, hints: [string, string]): TemplateResult {
  const field = (key: string, name: string) => textField(form, { path: at(key), label: name, hint: name, fallback: defaults[key], quiet: true });
  return fieldRow(label, html`${field(keys[0], hints[0])}<span class="slash">/</span>${field(keys[1], hints[1])}`);
}

function shape(form: Form, kind: DatasetKind): TemplateResult | typeof nothing {
  switch (kind) {
    case 'circles':
      return textField(form, { path: at('factor'), label: 'Factor', fallback: datasetDefaults.circles.factor, hint: 'Inner radius over outer radius' });
    case 'spiral':
      return textField(form, { path: at('turns'), label: 'Turns', fallback: datasetDefaults.spiral.turns, hint: 'Turns of each arm' });
    case 'blobs':
      return textField(form, { path: at('features'), label: 'Features', fallback: datasetDefaults.blobs.features, hint: 'Dimensions of a point; the boundary is drawn for 2' });
    default:
      return nothing;
  }
}

/** Whether one of these settings is wrong. */
const wrong = (form: Form, keys: string[]): boolean => keys.some((key) => form.hasIssue(at(key)));

function synthetic(form: Form, kind: Exclude<DatasetKind, 'csv'>): SectionContent {
  const defaults: Record<string, unknown> = datasetDefaults[kind];
  const value = form.document.value;
  return {
    main: html`
      ${pair(form, 'Train / test', ['train', 'test'], defaults, ['Training points', 'Test points; 0 for none'])}
      ${kind === 'spiral' ? textField(form, { path: at('classes'), label: 'Arms', fallback: defaults.classes, hint: 'Spiral arms, a class each', changes: (count) => classCountChanges(value, 'classes', count) }) : nothing}
      ${kind === 'blobs'
        ? html`${textField(form, { path: at('centers'), label: 'Centers', fallback: defaults.centers, hint: 'Blobs, a class each', changes: (count) => classCountChanges(value, 'centers', count) })}
            ${textField(form, { path: at('clusterStd'), label: 'Spread', fallback: defaults.clusterStd, hint: 'Standard deviation of each blob' })}`
        : textField(form, { path: at('noise'), label: 'Noise', fallback: defaults.noise, hint: 'Standard deviation of the Gaussian noise added to each coordinate' })}`,
    more: html`
      ${shape(form, kind)}
      ${pair(form, 'Data seeds', ['trainSeed', 'testSeed'], defaults, ['Seed of the training points (random_state)', 'Seed of the test points (random_state)'])}`,
    moreWrong: wrong(form, ['factor', 'turns', 'features', 'trainSeed', 'testSeed']),
  };
}

function table(form: Form): SectionContent {
  const defaults = datasetDefaults.csv;
  return {
    main: html`
      ${textField(form, { path: at('path'), label: 'File', parse: parseText, size: 'long', hint: 'The table, relative to the experiment file' })}
      ${textField(form, { path: at('target'), label: 'Target', parse: parseColumn, hint: 'Target column: its name, or its index from 0 (negative counts from the end)' })}
      ${textField(form, { path: at('testFraction'), label: 'Test fraction', fallback: defaults.testFraction, hint: 'Share of rows kept for the test; 0 keeps all rows, in file order, for training' })}`,
    more: html`
      ${textField(form, { path: at('splitSeed'), label: 'Split seed', fallback: defaults.splitSeed, hint: 'Seed of the split, as random_state of train_test_split' })}
      ${toggleField(form, { path: at('standardize'), label: 'Standardize features', fallback: defaults.standardize, hint: 'Shift and scale each feature to mean 0 and standard deviation 1 of the training rows' })}`,
    moreWrong: wrong(form, ['splitSeed', 'standardize']),
  };
}

/** The data: a picture of it, its kind and the settings of that kind. */
export function datasetSection(form: Form, data: DataPreview | undefined): SectionContent {
  const kind = asRecord(form.raw(['dataset'])).kind as DatasetKind;
  const known = typeof kind === 'string' && Object.hasOwn(datasetDefaults, kind);
  const settings: SectionContent = !known ? { main: nothing } : kind === 'csv' ? table(form) : synthetic(form, kind);
  return {
    ...settings,
    main: html`
      <il-scatter .spec=${form.raw(['dataset'])} .valid=${!form.hasIssue(['dataset'])} .data=${data}></il-scatter>
      ${selectField(form, { path: at('kind'), label: 'Kind', choices: choicesOf(datasetNames), changes: (next) => datasetKindChanges(form.document.value, next as DatasetKind) })}
      ${settings.main}`,
  };
}
