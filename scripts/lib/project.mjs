import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** Results and screenshots of test runs; ignored by git. */
export const outDirectory = join(root, 'out');

const windows = process.platform === 'win32';

/**
 * The environment for child processes: Node 24 of `node_modules/.bin` first on PATH, and none of the variables by
 * which an outer `npm run` would make an inner npm believe that it stands in another folder or on another Node.
 * @returns {Record<string, string>}
 */
export function childEnvironment() {
  const environment = {};
  for (const [key, value] of Object.entries(process.env)) {
    if (
      /^npm_(package|lifecycle)_|^npm_config_(local_prefix|user_agent)$|^npm_(node_)?execpath$|^(INIT_CWD|NODE)$/i.test(
        key,
      )
    )
      continue;
    environment[key] = value;
  }
  const path = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  environment[path] = [join(root, 'node_modules', '.bin'), environment[path]].filter(Boolean).join(delimiter);
  return environment;
}

/** Where a program is found on PATH, `node_modules/.bin` included; undefined when it is not there. */
export function findProgram(name) {
  const environment = childEnvironment();
  const folders = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter(Boolean);
  const endings = windows ? ['.exe', '.cmd', '.bat', ''] : [''];
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((file) => existsSync(file));
}

/** A child process ended with something other than exit code 0. */
export class CommandError extends Error {
  constructor(command, code, output) {
    super(`${command} ended with ${code}.`);
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a program to its end, its output on ours (or `quiet`: kept, and given with the error).
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, quiet?: boolean, environment?: Record<string, string> }} [options]
 * @returns {Promise<string>} what it wrote, when `quiet`
 * @throws {CommandError} when it ends with another code than 0
 */
export function run(program, args, options = {}) {
  return new Promise((fulfil, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...childEnvironment(), ...options.environment },
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: windows,
    });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) fulfil(output);
      else reject(new CommandError([program, ...args].join(' '), code ?? signal, output));
    });
  });
}

/** Runs one of package.json's scripts. */
export function runScript(name) {
  return run('npm', ['run', '--silent', name]);
}
