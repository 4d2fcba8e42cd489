// The checks of python/: ruff, mypy and pytest under the pinned PyTorch, and pytest under Debian's PyTorch 1.13.
// Usage: node scripts/testPython.mjs
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, MissingPackagesError } from './lib/debian.mjs';
import { CommandError, findProgram, outDirectory, root, run } from './lib/project.mjs';
import { leaveOut, pythonEnvironment } from './lib/pythonEnvironment.mjs';

const directory = join(root, 'python');
const results = join(outDirectory, 'results');
const debianPython = '/usr/bin/python3';
/** The oldest PyTorch that the probe supports, as Debian 12 has it. */
const debianPackages = ['python3-torch', 'python3-pytest'];

/** Whether Debian's PyTorch is there, installed where this user may. */
async function hasDebianTorch() {
  if (!existsSync(debianPython) || findProgram('dpkg-query') === undefined) {
    leaveOut('the tests under PyTorch 1.13', 'this is not Debian');
    return false;
  }
  try {
    await ensurePackages(debianPackages);
    return true;
  } catch (error) {
    if (!(error instanceof MissingPackagesError)) throw error;
    leaveOut('the tests under PyTorch 1.13', error.message);
    return false;
  }
}

const pytest = (python, name) =>
  run(python, ['-m', 'pytest', '-p', 'no:cacheprovider', `--junitxml=${join(results, name)}`], { cwd: directory });

/** Runs all checks of python/ that this machine can make. */
export async function testPython() {
  await mkdir(results, { recursive: true });
  const python = await pythonEnvironment();
  if (python !== undefined) {
    await run(python, ['-m', 'ruff', 'check', '.'], { cwd: directory });
    await run(python, ['-m', 'ruff', 'format', '--check', '.'], { cwd: directory });
    await run(python, ['-m', 'mypy'], { cwd: directory });
    await pytest(python, 'pytest-new.xml');
  }
  if (await hasDebianTorch()) await pytest(debianPython, 'pytest-old.xml');
}

/** Passed and failed tests of both runs. */
export async function pythonCounts() {
  const total = { passed: 0, failed: 0 };
  for (const name of ['pytest-new.xml', 'pytest-old.xml']) {
    const text = await readFile(join(results, name), 'utf8').catch(() => '');
    const number = (key) => Number(new RegExp(`<testsuite [^>]*\\b${key}="(\\d+)"`).exec(text)?.[1] ?? 0);
    const failed = number('failures') + number('errors');
    total.failed += failed;
    total.passed += number('tests') - failed - number('skipped');
  }
  return total;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await testPython();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
