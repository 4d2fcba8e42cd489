import type { Change } from '../../../../src/experiment/edit/edit';
import { asRecord, valueAt } from '../jsonAccess';
import type { Goal } from '../names';
import { classesOf } from './datasetChanges';

/** Another loss and output; two classes for a loss of two. The output is written only where the loss leaves it open. */
export function goalChanges(value: unknown, goal: Goal): Change[] {
  const changes: Change[] = [];
  if (valueAt(value, ['loss']) !== goal.loss) changes.push({ path: ['loss'], value: goal.loss });
  const open = goal.loss === 'meanSquaredError';
  if (valueAt(value, ['output']) !== undefined) changes.push({ path: ['output'], value: undefined });
  const written = valueAt(value, ['network', 'output']);
  if (open ? written !== goal.output : written !== undefined)
    changes.push({ path: ['network', 'output'], value: open ? goal.output : undefined });
  const dataset = asRecord(valueAt(value, ['dataset']));
  const classes = classesOf(dataset);
  // Data of the world, such as digits, has the classes that it has: there the loss is refused, with the reason.
  const key =
    dataset.kind === 'blobs'
      ? 'centers'
      : dataset.kind === 'spiral' || dataset.kind === 'teacher'
        ? 'classes'
        : undefined;
  if (goal.loss === 'binaryCrossEntropy' && key !== undefined && classes !== 2)
    changes.push({ path: ['dataset', key], value: 2 });
  return changes;
}
