import { optimizerDefaults, type OptimizerKind } from '../../../../src/experiment/format/defaults';
import type { Change } from '../../../../src/experiment/edit/edit';
import { asRecord, valueAt } from '../jsonAccess';

/** Another optimizer: the learning rate stays, and so does every setting that was written and that it knows too. */
export function optimizerKindChanges(value: unknown, kind: OptimizerKind): Change[] {
  const old = asRecord(valueAt(value, ['optimizer']));
  const oldDefaults = asRecord(optimizerDefaults[old.kind as OptimizerKind]);
  const kept = Object.entries(old).filter(
    ([key, setting]) => key in optimizerDefaults[kind] && setting !== oldDefaults[key],
  );
  const optimizer = {
    kind,
    learningRate: old.learningRate ?? (kind === 'sgd' ? 0.01 : 0.001),
    ...Object.fromEntries(kept),
  };
  return [{ path: ['optimizer'], value: optimizer }];
}

/** Nesterov's momentum needs one: turned on without, it brings 0.9; a momentum of 0 turns it off. */
export function momentumChanges(value: unknown, change: { nesterov: boolean } | { momentum: unknown }): Change[] {
  const optimizer = asRecord(valueAt(value, ['optimizer']));
  const path = (key: string) => ['optimizer', key];
  if ('nesterov' in change) {
    const changes: Change[] = [{ path: path('nesterov'), value: change.nesterov }];
    if (change.nesterov && !(Number(optimizer.momentum ?? 0) > 0)) changes.push({ path: path('momentum'), value: 0.9 });
    return changes;
  }
  const changes: Change[] = [{ path: path('momentum'), value: change.momentum }];
  if ((change.momentum ?? 0) === 0 && optimizer.nesterov === true)
    changes.push({ path: path('nesterov'), value: false });
  return changes;
}
