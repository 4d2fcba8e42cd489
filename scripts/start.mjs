// `npm start`: on a fresh clone does all the set-up, builds and packages the extension, and opens the circles
// experiment, running, in VS Code: the desktop one when `code` is on PATH, else a local one in the browser.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MissingPackagesError } from './lib/debian.mjs';
import { CommandError, findProgram, outDirectory, root, run, runScript } from './lib/project.mjs';
import { setUp } from './setup.mjs';

const examples = join(root, 'examples');
const experiment = join(examples, 'circles.initlab.json');
const opener = join(outDirectory, 'opener.vsix');
const vsix = join(root, 'init-lab.vsix');
/** The profile of these windows, apart from the user's own. */
const profile = join(outDirectory, 'start');
const environment = { INIT_LAB_OPEN: experiment };

async function packageAll() {
  await runScript('package');
  await mkdir(profile, { recursive: true });
  await run('vsce', ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', opener], {
    cwd: join(root, 'scripts', 'opener'),
    quiet: true,
  });
}

async function startDesktop(code) {
  const folders = [
    '--user-data-dir',
    join(profile, 'desktop'),
    '--extensions-dir',
    join(profile, 'desktop-extensions'),
  ];
  if (process.getuid?.() === 0) folders.push('--no-sandbox');
  for (const file of [vsix, opener]) await run(code, [...folders, '--install-extension', file, '--force']);
  await run(code, [...folders, '--disable-workspace-trust', '--new-window', examples], { environment });
}

async function startServer() {
  const { startCodeServer, workbenchAddress } = await import('../test/host/codeServer.mjs');
  const server = await startCodeServer({ vsix: [vsix, opener], data: profile, environment, graceSeconds: 10 });
  console.log(`\nOpen this address in a browser (Ctrl+C here ends it):\n\n  ${workbenchAddress(server, examples)}\n`);
  if (!(await server.ended)) throw new Error(`The local VS Code ended by itself; see ${server.log}.`);
}

try {
  const code = findProgram('code');
  await setUp({ host: code === undefined, browser: false });
  await packageAll();
  if (!existsSync(experiment)) throw new Error(`${experiment} is not there.`);
  await (code === undefined ? startServer() : startDesktop(code));
} catch (error) {
  console.error(error instanceof CommandError || error instanceof MissingPackagesError ? error.message : error);
  process.exitCode = 1;
}
