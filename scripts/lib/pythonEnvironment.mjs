import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, findProgram, root, run } from './project.mjs';

/** Says plainly that a part of the checks was not made. */
export function leaveOut(what, why) {
  console.log(`Left out: ${what}, because ${why}.`);
}

/** The interpreter of an environment with the pinned packages; undefined, and said, where it cannot be made. */
export async function pythonEnvironment() {
  if (findProgram('python3') === undefined) return leaveOut('all that needs a Python framework', 'there is no python3');
  const requirements = join(root, 'python', 'requirements.txt');
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const folder = join(root, 'node_modules', '.cache', `python-${hash}`);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return python;
  console.log('Making a Python environment, once; this takes a few minutes …');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, '..'), { recursive: true });
  try {
    await run('python3', ['-m', 'venv', folder], { quiet: true });
    await run(python, ['-m', 'pip', 'install', '--retries', '0', '--quiet', '-r', requirements], { quiet: true });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const last = error.output?.trim().split('\n').at(-1) ?? '';
    return leaveOut('ruff, mypy and all that needs the newest PyTorch', `its packages cannot be installed: ${last}`);
  }
  await writeFile(complete, '');
  return python;
}
