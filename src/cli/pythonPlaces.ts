import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeInterpreter } from '../python/interpreter';
import type { PythonPlaces } from '../python/pythonRunner';
import { BadInput } from './badInput';

/** The folder of the package `initlab_probe`: beside the built files, or in the repository where tests build them. */
const packageFolder = (): string =>
  [join(__dirname, '..', 'python'), join(__dirname, '..', '..', 'python')].find(existsSync)!;

/**
 * The interpreter of `--python`, or the one on PATH, which is that of an active environment. Throws BadInput where
 * there is none that models can run with.
 */
export async function pythonPlaces(wish: string | undefined): Promise<PythonPlaces> {
  const folder = packageFolder();
  const found = process.platform === 'win32' ? ['python'] : ['python3', 'python'];
  // A path starts from here, not from the folder of the experiment; a name is looked for on PATH.
  const names = wish === undefined ? found : [/[/\\]/.test(wish) ? resolve(wish) : wish];
  let reason = '';
  for (const path of names) {
    try {
      const { problem } = await describeInterpreter({ path }, folder);
      if (problem === undefined) return { interpreter: async () => ({ path }), packageFolder: folder };
      reason ||= `${path}: ${problem}`;
    } catch (error) {
      reason ||= error instanceof Error ? error.message : String(error);
    }
  }
  throw new BadInput(`--python: ${reason}`);
}
