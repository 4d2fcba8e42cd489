import type { RunRecord } from '../../../src/experiment/record/record';
import type { Opened } from '../../../src/experiment/why/subject';
import { readUi, writeUi } from '../../shared/uiState';

interface Kept {
  /** Of the run. */
  id: number;
  opened: Opened[];
}

const nothing: Kept = { id: -1, opened: [] };

/** Remembers which reasons of a run were opened, for its report. */
export const noteOpened =
  ({ id }: RunRecord) =>
  (one: Opened): void => {
    const kept = readUi<Kept>('explained', nothing);
    const before = kept.id === id ? kept.opened : [];
    if (!before.some((other) => JSON.stringify(other) === JSON.stringify(one)))
      writeUi('explained', { id, opened: [...before, one] });
  };

/** The reasons of a run that were opened, in the order in which they were. */
export function openedOf(run: RunRecord | undefined): Opened[] {
  const kept = readUi<Kept>('explained', nothing);
  return run && kept.id === run.id ? kept.opened : [];
}
