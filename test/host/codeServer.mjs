import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment, run } from '../../scripts/lib/project.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, 'node_modules', 'code-server', 'out', 'node', 'entry.js');

/** What ends this process, and with it the server. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Settings that keep the workbench quiet: no welcome pages, no look-ups in the network. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'typescript.tsserver.enabled': false,
};

/** A TCP port of this machine that is free now. */
function freePort() {
  return new Promise((fulfil, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => fulfil(port));
    });
  });
}

/** code-server reads these from the environment, whoever set them for what. */
function serverEnvironment(extra) {
  const environment = { ...childEnvironment(), ...extra };
  for (const name of [
    'PORT',
    'PASSWORD',
    'HASHED_PASSWORD',
    'CODE_SERVER_CONFIG',
    'CODE_SERVER_HOST',
    'VSCODE_IPC_HOOK_CLI',
    'GITHUB_TOKEN',
  ])
    delete environment[name];
  return environment;
}

/** The arguments that keep this server apart from any other one of the user. */
function folderArguments(data) {
  return [
    '--config',
    join(data, 'config.yaml'),
    '--user-data-dir',
    join(data, 'user'),
    '--extensions-dir',
    join(data, 'extensions'),
  ];
}

async function prepareFolders(data, settings) {
  await mkdir(join(data, 'user', 'User'), { recursive: true });
  await mkdir(join(data, 'extensions'), { recursive: true });
  await writeFile(join(data, 'config.yaml'), 'auth: none\n');
  const file = join(data, 'user', 'User', 'settings.json');
  if (settings !== undefined || !existsSync(file))
    await writeFile(file, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
}

async function waitUntilUp(url, child, seconds) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode} before it was up.`);
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((fulfil) => setTimeout(fulfil, 100));
  }
  throw new Error(`code-server did not answer at ${url} within ${seconds} s.`);
}

/** Ends a process and all that it started: asks, and after three seconds does not ask any more. */
async function endGroup(child) {
  const signal = (name) => {
    try {
      if (process.platform === 'win32') child.kill(name);
      else process.kill(-child.pid, name);
      return true;
    } catch {
      return false;
    }
  };
  signal('SIGTERM');
  for (let waited = 0; waited < 3000; waited += 50) {
    if (!signal(0)) return;
    await new Promise((fulfil) => setTimeout(fulfil, 50));
  }
  signal('SIGKILL');
}

/**
 * Starts a VS Code workbench that a browser can open, with folders of its own.
 * @param {{ vsix?: string | string[], data?: string, settings?: object, trust?: boolean, environment?: Record<string,
 *   string>,
 *   options?: string[], log?: string, graceSeconds?: number }} [options]
 *   `vsix`: packaged extensions to install first; `data`: a folder to keep the profile in (absent: a temporary one,
 *   removed at the end); `trust`: whether folders ask for trust (Restricted Mode); `graceSeconds`: how long extension
 *   hosts outlive a closed browser window; `options`: passed through to the VS Code server; `log`: a file for its
 * output
 * @returns {Promise<{ url: string, port: number, pid: number, data: string, log: string, ended: Promise<boolean>,
 *   stop: () => Promise<void> }>} `ended` answers, once the server has gone, whether it was asked to
 */
export async function startCodeServer(options = {}) {
  const data = options.data === undefined ? await mkdtemp(join(tmpdir(), 'init-lab-')) : resolve(options.data);
  const environment = serverEnvironment(options.environment);
  await prepareFolders(data, options.settings);
  for (const vsix of [options.vsix ?? []].flat()) {
    await run('node', [program, ...folderArguments(data), '--install-extension', resolve(vsix), '--force'], {
      quiet: true,
    });
  }
  const port = await freePort();
  const args = [
    program,
    ...folderArguments(data),
    '--auth',
    'none',
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--disable-proxy',
  ];
  if (options.trust !== true) args.push('--disable-workspace-trust');
  if (options.graceSeconds !== undefined) args.push('--reconnection-grace-time', String(options.graceSeconds));
  for (const option of options.options ?? []) args.push('--vscode-option', option);
  // A group of its own, so that the extension hosts and what they fork end with it.
  const child = spawn('node', args, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const logFile = options.log ?? join(data, 'server.log');
  await mkdir(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  let asked = false;
  const ended = new Promise((fulfil) => child.once('exit', () => fulfil(asked)));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    asked = true;
    for (const signal of endSignals) process.off(signal, onSignal);
    await endGroup(child);
    if (options.data === undefined) await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  // Its group is its own, so a Ctrl+C here does not reach it by itself.
  const onSignal = () => void stop().finally(() => process.exit(130));
  for (const signal of endSignals) process.on(signal, onSignal);
  try {
    await waitUntilUp(url, child, 60);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, pid: child.pid, data, log: logFile, ended, stop };
}

/**
 * The address at which the workbench of a server shows a folder, or the folders of a `.code-workspace` file (an
 * absolute path).
 */
export function workbenchAddress(server, folder) {
  const address = new URL(server.url);
  address.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  return address.href;
}
