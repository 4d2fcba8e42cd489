import * as l10n from '@vscode/l10n';
import { asDrawn } from '../../src/engine/initializers/asDrawn';
import { catalogue } from '../../src/engine/initializers/catalogue/catalogue';
import type { CatalogueEntry } from '../../src/engine/initializers/catalogue/catalogueEntry';
import { isComputedGain } from '../../src/engine/initializers/gains';
import type { Generator } from '../../src/engine/random/generators';
import type { InitializerKind, KernelInitializer } from '../../src/engine/spec/initializerSpec';
import { formulaOf, labelOf } from '../../src/experiment/text/labels';

type Raw = Readonly<Record<string, unknown>>;

/** The catalogue's entry of a kind, or undefined for a word that is none. */
export function entryOf(kind: unknown): CatalogueEntry | undefined {
  return typeof kind === 'string' && Object.hasOwn(catalogue, kind) ? catalogue[kind as InitializerKind] : undefined;
}

const words: Record<string, () => string> = {
  fanIn: () => l10n.t('fan-in'),
  fanOut: () => l10n.t('fan-out'),
  fanAvg: () => l10n.t('fan-avg'),
  uniform: () => l10n.t('uniform'),
  normal: () => l10n.t('normal'),
  truncatedNormal: () => l10n.t('truncated normal'),
};

/** `fanIn` → `fan-in`: a choice of the file in words. */
export function choiceText(choice: string): string {
  return words[choice]?.() ?? choice;
}

/** What can be read of a law as the document has it: parameters of a wrong type count as not given. */
function readableLaw(raw: Raw, entry: CatalogueEntry): KernelInitializer {
  const given = entry.parameters.filter((parameter) => {
    const value = raw[parameter.name];
    if (parameter.type === 'number' && parameter.computed !== undefined && isComputedGain(value)) return true;
    if (parameter.type === 'text') return typeof value === 'string';
    return parameter.type === 'choice' ? parameter.choices.includes(String(value)) : typeof value === parameter.type;
  });
  return { kind: entry.kind, ...Object.fromEntries(given.map(({ name }) => [name, raw[name]])) } as KernelInitializer;
}

/** A law as far as it can be read; undefined for a kind that is none. */
export function readLaw(raw: Raw): KernelInitializer | undefined {
  const entry = entryOf(raw.kind);
  return entry && readableLaw(raw, entry);
}

/** The name of an initializer as the document has it, right or wrong. */
export function initializerName(raw: Raw): string {
  if (typeof raw.label === 'string' && raw.label !== '') return raw.label;
  if (raw.kind === 'asWritten') return labelOf({ kind: 'asWritten' });
  const entry = entryOf(raw.kind);
  return entry ? labelOf(readableLaw(raw, entry)) : typeof raw.kind === 'string' ? raw.kind : l10n.t('no kind');
}

/** Its law as a generator draws it, with the parameters filled in; empty for a kind that is none. */
export function initializerFormula(raw: Raw, generator: Generator): string {
  if (raw.kind === 'asWritten') return formulaOf({ kind: 'asWritten' });
  const entry = entryOf(raw.kind);
  return entry ? formulaOf(asDrawn(readableLaw(raw, entry), generator)) : '';
}
