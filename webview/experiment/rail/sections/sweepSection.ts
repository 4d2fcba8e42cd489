import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../../../src/experiment/text/format';
import type { Change } from '../../../../src/experiment/edit/edit';
import { cellCount, sweptTrials } from '../../../../src/experiment/format/sweepAxes';
import { fieldRow, selectField, textField } from '../fields/controls';
import { fieldMessages } from '../fields/fieldMessages';
import { parseNumber, parseText } from '../fields/parse';
import type { Form } from '../form';
import { asList, asRecord } from '../jsonAccess';
import { editFrom } from '../refusedEdit';
import type { SectionContent } from '../section';
import { likelySettings, type LikelySetting } from '../sweep/likelySettings';
import { parseValues, valuesText } from '../sweep/sweepValues';

const most = 2;
const other = 'other';

/** Adds an axis with the first likely setting that is not varied yet. */
function addChanges(value: unknown, settings: readonly LikelySetting[]): Change[] {
  const axes = asList(asRecord(value).sweep);
  const used = axes.map((axis) => asRecord(axis).path);
  const next = settings.find(({ path }) => !used.includes(path)) ?? settings[0];
  return axes.length === 0
    ? [{ path: ['sweep'], value: [next.axis] }]
    : [{ path: ['sweep', axes.length], value: next.axis, insert: true }];
}

/** Without the last axis there is no sweep. */
function removeChanges(value: unknown, index: number): Change[] {
  return [{ path: asList(asRecord(value).sweep).length > 1 ? ['sweep', index] : ['sweep'], value: undefined }];
}

/** A list as a range between its ends, and a range as its ends. */
function shapeChanges(
  axis: Record<string, unknown>,
  index: number,
  shape: string,
  settings: readonly LikelySetting[],
): Change[] {
  const { path } = axis;
  const numbers = asList(axis.values).filter((value): value is number => typeof value === 'number');
  const usual = settings.find((setting) => setting.path === path)?.axis;
  if (shape === 'values')
    return [
      {
        path: ['sweep', index],
        value: { path, values: [axis.from, axis.to].filter((value) => typeof value === 'number') },
      },
    ];
  const [from, to] =
    numbers.length > 1
      ? [numbers[0], numbers[numbers.length - 1]]
      : [Number(usual?.from ?? 0.1), Number(usual?.to ?? 1)];
  return [
    {
      path: ['sweep', index],
      value: { path, from, to, count: Math.max(2, numbers.length || 5), scale: from > 0 && to > 0 ? 'log' : 'linear' },
    },
  ];
}

function axisFields(form: Form, index: number, settings: readonly LikelySetting[]): TemplateResult {
  const axis = asRecord(asList(form.raw(['sweep']))[index]);
  const path = typeof axis.path === 'string' ? axis.path : '';
  const known = settings.some((setting) => setting.path === path);
  const isRange = 'from' in axis || 'to' in axis || 'count' in axis;
  const numeric = isRange || asList(axis.values).every((value) => typeof value === 'number');
  const remove = ({ currentTarget }: Event): void =>
    void editFrom(currentTarget, form, removeChanges(form.document.value, index));
  const number = l10n.t('Axis {0}', index + 1);
  return html`<div class="card" role="group" aria-label=${number}>
    <div class="card-head"><span>${number}</span><span class="actions"><button class="icon-button" type="button"
      title=${l10n.t('Remove this axis')} aria-label=${l10n.t('Remove axis {0}', index + 1)} ?disabled=${form.disabled}
      @click=${remove}><span class="codicon codicon-close" aria-hidden="true"></span></button></span></div>
    ${selectField(form, {
      path: ['sweep', index, 'setting'],
      label: l10n.t('Setting'),
      hint: l10n.t('Setting varied by this axis'),
      value: known ? path : other,
      choices: [
        ...settings.map((setting) => ({ value: setting.path, label: setting.label })),
        { value: other, label: l10n.t('Other (JSON pointer)') },
      ],
      changes: (chosen) =>
        chosen === other
          ? []
          : [{ path: ['sweep', index], value: settings.find((setting) => setting.path === chosen)!.axis }],
    })}
    ${textField(form, { path: ['sweep', index, 'path'], label: l10n.t('Path'), hint: l10n.t('JSON pointer to the setting: /optimizer/learningRate, /initializers/2/u'), parse: parseText, size: 'long' })}
    ${
      numeric
        ? selectField(form, {
            path: ['sweep', index, 'shape'],
            label: l10n.t('Values as'),
            value: isRange ? 'range' : 'values',
            choices: [
              { value: 'values', label: l10n.t('List') },
              { value: 'range', label: l10n.t('Range') },
            ],
            changes: (shape) => shapeChanges(axis, index, shape, settings),
          })
        : nothing
    }
    ${
      isRange
        ? html`${fieldRow(l10n.t('From, to'), html`${textField(form, { path: ['sweep', index, 'from'], label: l10n.t('First value of axis {0}', index + 1), parse: parseNumber, quiet: true })}${textField(form, { path: ['sweep', index, 'to'], label: l10n.t('Last value of axis {0}', index + 1), parse: parseNumber, quiet: true })}`)}
        ${fieldRow(
          l10n.t('Count, spacing'),
          html`${textField(form, { path: ['sweep', index, 'count'], label: l10n.t('Number of values of axis {0}', index + 1), parse: parseNumber, quiet: true })}${selectField(
            form,
            {
              path: ['sweep', index, 'scale'],
              label: l10n.t('Spacing of axis {0}', index + 1),
              quiet: true,
              fallback: 'linear',
              choices: [
                { value: 'linear', label: l10n.t('linear') },
                { value: 'log', label: l10n.t('log') },
              ],
            },
          )}`,
        )}`
        : textField(form, {
            path: ['sweep', index, 'values'],
            label: l10n.t('Values'),
            hint: l10n.t('Separated by commas: 0.001, 0.01, or relu, tanh, or [10], [10, 10]'),
            parse: parseValues,
            text: valuesText,
            size: 'long',
          })
    }
  </div>`;
}

/** One or two settings to vary, and how many trials that comes to. */
export function sweepSection(form: Form): SectionContent {
  const { value, experiment } = form.document;
  const axes = asList(form.raw(['sweep']));
  const settings = likelySettings(value);
  const add = ({ currentTarget }: Event): void => void editFrom(currentTarget, form, addChanges(value, settings));
  const fields = axes.map((_, index) => axisFields(form, index, settings));
  const left = form.leftovers(['sweep']);
  form.messages(['sweep']);
  const cells = cellCount(experiment?.sweep);
  const count = experiment?.sweep
    ? l10n.t('{0} cells, {1} trials', formatCount(cells), formatCount(sweptTrials(experiment)))
    : '';
  return {
    main: html`
    ${
      axes.length === 0
        ? html`<p
      class="advice">${l10n.t('Runs the experiment for every value of one or two settings.')}</p>`
        : nothing
    }
    ${fields}
    ${left.length > 0 ? fieldMessages('field-sweep-message', left, false) : nothing}
    ${count === '' ? nothing : html`<p class="advice sweep-count" role="status">${count}</p>`}
    ${
      axes.length < most
        ? html`<button class="text-button add-initializer" type="button" ?disabled=${form.disabled}
      @click=${add}><span class="codicon codicon-add"
      aria-hidden="true"></span>${axes.length === 0 ? l10n.t('Vary a setting') : l10n.t('Vary a second setting')}</button>`
        : nothing
    }`,
  };
}
