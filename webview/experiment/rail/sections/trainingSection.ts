import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { precisions } from '../../../../src/engine/elementType';
import {
  defaultPrecision,
  optimizerDefaults,
  trainingDefaults,
  type OptimizerKind,
} from '../../../../src/experiment/format/defaults';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { namesModel } from '../../../../src/experiment/format/forms';
import { momentumChanges, optimizerKindChanges } from '../changes/optimizerChanges';
import { lengthUnitChanges } from '../changes/trainingChanges';
import { fieldRow, selectField, textField, toggleField } from '../fields/controls';
import { parseBatchSize, parseNumber } from '../fields/parse';
import type { Form } from '../form';
import { choicesOf, optimizerNames } from '../names';
import type { SectionContent } from '../section';
import { referenceField } from './modelSection';

const optimizer = (key: string): JsonPath => ['optimizer', key];
const training = (key: string): JsonPath => ['training', key];
const precision: JsonPath = ['precision'];

const settings: Record<string, () => { label: string; hint: string }> = {
  momentum: () => ({ label: l10n.t('Momentum'), hint: l10n.t('Share of the previous update that is retained') }),
  weightDecay: () => ({ label: l10n.t('Weight decay'), hint: l10n.t('As defined by torch.optim') }),
  alpha: () => ({ label: 'Alpha', hint: l10n.t('Smoothing of the squared gradient') }),
  beta1: () => ({ label: 'Beta 1', hint: l10n.t('Decay of the first moment') }),
  beta2: () => ({ label: 'Beta 2', hint: l10n.t('Decay of the second moment') }),
  epsilon: () => ({ label: 'Epsilon', hint: l10n.t('Added to the denominator') }),
};

function optimizerSettings(form: Form, kind: OptimizerKind): TemplateResult {
  const value = form.document.value;
  const rows = Object.entries(optimizerDefaults[kind]).map(([key, fallback]) => {
    if (key === 'nesterov') {
      return toggleField(form, {
        path: optimizer(key),
        label: l10n.t("Nesterov's momentum"),
        fallback: false,
        changes: (nesterov) => momentumChanges(value, { nesterov }),
      });
    }
    const changes = key === 'momentum' ? (momentum: unknown) => momentumChanges(value, { momentum }) : undefined;
    return textField(form, { path: optimizer(key), ...settings[key](), fallback, changes });
  });
  return html`${rows}`;
}

function length(form: Form, rows: number | undefined): TemplateResult {
  if (namesModel(form.document.value) && form.raw(['data', 'dataset']) === undefined)
    return textField(form, {
      path: training('steps'),
      label: l10n.t('Steps'),
      parse: parseNumber,
      also: [training('epochs')],
    });
  const unit =
    form.raw(training('epochs')) !== undefined && form.raw(training('steps')) === undefined ? 'epochs' : 'steps';
  const both = unit === 'steps' && form.raw(training('epochs')) !== undefined;
  return html`${fieldRow(
    l10n.t('Length'),
    html`
      ${textField(form, { path: training(unit), label: unit === 'steps' ? l10n.t('Training steps') : l10n.t('Training epochs'), parse: parseNumber, quiet: true, also: both ? [] : [training('steps')] })}
      ${selectField(form, {
        path: training('unit'),
        label: l10n.t('Unit of length'),
        quiet: true,
        value: unit,
        choices: [
          { value: 'steps', label: l10n.t('steps') },
          { value: 'epochs', label: l10n.t('epochs') },
        ],
        changes: (next) => lengthUnitChanges(form.document.value, next as 'steps' | 'epochs', rows),
      })}`,
  )}
    ${both ? textField(form, { path: training('epochs'), label: l10n.t('Epochs'), placeholder: l10n.t('none'), hint: l10n.t('Specify either steps or epochs; clear one of them') }) : nothing}`;
}

/** Optimizer, learning rate, length and batches. `rows` is the number of training rows where a run has told it. */
export function trainingSection(form: Form, rows: number | undefined): SectionContent {
  const kind = form.raw(optimizer('kind')) as OptimizerKind;
  const known = typeof kind === 'string' && Object.hasOwn(optimizerDefaults, kind);
  const folded = [
    ...(known ? Object.keys(optimizerDefaults[kind]).map(optimizer) : []),
    training('shuffle'),
    training('recordEvery'),
    precision,
  ];
  return {
    main: html`
      ${
        typeof form.raw(['optimizer']) === 'string'
          ? referenceField(form, ['optimizer'], l10n.t('Optimizer'))
          : html`${selectField(form, { path: optimizer('kind'), label: l10n.t('Optimizer'), choices: choicesOf(optimizerNames), changes: (next) => optimizerKindChanges(form.document.value, next as OptimizerKind) })}
      ${textField(form, { path: optimizer('learningRate'), label: l10n.t('Learning rate'), parse: parseNumber })}`
      }
      ${length(form, rows)}
      ${textField(form, { path: training('batchSize'), label: l10n.t('Batch size'), parse: parseBatchSize, fallback: trainingDefaults.batchSize, hint: l10n.t('Samples per step, or "full" for all') })}`,
    more: html`
      ${known ? optimizerSettings(form, kind) : nothing}
      ${textField(form, { path: training('recordEvery'), label: l10n.t('Record every'), placeholder: l10n.t('auto'), hint: l10n.t('Steps between two recorded costs (empty: about 200 points)') })}
      ${
        namesModel(form.document.value)
          ? nothing
          : selectField(form, {
              path: precision,
              label: l10n.t('Precision'),
              choices: precisions.map((value) => ({ value, label: value })),
              fallback: defaultPrecision,
              hint: l10n.t(
                "float64 computes as NumPy scripts do, at half the speed or less; float32 draws, such as PyTorch's, stay as they are",
              ),
            })
      }
      ${toggleField(form, { path: training('shuffle'), label: l10n.t('Shuffle each epoch'), fallback: trainingDefaults.shuffle, hint: l10n.t('Order each epoch by RandomState(seed).permutation(n), with NumPy Generator and JAX by a permutation of theirs') })}`,
    moreWrong: folded.some((path) => form.hasIssue(path)),
  };
}
