import { goldenFiles, inspectAs } from '../readFile';
import type { FuzzTarget } from '../target';

/** HDF5 files, in the thread that a damaged one may take down. */
export const hdf5: FuzzTarget = {
  name: 'hdf5',
  seeds: () => goldenFiles('net.weights.h5', 'old.h5'),
  run: inspectAs('a.h5'),
};
