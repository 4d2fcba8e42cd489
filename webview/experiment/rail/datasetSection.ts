import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { fullSets } from '../../../src/engine/datasets/smallSets';
import type { DataPreview } from '../../../src/experiment/record';
import { datasetDefaults, isFileKind, isImageKind } from '../../../src/experiment/defaults';
import type { DatasetKind, FileKind, ImageKind } from '../../../src/experiment/defaults';
import type { JsonPath } from '../../../src/experiment/issue';
import { classCountChanges, datasetKindChanges } from './changes/datasetChanges';
import { fieldRow, selectField, textField, toggleField } from './fields/controls';
import { parseColumn, parseOptionalText, parseText } from './fields/parse';
import type { Form } from './form';
import './imageGrid';
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
    case 'teacher':
      return html`
        ${selectField(form, { path: at('inputs'), label: 'Inputs', choices: [{ value: 'normal', label: 'N(0, 1)' }, { value: 'uniform', label: 'U[0, 1)' }], fallback: datasetDefaults.teacher.inputs, hint: 'Law of every feature' })}
        ${textField(form, { path: at('hidden'), label: 'Teacher width', fallback: datasetDefaults.teacher.hidden, hint: "Units of the teacher's tanh layer" })}
        ${textField(form, { path: at('teacherSeed'), label: 'Teacher seed', fallback: datasetDefaults.teacher.teacherSeed, hint: "Seed of the teacher's weights" })}`;
    case 'blobs':
      return textField(form, { path: at('features'), label: 'Features', fallback: datasetDefaults.blobs.features, hint: 'Dimensions of a point; the boundary is drawn for 2' });
    default:
      return nothing;
  }
}

/** Whether one of these settings is wrong. */
const wrong = (form: Form, keys: string[]): boolean => keys.some((key) => form.hasIssue(at(key)));

/** What comes below the sizes of a generated dataset. */
function features(form: Form, kind: Exclude<DatasetKind, FileKind>): unknown {
  const value = form.document.value;
  const classes = (key: 'classes' | 'centers', label: string, fallback: number, hint: string) =>
    textField(form, { path: at(key), label, fallback, hint, changes: (count) => classCountChanges(value, key, count) });
  switch (kind) {
    case 'teacher':
      return html`${textField(form, { path: at('features'), label: 'Features', fallback: datasetDefaults.teacher.features, hint: 'Dimensions of a point' })}
        ${classes('classes', 'Classes', datasetDefaults.teacher.classes, 'Outputs of the teacher')}`;
    case 'blobs':
      return html`${classes('centers', 'Centers', datasetDefaults.blobs.centers, 'Blobs, a class each')}
        ${textField(form, { path: at('clusterStd'), label: 'Spread', fallback: datasetDefaults.blobs.clusterStd, hint: 'Standard deviation of each blob' })}`;
    default:
      return html`${kind === 'spiral' ? classes('classes', 'Arms', datasetDefaults.spiral.classes, 'Spiral arms, a class each') : nothing}
        ${textField(form, { path: at('noise'), label: 'Noise', fallback: datasetDefaults[kind].noise, hint: 'Standard deviation of the Gaussian noise added to each coordinate' })}`;
  }
}

function synthetic(form: Form, kind: Exclude<DatasetKind, FileKind>): SectionContent {
  const defaults: Record<string, unknown> = datasetDefaults[kind];
  return {
    main: html`
      ${pair(form, 'Train / test', ['train', 'test'], defaults, ['Training points', 'Test points; 0 for none'])}
      ${features(form, kind)}`,
    more: html`
      ${shape(form, kind)}
      ${pair(form, 'Data seeds', ['trainSeed', 'testSeed'], defaults, ['Seed of the training points (random_state)', 'Seed of the test points (random_state)'])}`,
    moreWrong: wrong(form, ['factor', 'turns', ...(kind === 'blobs' ? ['features'] : []), 'inputs', 'hidden', 'teacherSeed', 'trainSeed', 'testSeed']),
  };
}

