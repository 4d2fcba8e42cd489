import { CommandError, findProgram, run } from './project.mjs';

/** Debian packages that could not be installed because this user may not; the message names them. */
export class MissingPackagesError extends Error {
  constructor(packages, why) {
    super(
      `Missing Debian packages: ${packages.join(' ')} (${why}). Install them with: sudo apt-get install ${packages.join(' ')}`,
    );
    this.packages = packages;
  }
}

/** Those of the packages that dpkg does not have installed; all of them count as there on a system without dpkg. */
async function missingOf(packages) {
  if (findProgram('dpkg-query') === undefined) return [];
  const missing = [];
  for (const name of packages) {
    const state = await run('dpkg-query', ['-W', '-f=${Status} ', name], { quiet: true }).catch(() => '');
    if (!state.includes('install ok installed')) missing.push(name);
  }
  return missing;
}

/** `[]` for root, `['sudo', '-n']` where sudo asks for no password, undefined where neither. */
async function privilege() {
  if (process.getuid?.() === 0) return [];
  if (findProgram('sudo') === undefined) return undefined;
  return run('sudo', ['-n', 'true'], { quiet: true }).then(
    () => ['sudo', '-n'],
    () => undefined,
  );
}

/**
 * Makes sure that Debian packages are installed.
 * @param {string[]} packages
 * @throws {MissingPackagesError} when some are missing and this user cannot install them
 */
export async function ensurePackages(packages) {
  const missing = await missingOf(packages);
  if (missing.length === 0) return;
  if (findProgram('apt-get') === undefined) throw new MissingPackagesError(missing, 'there is no apt-get');
  const prefix = await privilege();
  if (prefix === undefined) throw new MissingPackagesError(missing, 'only root may install them');
  console.log(`Installing Debian packages: ${missing.join(' ')}`);
  const apt = async (...args) => {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    await run(program, rest);
  };
  try {
    await apt('update', '-qq');
    await apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
  } catch (error) {
    if (error instanceof CommandError) throw new MissingPackagesError(missing, `apt-get ended with ${error.code}`);
    throw error;
  }
}
