import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import { killGroup, spawnGroup } from './processGroup';
import type { PythonInterpreter } from './pythonProcess';

/** The versions that the probe runs with: Python, and of each framework the oldest. */
const oldestPython = '3.9';
const oldestFrameworks: Readonly<Record<string, string>> = { torch: '1.13', keras: '3.0' };
/** Milliseconds in which an interpreter is to tell of itself: one on a network drive starts slowly. */
const deadline = 30_000;

/** What an interpreter has. */
export interface InterpreterDescription {
  path: string;
  version: string;
  /** Versions by the name of the package. */
  frameworks: Record<string, string>;
  /** Why models can't be run with it, for the user; absent when they can. */
  problem?: string;
}

/** Negative, zero or positive as version `left` is older than, the same as or newer than `right`. */
function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(/[^\d]+/, 3).map(Number));
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function problemOf(version: string, frameworks: Record<string, string>): string | undefined {
  if (compareVersions(version, oldestPython) < 0)
    return l10n.t('Expected Python {0} or newer, got {1}.', oldestPython, version);
  const found = Object.entries(frameworks);
  if (found.length === 0) return l10n.t('Neither PyTorch nor Keras is installed in this environment.');
  const old = found.find(([name, has]) => compareVersions(has, oldestFrameworks[name]) < 0);
  return old && found.length === 1
    ? l10n.t('Expected {0} {1} or newer, got {2}.', old[0], oldestFrameworks[old[0]], old[1])
    : undefined;
}

/** Runs the description in the interpreter; what it prints. Rejects with a message for the user. */
function ask({ path, variables }: PythonInterpreter, packageFolder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawnGroup(path, [join(packageFolder, 'initlab_probe', 'describe.py')], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [words, complaints]: [string[], string[]] = [[], []];
    child.stdout?.on('data', (data: Buffer) => words.push(data.toString()));
    child.stderr?.on('data', (data: Buffer) => complaints.push(data.toString()));
    const fail = (reason: string): void => {
      clearTimeout(timer);
      killGroup(child);
      reject(new Error(l10n.t("The Python interpreter {0} couldn't be started: {1}.", path, reason)));
    };
    const timer = setTimeout(() => fail(l10n.t('it did not answer within {0} seconds', deadline / 1000)), deadline);
    child.on('error', ({ message, code }: NodeJS.ErrnoException) =>
      fail(
        code === 'ENOENT' ? l10n.t("it doesn't exist") : code === 'EACCES' ? l10n.t('permission was denied') : message,
      ),
    );
    child.on('close', (code) => {
      if (code !== 0) return fail(complaints.join('').trim().split('\n').at(-1) || l10n.t('exit code {0}', code ?? 0));
      clearTimeout(timer);
      resolve(words.join(''));
    });
  });
}

/** The version and the frameworks of an interpreter. Rejects with a message for the user where there is none. */
export async function describeInterpreter(
  interpreter: PythonInterpreter,
  packageFolder: string,
): Promise<InterpreterDescription> {
  const text = await ask(interpreter, packageFolder);
  try {
    // What site customizations print comes before it.
    const { version, frameworks } = JSON.parse(text.trim().split('\n').at(-1)!) as InterpreterDescription;
    const problem = problemOf(version, frameworks);
    return { path: interpreter.path, version, frameworks, ...(problem !== undefined && { problem }) };
  } catch {
    throw new Error(l10n.t('Expected a Python interpreter, got {0}.', interpreter.path));
  }
}
