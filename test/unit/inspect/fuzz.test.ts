import { describe, expect, it } from 'vitest';
import { inputOf } from '../../fuzz/inputs';
import { targets } from '../../fuzz/targets';
import { h5Worker } from './inspectSupport';

/**
 * Inputs of each target: by number, so that a busy machine takes longer and finds the same. A thread with the HDF5
 * library takes a moment to start.
 */
const counts: Partial<Record<string, number>> = { hdf5: 12, keras: 12, experiment: 90, savedRun: 30 };
const countOf = (name: string): number => counts[name] ?? 300;

/**
 * Milliseconds on a machine that is busy with other things: what an input may take is measured by the script, not here.
 */
const patience = 900_000;

describe('broken inputs end in the typed error of their reader or are read', () => {
  it.each(targets.map((target) => [target.name, target] as const))(
    '%s',
    async (name, target) => {
      const seeds = target.seeds();
      const faults: unknown[] = [];
      for (let index = 0; index < countOf(name); index++) {
        const bytes = inputOf(target, seeds, 1, index);
        await target.run(bytes, { h5Worker }).catch((error: unknown) => faults.push({ index, error }));
      }
      expect(faults).toEqual([]);
    },
    patience,
  );
});
