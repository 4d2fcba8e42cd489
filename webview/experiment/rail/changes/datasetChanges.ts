import {
  datasetDefaults,
  isImageKind,
  type DatasetKind,
  type ImageKind,
} from '../../../../src/experiment/format/defaults';
import type { Change } from '../../../../src/experiment/edit/edit';
import { asRecord, valueAt } from '../jsonAccess';

/** Settings that a kind needs and that have no default, as a new dataset of that kind has them. */
const needed: Partial<Record<DatasetKind, Record<string, unknown>>> = {
  csv: { path: 'data.csv', target: -1 },
  npy: { x: 'x.npy', y: 'y.npy' },
};
/** Features of an image. */
const imageFeatures: Record<ImageKind, number> = { mnist: 784, fashionMnist: 784, cifar10: 3072 };

/** Classes of a dataset as the raw document says it; undefined where its files say it. */
export function classesOf(dataset: unknown): number | undefined {
  const record = asRecord(dataset);
  const kind = record.kind as DatasetKind;
  if (kind === 'csv' || kind === 'npy' || !Object.hasOwn(datasetDefaults, kind)) return undefined;
  if (isImageKind(kind)) return 10;
  if (kind === 'blobs') return Number(record.centers ?? datasetDefaults.blobs.centers);
  if (kind === 'spiral' || kind === 'teacher') return Number(record.classes ?? datasetDefaults[kind].classes);
  return 2;
}

/** Features of a sample as the raw document says it; undefined where its files say it. */
export function featuresOf(dataset: unknown): number | undefined {
  const record = asRecord(dataset);
  const kind = record.kind as DatasetKind;
  if (kind === 'csv' || kind === 'npy') return undefined;
  if (isImageKind(kind)) return imageFeatures[kind];
  const features = kind === 'blobs' || kind === 'teacher' ? (record.features ?? datasetDefaults[kind].features) : 2;
  return typeof features === 'number' ? features : undefined;
}

/** A loss for two classes does not fit more of them: what has to change with `dataset`. */
function lossFor(value: unknown, dataset: unknown): Change[] {
  const classes = classesOf(dataset);
  if (classes === undefined || classes === 2 || valueAt(value, ['loss']) !== 'binaryCrossEntropy') return [];
  const changes: Change[] = [{ path: ['loss'], value: 'categoricalCrossEntropy' }];
  for (const path of [['output'], ['network', 'output']])
    if (valueAt(value, path) !== undefined) changes.push({ path, value: undefined });
  return changes;
}

/** Another dataset: settings that both kinds have stay, and the loss follows the number of classes. */
export function datasetKindChanges(value: unknown, kind: DatasetKind): Change[] {
  const old = asRecord(valueAt(value, ['dataset']));
  const kept = Object.fromEntries(
    Object.entries(datasetDefaults[kind]).map(([key, fallback]) => [key, old[key] ?? fallback]),
  );
  // Counts of published images are wishes, absent for all there are; those of a generator would cut them down.
  const dataset = { kind, ...needed[kind], ...kept };
  return [{ path: ['dataset'], value: dataset }, ...lossFor(value, dataset)];
}

/** Another number of classes (`centers` of blobs, `classes` of a spiral or a teacher), with the loss that fits it. */
export function classCountChanges(value: unknown, key: 'centers' | 'classes', count: unknown): Change[] {
  const dataset = { ...asRecord(valueAt(value, ['dataset'])), [key]: count };
  return [{ path: ['dataset', key], value: count }, ...lossFor(value, dataset)];
}
