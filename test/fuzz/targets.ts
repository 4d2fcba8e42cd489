import type { FuzzTarget } from './target';
import { experiment } from './targets/experiment';
import { hdf5 } from './targets/hdf5';
import { savedRun } from './targets/savedRun';
import { keras } from './targets/keras';
import { npy } from './targets/npy';
import { npz } from './targets/npz';
import { pickle } from './targets/pickle';
import { safetensors } from './targets/safetensors';
import { torchZip } from './targets/torchZip';

/** Every reader under test; a new one is a file in `targets/` and a line here. */
export const targets: readonly FuzzTarget[] = [
  npy,
  npz,
  safetensors,
  torchZip,
  pickle,
  keras,
  hdf5,
  experiment,
  savedRun,
];
