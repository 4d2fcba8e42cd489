// `npm test`: all the set-up, then everything that is checked, on a machine of a developer as in CI.
// Usage: node scripts/test.mjs [--only unit|python|integration|e2e]
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, outDirectory, run, runScript } from './lib/project.mjs';
import { MissingPackagesError } from './lib/debian.mjs';
import { pythonEnvironment } from './lib/pythonEnvironment.mjs';
import { setUp } from './setup.mjs';
import { pythonCounts, testPython } from './testPython.mjs';

/** Tests in TypeScript and in the browser that need a framework take their interpreter from here. */
async function preparePython() {
  const python = process.env.INITLAB_TEST_PYTHON ?? (await pythonEnvironment());
  if (python !== undefined) process.env.INITLAB_TEST_PYTHON = python;
}

const results = join(outDirectory, 'results');
const counts = { passed: 0, failed: 0 };

/** Adds up the counts that a step left in a file; a step that left none did not get as far as its first test. */
async function addCounts(file, read = ({ passed, failed }) => [passed, failed]) {
  const text = await readFile(join(results, file), 'utf8').catch(() => undefined);
  const [passed, failed] = text === undefined ? [0, 1] : read(JSON.parse(text));
  counts.passed += passed;
  counts.failed += failed;
}

/** The steps in order; `only` names the choice of `--only` that a step belongs to (absent: the whole check alone). */
const steps = [
  { name: 'lint', work: () => runScript('lint') },
  { name: 'types', work: () => runScript('types') },
  { name: 'Python environment', only: ['python', 'e2e'], work: preparePython },
  {
    name: 'unit and golden tests',
    only: ['unit'],
    work: () =>
      run('vitest', [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${join(results, 'vitest.json')}`,
      ]),
    count: () =>
      addCounts('vitest.json', ({ numPassedTests, numFailedTests, numFailedTestSuites, success }) => [
        numPassedTests,
        numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites)),
      ]),
  },
  {
    name: 'Python tests',
    only: ['python'],
    work: testPython,
    count: async () => {
      const { passed, failed } = await pythonCounts();
      counts.passed += passed;
      counts.failed += failed;
    },
  },
  { name: 'build and package', only: ['integration', 'e2e'], work: () => runScript('package') },
  {
    name: 'tests inside VS Code',
    only: ['integration'],
    work: async () => {
      await run('node', ['scripts/buildTests.mjs']);
      await run('node', ['test/integration/run.mjs']);
    },
    count: () => addCounts('integration.json'),
  },
  {
    name: 'walk in the browser',
    only: ['e2e'],
    work: () => run('node', ['test/e2e/walk.mjs']),
    count: () => addCounts('walk.json'),
  },
];

async function timed(name, work) {
  const start = performance.now();
  console.log(`\n── ${name}`);
  await work();
  console.log(`── ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Which of unit, python, integration and e2e was asked for; undefined for all. */
function wish() {
  const at = process.argv.indexOf('--only');
  if (at < 0) return undefined;
  const only = process.argv[at + 1];
  if (!['unit', 'python', 'integration', 'e2e'].includes(only))
    throw new RangeError(`--only: expected unit, python, integration or e2e, got ${only}.`);
  return only;
}

async function main() {
  const only = wish();
  const host = only !== 'unit' && only !== 'python';
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  await timed('set-up', () => setUp({ host, browser: host, queues: only !== 'python' }));
  for (const { name, only: choices, work, count } of steps) {
    if (only !== undefined && !choices?.includes(only)) continue;
    try {
      await timed(name, work);
    } finally {
      await count?.();
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(
    error instanceof CommandError || error instanceof MissingPackagesError || error instanceof RangeError
      ? error.message
      : error,
  );
  // A step without tests of its own failed.
  if (counts.failed === 0) counts.failed = 1;
  process.exitCode = 1;
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
