import * as l10n from '@vscode/l10n';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import type { Change } from '../../../../src/experiment/edit/edit';
import { entryOf } from '../../../shared/initializerText';
import { asList, asRecord, valueAt } from '../jsonAccess';
import { keepSweepPaths, moveSweepPaths } from './sweepChanges';

const listPath: JsonPath = ['initializers'];

/** A law of `kind` with what has to be given at its start: the path of a file. */
export function newLaw(kind: string): Record<string, unknown> {
  const needed = (entryOf(kind)?.parameters ?? []).flatMap((parameter) =>
    parameter.type === 'text' ? [[parameter.name, parameter.start]] : [],
  );
  return { kind, ...(Object.fromEntries(needed) as Record<string, unknown>) };
}

/** One more initializer at the end of the list. */
export function addInitializerChanges(value: unknown, kind: string): Change[] {
  const list = valueAt(value, listPath);
  if (!Array.isArray(list)) return [{ path: listPath, value: [newLaw(kind)] }];
  return [{ path: [...listPath, list.length], value: newLaw(kind), insert: true }];
}

export function removeInitializerChanges(value: unknown, index: number): Change[] {
  return [
    { path: [...listPath, index], value: undefined },
    ...moveSweepPaths(value, listPath, (place) => (place === index ? undefined : place > index ? place - 1 : place)),
  ];
}

/** Swaps an initializer with the next or the one before. */
export function moveInitializerChanges(value: unknown, index: number, by: 1 | -1): Change[] {
  const list = asList(valueAt(value, listPath));
  const other = index + by;
  if (other < 0 || other >= list.length) return [];
  return [
    { path: [...listPath, index], value: list[other] },
    { path: [...listPath, other], value: list[index] },
    ...moveSweepPaths(value, listPath, (place) => (place === index ? other : place === other ? index : place)),
  ];
}

/** Another kind at the same place: parameters and label were the old one's; what holds for any kind stays. */
export function kindChanges(value: unknown, path: JsonPath, kind: string): Change[] {
  const old = asRecord(valueAt(value, path));
  const kept = Object.fromEntries(
    ['enabled', 'bias', 'layers'].filter((key) => old[key] !== undefined).map((key) => [key, old[key]]),
  );
  const known = [...(entryOf(kind)?.parameters ?? []).map(({ name }) => name), 'enabled', 'bias', 'layers', 'kind'];
  return [{ path, value: { ...newLaw(kind), ...kept } }, ...keepSweepPaths(value, path, known)];
}

/** Another value of a parameter; of He's `u` and `a` only one may be given. */
export function parameterChanges(value: unknown, path: JsonPath, key: string, parameter: unknown): Change[] {
  const changes: Change[] = [{ path: [...path, key], value: parameter }];
  const rival = key === 'u' ? 'a' : key === 'a' ? 'u' : undefined;
  if (rival !== undefined && parameter !== undefined && asRecord(valueAt(value, path))[rival] !== undefined)
    changes.unshift({ path: [...path, rival], value: undefined });
  return changes;
}

/** A law for one layer only, or (undefined) none any more; the last one takes the empty object along. */
export function layerLawChanges(value: unknown, index: number, layer: string, kind: string | undefined): Change[] {
  const path = [...listPath, index, 'layers'];
  const layers = asRecord(valueAt(value, path));
  if (kind === undefined) {
    const rest = Object.keys(layers).filter((key) => key !== layer);
    return [rest.length > 0 ? { path: [...path, layer], value: undefined } : { path, value: undefined }];
  }
  return [{ path: [...path, layer], value: newLaw(kind) }];
}

/** Switches one on or off; undefined where none would be left on. */
export function switchInitializerChanges(document: unknown, index: number, on: boolean): Change[] | undefined {
  const others = asList(valueAt(document, ['initializers'])).filter(
    (entry, other) => other !== index && asRecord(entry).enabled !== false,
  );
  return on || others.length > 0
    ? [{ path: ['initializers', index, 'enabled'], value: on ? undefined : false }]
    : undefined;
}

/** Why the last one stays on. */
export const lastOneText = (): string => l10n.t('At least one initializer must be enabled.');
