import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const works = (python: string, code: string): boolean =>
  spawnSync(python, ['-c', code], { stdio: 'ignore' }).status === 0;

/** The environment with frameworks that `npm test` makes; undefined where it is not there. */
const torchPython = [resolve('node_modules/.cache/python/bin/python')].find(existsSync);

/** Any interpreter that the probe runs with, for tests without a framework; undefined without one. */
export const toyPython = [...(torchPython === undefined ? [] : [torchPython]), 'python3', 'python'].find((python) =>
  works(python, 'import sys; sys.exit(sys.version_info < (3, 9))'),
);

if (toyPython === undefined) console.warn('There is no Python 3.9 or newer: runs of Python models are not tested.');
else if (torchPython === undefined) console.warn('There is no PyTorch: models in PyTorch are not tested.');
