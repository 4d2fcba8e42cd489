// Bundles the Mocha suite that runs inside VS Code into dist/test/, one file for each suite file and the entry.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './lib/project.mjs';

const folder = join(root, 'test', 'integration', 'suite');
const files = (await readdir(folder)).filter((name) => name.endsWith('.test.ts')).map((name) => join(folder, name));
await build({
  entryPoints: [join(folder, 'index.ts'), ...files],
  outdir: join(root, 'dist', 'test'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  mainFields: ['module', 'main'],
  sourcemap: 'inline',
  // Mocha must be the one that loads the files, so that its functions are there.
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
});
