// The Mocha suite inside VS Code: on the minimum and the stable desktop version where they can be downloaded and
// shown, else in code-server. `INIT_LAB_VSCODE=desktop` or `=server` chooses.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, findProgram, outDirectory, root, run } from '../../scripts/lib/project.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const results = join(outDirectory, 'results');

/** How a desktop VS Code gets a screen here: its own, a virtual one, or none (undefined). */
function screen() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return [];
  return findProgram('xvfb-run') === undefined ? undefined : ['xvfb-run', '-a'];
}

async function canDownload() {
  const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  return answer?.ok === true;
}

/** The versions of desktop VS Code to test on; none when that cannot be done here. */
async function desktopVersions() {
  const wish = process.env.INIT_LAB_VSCODE;
  if (wish === 'server') return [];
  const why =
    screen() === undefined
      ? 'there is no screen and no xvfb-run'
      : (await canDownload())
        ? undefined
        : 'it cannot be downloaded';
  if (why !== undefined && wish === 'desktop') throw new Error(`The desktop VS Code cannot be used: ${why}.`);
  if (why !== undefined) {
    console.log(`Without the desktop VS Code (${why}): the suite runs in code-server.`);
    return [];
  }
  const { engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return [engines.vscode.replace('^', ''), 'stable'];
}

/** A new workspace of one folder or, where `folders` are named, a workspace file with these. */
async function makeWorkspace(folders) {
  const directory = await mkdtemp(join(tmpdir(), 'init-lab-workspace-'));
  if (folders.length === 0) return { directory, opened: directory };
  for (const folder of folders) await mkdir(join(directory, folder));
  const opened = join(directory, 'several.code-workspace');
  await writeFile(opened, JSON.stringify({ folders: folders.map((path) => ({ path })), settings: {} }));
  return { directory, opened };
}

/** Runs the tests for a workspace once in a new one; answers how many passed and failed. */
async function runOnce(program, args, folders = []) {
  const { directory, opened } = await makeWorkspace(folders);
  await rm(join(results, 'mocha.json'), { force: true });
  try {
    await run(program, [...args, opened]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
  // No results: the suite did not come to its end, which counts as a failure.
  return readFile(join(results, 'mocha.json'), 'utf8').then(JSON.parse, () => ({ passed: 0, failed: 1 }));
}

await mkdir(results, { recursive: true });
const versions = await desktopVersions();
/** The folders of the second workspace. */
const several = ['one', 'two'];
const total = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => {
  total.passed += passed;
  total.failed += failed;
};
for (const version of versions) {
  console.log(`VS Code ${version}`);
  const [program, ...args] = [...screen(), 'node', join(here, 'desktopRun.mjs'), version];
  add(await runOnce(program, args));
  add(await runOnce(program, args, several));
}
if (versions.length === 0) {
  for (const folders of [[], several]) add(await runOnce('node', [join(here, 'codeServerRun.mjs')], folders));
}
await writeFile(join(results, 'integration.json'), JSON.stringify(total));
console.log(`${total.passed} passed, ${total.failed} failed inside VS Code`);
process.exitCode = total.failed === 0 ? 0 : 1;
