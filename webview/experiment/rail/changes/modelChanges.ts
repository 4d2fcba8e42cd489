import type { Change } from '../../../../src/experiment/edit/edit';
import { asRecord, valueAt } from '../jsonAccess';

/** Where the batches of a user's model come from. */
export type DataSource = 'python' | 'random' | 'dataset';

/** A start for each source, next to the model where that is known. */
export function dataSourceChanges(document: unknown, source: DataSource): Change[] {
  const model = valueAt(document, ['model', 'python']);
  const file = typeof model === 'string' ? model.replace(/:[^:]*$/, '') : 'model.py';
  const starts: Record<DataSource, unknown> = {
    python: { python: `${file}:make_batches` },
    random: { random: { x: { shape: [64, 3, 32, 32] }, y: { classes: 10 } } },
    dataset: { dataset: { kind: 'mnist' }, shape: [1, 28, 28] },
  };
  // Epochs are known of a dataset's rows alone.
  const training = asRecord(valueAt(document, ['training']));
  const length: Change[] =
    source !== 'dataset' && training.epochs !== undefined
      ? [{ path: ['training'], value: { ...training, epochs: undefined, steps: 200 } }]
      : [];
  return [{ path: ['data'], value: starts[source] }, ...length];
}