/** Published images: which ones, and where they lie. */
function images(form: Form, kind: ImageKind): SectionContent {
  const full = fullSets[kind];
  const count = (key: 'train' | 'test', name: string) => textField(form, { path: at(key), label: name, hint: name, placeholder: 'all', quiet: true });
  return {
    main: html`
      ${fieldRow('Train / test', html`${count('train', `Training images, the first of ${full.train}; empty for all there are`)}<span class="slash">/</span>${count('test', `Test images, the first of ${full.test}; 0 for none, empty for all there are`)}`)}`,
    more: html`
      ${textField(form, { path: at('path'), label: 'Folder', parse: parseOptionalText, placeholder: 'found by itself', size: 'long', hint: kind === 'cifar10' ? 'Folder of data_batch_1.bin … or of cifar-10-binary.tar.gz, relative to the experiment file; empty: the folder of the setting initLab.datasets.folder, or what was downloaded' : 'Folder of the four IDX files, relative to the experiment file; empty: the folder of the setting initLab.datasets.folder, or what was downloaded' })}`,
    moreWrong: wrong(form, ['path']),
  };
}

function arrays(form: Form): SectionContent {
  const defaults = datasetDefaults.npy;
  return {
    main: html`
      ${textField(form, { path: at('x'), label: 'Samples', parse: parseText, size: 'long', hint: 'Array of samples × features (.npy), relative to the experiment file; bytes are divided by 255' })}
      ${textField(form, { path: at('y'), label: 'Targets', parse: parseText, size: 'long', hint: 'Array of one class or number for each sample (.npy)' })}
      ${textField(form, { path: at('testFraction'), label: 'Test fraction', fallback: defaults.testFraction, hint: 'Share of rows kept for the test when there are no test files; 0 keeps all rows, in file order, for training' })}`,
    more: html`
      ${textField(form, { path: at('testX'), label: 'Test samples', parse: parseOptionalText, placeholder: 'none', size: 'long', hint: 'Array of the test samples (.npy)' })}
      ${textField(form, { path: at('testY'), label: 'Test targets', parse: parseOptionalText, placeholder: 'none', size: 'long', hint: 'Classes or numbers of the test samples (.npy)' })}
      ${textField(form, { path: at('splitSeed'), label: 'Split seed', fallback: defaults.splitSeed, hint: 'Seed of the split, as random_state of train_test_split' })}`,
    moreWrong: wrong(form, ['testX', 'testY', 'splitSeed']),
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

function settingsOf(form: Form, kind: DatasetKind): SectionContent {
  if (!isFileKind(kind)) return synthetic(form, kind);
  return kind === 'csv' ? table(form) : kind === 'npy' ? arrays(form) : images(form, kind);
}

/** The data: a picture of it, its kind and the settings of that kind. */
export function datasetSection(form: Form, data: DataPreview | undefined): SectionContent {
  const kind = asRecord(form.raw(['dataset'])).kind as DatasetKind;
  const known = typeof kind === 'string' && Object.hasOwn(datasetDefaults, kind);
  const settings: SectionContent = known ? settingsOf(form, kind) : { main: nothing };
  // A run of another kind of data says nothing of this one.
  const shown = data?.images && !(known && isImageKind(kind)) ? undefined : data;
  return {
    ...settings,
    main: html`
      ${shown?.images
        ? html`<il-image-grid .images=${shown.images} .names=${shown.classNames}></il-image-grid>`
        : html`<il-scatter .spec=${form.raw(['dataset'])} .valid=${!form.hasIssue(['dataset'])} .data=${data}></il-scatter>`}
      ${shown?.note ? html`<p class="data-note"><span class="codicon codicon-info" aria-hidden="true"></span><span>${shown.note} The command <em>Download Dataset</em> gets all of them.</span></p>` : nothing}
      ${selectField(form, { path: at('kind'), label: 'Kind', choices: choicesOf(datasetNames), changes: (next) => datasetKindChanges(form.document.value, next as DatasetKind) })}
      ${settings.main}`,
  };
}
