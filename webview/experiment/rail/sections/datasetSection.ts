import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { fullSets, smallMnist } from '../../../../src/engine/datasets/images/smallSets';
import type { DataPreview } from '../../../../src/experiment/record/record';
import {
  datasetDefaults,
  isFileKind,
  isImageKind,
  type DatasetKind,
  type FileKind,
  type ImageKind,
} from '../../../../src/experiment/format/defaults';
import { formatCount } from '../../../../src/experiment/text/format';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { classCountChanges, datasetKindChanges } from '../changes/datasetChanges';
import { fieldRow, selectField, textField, toggleField } from '../fields/controls';
import { parseColumn, parseOptionalText, parseText } from '../fields/parse';
import type { Form } from '../form';
import '../preview/imageGrid';
import { asRecord } from '../jsonAccess';
import { datasetChoices } from '../names';
import '../preview/scatter';
import type { SectionContent } from '../section';

const at = (key: string): JsonPath => ['dataset', key];

function pair(
  form: Form,
  label: string,
  keys: [string, string],
  defaults: Record<string, unknown>,
  hints: [string, string],
): TemplateResult {
  const field = (key: string, name: string) =>
    textField(form, { path: at(key), label: name, hint: name, fallback: defaults[key], quiet: true });
  return fieldRow(label, html`${field(keys[0], hints[0])}<span class="slash">/</span>${field(keys[1], hints[1])}`);
}

function shape(form: Form, kind: DatasetKind): TemplateResult | typeof nothing {
  switch (kind) {
    case 'circles':
      return textField(form, {
        path: at('factor'),
        label: l10n.t('Factor'),
        fallback: datasetDefaults.circles.factor,
        hint: l10n.t('Inner radius over outer radius'),
      });
    case 'spiral':
      return textField(form, {
        path: at('turns'),
        label: l10n.t('Turns'),
        fallback: datasetDefaults.spiral.turns,
        hint: l10n.t('Turns of each arm'),
      });
    case 'teacher':
      return html`
        ${selectField(form, {
          path: at('inputs'),
          label: l10n.t('Inputs'),
          choices: [
            { value: 'normal', label: 'N(0, 1)' },
            { value: 'uniform', label: 'U[0, 1)' },
          ],
          fallback: datasetDefaults.teacher.inputs,
          hint: l10n.t('Law of every feature'),
        })}
        ${textField(form, { path: at('hidden'), label: l10n.t('Teacher width'), fallback: datasetDefaults.teacher.hidden, hint: l10n.t("Units of the teacher's tanh layer") })}
        ${textField(form, { path: at('teacherSeed'), label: l10n.t('Teacher seed'), fallback: datasetDefaults.teacher.teacherSeed, hint: l10n.t("Seed of the teacher's weights") })}`;
    case 'blobs':
      return textField(form, {
        path: at('features'),
        label: l10n.t('Features'),
        fallback: datasetDefaults.blobs.features,
        hint: l10n.t('Dimensions of a point; a boundary is drawn for 2'),
      });
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
      return html`${textField(form, { path: at('features'), label: l10n.t('Features'), fallback: datasetDefaults.teacher.features, hint: l10n.t('Dimensions of a point') })}
        ${classes('classes', l10n.t('Classes'), datasetDefaults.teacher.classes, l10n.t('Outputs of the teacher'))}`;
    case 'blobs':
      return html`${classes('centers', l10n.t('Centers'), datasetDefaults.blobs.centers, l10n.t('Blobs, one per class'))}
        ${textField(form, { path: at('clusterStd'), label: l10n.t('Spread'), fallback: datasetDefaults.blobs.clusterStd, hint: l10n.t('Standard deviation of each blob') })}`;
    default:
      return html`${kind === 'spiral' ? classes('classes', l10n.t('Arms'), datasetDefaults.spiral.classes, l10n.t('Spiral arms, one per class')) : nothing}
        ${textField(form, { path: at('noise'), label: l10n.t('Noise'), fallback: datasetDefaults[kind].noise, hint: l10n.t('Standard deviation of the Gaussian noise added to each coordinate') })}`;
  }
}

function synthetic(form: Form, kind: Exclude<DatasetKind, FileKind>): SectionContent {
  const defaults: Record<string, unknown> = datasetDefaults[kind];
  return {
    main: html`
      ${pair(form, l10n.t('Train / test'), ['train', 'test'], defaults, [l10n.t('Training points'), l10n.t('Test points (0: none)')])}
      ${features(form, kind)}`,
    more: html`
      ${shape(form, kind)}
      ${pair(form, l10n.t('Data seeds'), ['trainSeed', 'testSeed'], defaults, [l10n.t('Seed of the training points (random_state)'), l10n.t('Seed of the test points (random_state)')])}`,
    moreWrong: wrong(form, [
      'factor',
      'turns',
      ...(kind === 'blobs' ? ['features'] : []),
      'inputs',
      'hidden',
      'teacherSeed',
      'trainSeed',
      'testSeed',
    ]),
  };
}

