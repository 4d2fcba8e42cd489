import { html, type TemplateResult } from 'lit';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import type { Change } from '../../../../src/experiment/edit/edit';
import type { Form } from '../form';
import { rawText } from '../jsonAccess';
import type { Choice } from './choice';
import { parseNumber, parseOptionalNumber, type Parse } from './parse';
import './selectField';
import './textField';
import './toggleField';

/** What text fields share. `fallback` is the default that counts when the document says nothing. */
export interface TextOptions {
  path: JsonPath;
  label: string;
  hint?: string;
  fallback?: unknown;
  parse?: Parse;
  text?: (raw: unknown) => string;
  placeholder?: string;
  changes?: (value: unknown) => Change[];
  /** Further places whose issues belong here. */
  also?: JsonPath[];
  quiet?: boolean;
  size?: 'short' | 'long';
}

/** A text field for the value at a path; without `parse` it takes a number (with a fallback also nothing). */
export function textField(form: Form, options: TextOptions): TemplateResult {
  const { path, fallback, parse, text = rawText } = options;
  const raw = form.raw(path);
  return html`<il-text-field class="field"
    .form=${form} .path=${path} .label=${options.label} .hint=${options.hint ?? ''}
    .text=${text(raw ?? fallback)} .placeholder=${options.placeholder ?? ''}
    .parse=${parse ?? (fallback === undefined && options.placeholder === undefined ? parseNumber : parseOptionalNumber)}
    .changes=${options.changes} .messages=${form.messages(path, ...(options.also ?? []))}
    .quiet=${options.quiet ?? false} .size=${options.size ?? 'short'}></il-text-field>`;
}

export interface SelectOptions {
  path: JsonPath;
  label: string;
  hint?: string;
  choices: readonly Choice[];
  /** What is chosen; absent: the raw value, or the fallback. */
  value?: unknown;
  fallback?: unknown;
  changes?: (value: string) => Change[];
  also?: JsonPath[];
  quiet?: boolean;
}

/** A select field for the value at a path. */
export function selectField(form: Form, options: SelectOptions): TemplateResult {
  const { path } = options;
  return html`<il-select-field class="field"
    .form=${form} .path=${path} .label=${options.label} .hint=${options.hint ?? ''} .choices=${options.choices}
    .value=${options.value ?? form.raw(path) ?? options.fallback}
    .changes=${options.changes ?? ((value: string) => [{ path, value }])}
    .messages=${form.messages(path, ...(options.also ?? []))} .quiet=${options.quiet ?? false}></il-select-field>`;
}

export interface ToggleOptions {
  path: JsonPath;
  label: string;
  hint?: string;
  fallback: boolean;
  /** Absent: the raw value, or the fallback. */
  value?: boolean;
  changes?: (value: boolean) => Change[];
}

/** A check box for the value at a path. */
export function toggleField(form: Form, options: ToggleOptions): TemplateResult {
  const { path } = options;
  return html`<il-toggle-field class="field toggle"
    .form=${form} .path=${path} .label=${options.label} .hint=${options.hint ?? ''}
    .value=${options.value ?? (form.raw(path) ?? options.fallback) === true}
    .changes=${options.changes ?? ((value: boolean) => [{ path, value }])}
    .messages=${form.messages(path)}></il-toggle-field>`;
}

/** Fields side by side under one label; each still has a spoken name of its own. */
export function fieldRow(label: string, fields: unknown, hint = ''): TemplateResult {
  return html`<div class="field row"><span class="row-label" title=${hint}>${label}</span>${fields}</div>`;
}
