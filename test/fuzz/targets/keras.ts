import { goldenFiles, inspectAs } from '../readFile';
import type { FuzzTarget } from '../target';
import { withMutatedMember } from '../zipOf';

/** `.keras` archives: mutated as a whole, and each member within a sound archive. */
export const keras: FuzzTarget = {
  name: 'keras',
  seeds: () => goldenFiles('net.keras', 'packed.keras'),
  structured: (random) => withMutatedMember(goldenFiles('net.keras')[0], random),
  run: inspectAs('a.keras'),
};
