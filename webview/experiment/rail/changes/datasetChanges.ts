import { datasetDefaults } from '../../../../src/experiment/defaults';
import type { DatasetKind } from '../../../../src/experiment/defaults';
import type { Change } from '../../../../src/experiment/edit';
import { asRecord, valueAt } from '../jsonAccess';

/** Classes of a dataset as the raw document says it; undefined for a table, whose file says it. */
export function classesOf(dataset: unknown): number | undefined {
  const record = asRecord(dataset);
  const kind = record.kind as DatasetKind;
  if (kind === 'csv' || !(kind in datasetDefaults)) return undefined;
  if (kind === 'blobs') return Number(record.centers ?? datasetDefaults.blobs.centers);
  if (kind === 'spiral') return Number(record.classes ?? datasetDefaults.spiral.classes);
  return 2;
}

/** A loss for two classes does not fit more of them: what has to change with `dataset`. */
function lossFor(value: unknown, dataset: unknown): Change[] {
  const classes = classesOf(dataset);
  if (classes === undefined || classes === 2 || valueAt(value, ['loss']) !== 'binaryCrossEntropy') return [];
  const changes: Change[] = [{ path: ['loss'], value: 'categoricalCrossEntropy' }];
  for (const path of [['output'], ['network', 'output']]) if (valueAt(value, path) !== undefined) changes.push({ path, value: undefined });
  return changes;
}

/** Another dataset: settings that both kinds have stay, and the loss follows the number of classes. */
export function datasetKindChanges(value: unknown, kind: DatasetKind): Change[] {
  const old = asRecord(valueAt(value, ['dataset']));
  const kept = Object.fromEntries(Object.entries(datasetDefaults[kind]).map(([key, fallback]) => [key, old[key] ?? fallback]));
  const dataset = kind === 'csv' ? { kind, path: old.path ?? 'data.csv', target: old.target ?? -1, ...kept } : { kind, ...kept };
  return [{ path: ['dataset'], value: dataset }, ...lossFor(value, dataset)];
}

/** Another number of classes (`centers` of blobs, `classes` of a spiral), with the loss that fits it. */
export function classCountChanges(value: unknown, key: 'centers' | 'classes', count: unknown): Change[] {
  const dataset = { ...asRecord(valueAt(value, ['dataset'])), [key]: count };
  return [{ path: ['dataset', key], value: count }, ...lossFor(value, dataset)];
}
