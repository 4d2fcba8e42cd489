// Brings a fresh clone to where everything runs; does nothing, quickly, when all is there.
// Usage: node scripts/setup.mjs [--no-host] [--no-browser]
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './lib/browser.mjs';
import { ensurePackages, MissingPackagesError } from './lib/debian.mjs';
import { CommandError, findProgram, root, run } from './lib/project.mjs';

/** What the native modules of the VS Code host are compiled with. */
const compilePackages = ['g++', 'make', 'python3', 'pkg-config', 'libkrb5-dev', 'libsecret-1-dev'];

/** What the tests of queues start, which Debian packages by these names: a server, and what makes its certificates. */
const queuePrograms = ['redis-server', 'openssl'];

/** The folder of the VS Code host that stands in for the desktop build. */
export const hostDirectory = join(root, 'test', 'host');

function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/**
 * Whether `node_modules` holds what the lock file asks for. npm writes down what it installed, and only at the end,
 * so an install that was cut short or belongs to an older lock file is noticed.
 */
function isInstalled(folder) {
  const wanted = readLock(join(folder, 'package-lock.json'));
  const present = readLock(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = present[path];
    if (path === '' || entry.link) return true;
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

async function install(folder, why) {
  console.log(why);
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
}

/**
 * Does all the set-up that is still to be done.
 * @param {{ host: boolean, browser: boolean, queues?: boolean }} needs whether the VS Code host, a browser to drive it
 *   and the server of the tests of queues are needed
 * @throws {MissingPackagesError} when Debian packages are missing and cannot be installed by this user
 */
export async function setUp(needs) {
  if (!isInstalled(root)) await install(root, 'Installing the packages of package-lock.json …');
  if (needs.host && !isInstalled(hostDirectory)) {
    await ensurePackages(compilePackages);
    await install(hostDirectory, 'Installing the VS Code host, once; this takes a few minutes …');
  }
  if (needs.browser && findBrowser() === undefined) {
    await ensurePackages(['chromium']);
    if (findBrowser() === undefined)
      throw new MissingPackagesError(['chromium'], 'no Chromium, Chrome or Edge was found');
  }
  if (needs.queues) await ensurePackages(queuePrograms.filter((name) => findProgram(name) === undefined));
  if (findProgram('node') === undefined)
    throw new Error('There is no Node in node_modules/.bin: delete node_modules and try again.');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const flags = process.argv.slice(2);
  try {
    await setUp({ host: !flags.includes('--no-host'), browser: !flags.includes('--no-browser') });
  } catch (error) {
    if (!(error instanceof MissingPackagesError || error instanceof CommandError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
