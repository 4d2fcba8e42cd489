import { datasetDefaults, isFileKind, type DatasetKind } from '../../../../src/experiment/format/defaults';
import type { Change } from '../../../../src/experiment/edit/edit';
import { asRecord, valueAt } from '../jsonAccess';

/** Rows of the training split where the document tells them. */
function rowsOf(value: unknown): number | undefined {
  const dataset = asRecord(valueAt(value, ['dataset']));
  const rows = isFileKind(dataset.kind as DatasetKind)
    ? dataset.train
    : (dataset.train ?? datasetDefaults.circles.train);
  return typeof rows === 'number' && rows > 0 ? rows : undefined;
}

/**
 * Steps instead of epochs, or the other way round, of about the same length.
 * `rows` is the number of training rows where a run has told it.
 */
export function lengthUnitChanges(value: unknown, unit: 'steps' | 'epochs', rows: number | undefined): Change[] {
  const training = asRecord(valueAt(value, ['training']));
  const batch = training.batchSize;
  const count = rows ?? rowsOf(value);
  const perEpoch = typeof batch === 'number' && batch > 0 && count !== undefined ? Math.ceil(count / batch) : 1;
  const other = unit === 'steps' ? 'epochs' : 'steps';
  const length = Number(training[other] ?? 1000);
  const converted = Math.max(1, Math.round(unit === 'steps' ? length * perEpoch : length / perEpoch));
  return [
    { path: ['training', other], value: undefined },
    { path: ['training', unit], value: training[unit] ?? (Number.isFinite(converted) ? converted : 1000) },
  ];
}
