import { zipSync } from 'fflate';
import { goldenFiles, inspectAs } from '../readFile';
import type { FuzzTarget } from '../target';
import { withMutatedMember } from '../zipOf';
import { npyStructured } from './npy';

/** `.npz` archives: their directory mutated, and arrays mutated within a sound archive. */
export const npz: FuzzTarget = {
  name: 'npz',
  seeds: () => goldenFiles('stored.npz', 'packed.npz', 'zip64.npz'),
  structured: (random) =>
    random.once(2)
      ? withMutatedMember(random.of(goldenFiles('stored.npz', 'packed.npz')), random)
      : zipSync(
          {
            [random.of(['w.npy', '__proto__.npy', 'a/b.npy', 'x.txt'])]: npyStructured(random),
            'b.npy': npyStructured(random),
          },
          { level: random.once(2) ? 0 : 6 },
        ),
  run: inspectAs('a.npz'),
};
