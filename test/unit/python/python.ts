import { spawnSync } from 'node:child_process';

const works = (python: string): boolean =>
  spawnSync(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'], { stdio: 'ignore' }).status === 0;

/** An interpreter that the probe runs with; no framework is needed, since tests bring their own. Undefined without. */
export const toyPython = ['python3', 'python'].find(works);

if (toyPython === undefined) console.warn('There is no Python 3.9 or newer: runs of Python models are not tested.');

const hasTorch = (python: string): boolean =>
  python !== '' && spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;

/** An interpreter with PyTorch: that of INITLAB_TEST_PYTHON, or of the environment. Undefined without. */
export const torchPython = [process.env.INITLAB_TEST_PYTHON ?? '', 'python3', 'python'].find(hasTorch);

if (torchPython === undefined) console.warn('There is no Python with PyTorch: what needs it is not tested.');