/** Published images: which ones, and where they lie. */
function images(form: Form, kind: ImageKind): SectionContent {
  const full = fullSets[kind];
  const count = (key: 'train' | 'test', name: string) =>
    textField(form, { path: at(key), label: name, hint: name, placeholder: l10n.t('all'), quiet: true });
  return {
    main: html`
      ${fieldRow(l10n.t('Train / test'), html`${count('train', l10n.t('Number of training images, up to {0} (empty: all)', full.train))}<span class="slash">/</span>${count('test', l10n.t('Number of test images, up to {0} (0: none, empty: all)', full.test))}`)}`,
    more: html`
      ${textField(form, { path: at('path'), label: l10n.t('Folder'), parse: parseOptionalText, placeholder: l10n.t('automatic'), size: 'long', hint: kind === 'cifar10' ? l10n.t('Folder with data_batch_1.bin … or cifar-10-binary.tar.gz, relative to the experiment file. If empty, the setting initLab.datasets.folder or the downloaded dataset is used.') : l10n.t('Folder with the four IDX files, relative to the experiment file. If empty, the setting initLab.datasets.folder or the downloaded dataset is used.') })}`,
    moreWrong: wrong(form, ['path']),
  };
}

function arrays(form: Form): SectionContent {
  const defaults = datasetDefaults.npy;
  return {
    main: html`
      ${textField(form, { path: at('x'), label: l10n.t('Samples'), parse: parseText, size: 'long', hint: l10n.t('Array of samples × features (.npy), relative to the experiment file; bytes are divided by 255') })}
      ${textField(form, { path: at('y'), label: l10n.t('Targets'), parse: parseText, size: 'long', hint: l10n.t('Array with one class or number per sample (.npy)') })}
      ${textField(form, { path: at('testFraction'), label: l10n.t('Test fraction'), fallback: defaults.testFraction, hint: l10n.t('Share of rows used for testing if there are no test files. 0 uses all rows for training, in file order.') })}`,
    more: html`
      ${textField(form, { path: at('testX'), label: l10n.t('Test samples'), parse: parseOptionalText, placeholder: l10n.t('none'), size: 'long', hint: l10n.t('Array of the test samples (.npy)') })}
      ${textField(form, { path: at('testY'), label: l10n.t('Test targets'), parse: parseOptionalText, placeholder: l10n.t('none'), size: 'long', hint: l10n.t('Classes or numbers of the test samples (.npy)') })}
      ${textField(form, { path: at('splitSeed'), label: l10n.t('Split seed'), fallback: defaults.splitSeed, hint: l10n.t('Seed of the split (random_state of train_test_split)') })}`,
    moreWrong: wrong(form, ['testX', 'testY', 'splitSeed']),
  };
}

function table(form: Form): SectionContent {
  const defaults = datasetDefaults.csv;
  return {
    main: html`
      ${textField(form, { path: at('path'), label: l10n.t('File'), parse: parseText, size: 'long', hint: l10n.t('The table, relative to the experiment file') })}
      ${textField(form, { path: at('target'), label: l10n.t('Target'), parse: parseColumn, hint: l10n.t('Target column: its name, or its index from 0 (negative counts from the end)') })}
      ${textField(form, { path: at('testFraction'), label: l10n.t('Test fraction'), fallback: defaults.testFraction, hint: l10n.t('Share of rows used for testing. 0 uses all rows for training, in file order.') })}`,
    more: html`
      ${textField(form, { path: at('splitSeed'), label: l10n.t('Split seed'), fallback: defaults.splitSeed, hint: l10n.t('Seed of the split (random_state of train_test_split)') })}
      ${toggleField(form, { path: at('standardize'), label: l10n.t('Standardize features'), fallback: defaults.standardize, hint: l10n.t('Shift and scale each feature to mean 0 and standard deviation 1 of the training rows') })}`,
    moreWrong: wrong(form, ['splitSeed', 'standardize']),
  };
}

function settingsOf(form: Form, kind: DatasetKind): SectionContent {
  if (!isFileKind(kind)) return synthetic(form, kind);
  return kind === 'csv' ? table(form) : kind === 'npy' ? arrays(form) : images(form, kind);
}

/**
 * What the trainer says of where the data comes from, which it says in English: of the small MNIST in the user's
 * language.
 */
function noteText(kind: DatasetKind, note: string): string {
  if (kind !== 'mnist') return note;
  const { train, test } = fullSets.mnist;
  return l10n.t(
    "Bundled small set: the first {0} training and {1} test digits of MNIST's {2} and {3}.",
    formatCount(smallMnist.train),
    smallMnist.test,
    formatCount(train),
    formatCount(test),
  );
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
      ${
        shown?.images
          ? html`<il-image-grid .images=${shown.images} .names=${shown.classNames}></il-image-grid>`
          : html`<il-scatter .spec=${form.raw(['dataset'])} .valid=${!form.hasIssue(['dataset'])}
            .data=${data}></il-scatter>`
      }
      ${
        shown?.note
          ? html`<p class="data-note"><span class="codicon codicon-info"
        aria-hidden="true"></span><span>${noteText(kind, shown.note)} ${l10n.t('Use the command Download Dataset to get the full dataset.')}</span></p>`
          : nothing
      }
      ${selectField(form, { path: at('kind'), label: l10n.t('Kind'), choices: datasetChoices(), changes: (next) => datasetKindChanges(form.document.value, next as DatasetKind) })}
      ${settings.main}`,
  };
}
