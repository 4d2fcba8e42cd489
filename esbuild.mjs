// Builds dist/: the extension, the trainer with its workers, the command line, the webview, the kernels, and the JSON
// Schema.
import { build, context } from 'esbuild';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { buildKernels, packKernels } from './scripts/buildKernels.mjs';

const watch = process.argv.includes('--watch');
const common = { bundle: true, logLevel: 'info', sourcemap: watch, minify: !watch, legalComments: 'none' };

/** What reads lessons is a file of its own, which the extension and the command line share. */
const lessonSyntax = {
  name: 'lessonSyntax',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/syntax$/ }, ({ importer }) =>
      /src[\\/]lessons[\\/]/.test(importer) ? { path: './lessonSyntax.js', external: true } : undefined,
    ),
};

/** So is what reads Python files, which the extension loads only when there is one. */
const pythonSource = {
  name: 'pythonSource',
  setup: ({ onResolve }) =>
    onResolve({ filter: /python\/source\/pythonSource$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './pythonSource.js', external: true } : undefined,
    ),
};

/** And what speaks with the server of a queue, of which most runs need nothing: the extension takes it from there. */
const queue = {
  name: 'queue',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/library$/ }, ({ importer }) =>
      /src[\\/]queue[\\/]/.test(importer) ? { path: './queueLibrary.js', external: true } : undefined,
    );
    onResolve({ filter: /\/programs$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './programs.js', external: true } : undefined,
    );
  },
};

/** What BullMQ brings for other databases, other clients and repeated jobs, none of which is used. */
const bullmqRest = {
  name: 'bullmqRest',
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^cron-parser$|\/postgres(\/|$)|\/relay|(valkey-glide|bun-redis|node-redis)-client/ },
      ({ importer, path }) => (/bullmq/.test(importer) ? { path, namespace: 'unused' } : undefined),
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {}', loader: 'js' }));
  },
};

/** The version of what decides the numbers of a trial: sources of the engine, of the trainer and of the data. */
async function engineVersion() {
  const hash = createHash('sha256');
  for (const folder of ['src/engine', 'src/experiment/format', 'src/trainer', 'src/data', 'media/datasets']) {
    const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
      .sort();
    for (const name of names) hash.update(name).update(await readFile(name));
  }
  return hash.digest('hex').slice(0, 12);
}

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outdir: 'dist',
  // jsonc-parser's main is a UMD file that no bundler can follow.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  plugins: [lessonSyntax, pythonSource, queue],
  define: { INITLAB_ENGINE: JSON.stringify(await engineVersion()) },
};

const extension = {
  ...node,
  entryPoints: {
    extension: 'src/extension.ts',
    h5: 'src/inspect/keras/h5Worker.ts',
    lessonSyntax: 'src/lessons/syntax.ts',
    pythonSource: 'src/python/source/pythonSource.ts',
  },
};

const queueLibrary = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outdir: 'dist',
  entryPoints: { queueLibrary: 'src/queue/library.ts' },
  plugins: [bullmqRest],
};

/** Names of the programs in src/programs.ts, each of which has a file to start it by. */
const programNames = ['cli', 'trainer', 'inspector'];

const programs = {
  ...node,
  entryPoints: { programs: 'src/programs.ts', worker: 'src/trainer/worker/worker.ts' },
};

const webview = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: 'chrome130',
  outdir: 'dist/webview',
  tsconfig: 'webview/tsconfig.json',
  entryPoints: { experiment: 'webview/experiment/main.ts', weights: 'webview/weights/main.ts' },
};

/** The JSON Schema comes from the zod schema, so it is bundled, run and written. */
async function writeJsonSchema() {
  const bundle = await build({
    ...common,
    write: false,
    platform: 'browser',
    format: 'esm',
    entryPoints: ['src/experiment/editorSchema/schemaHelp.ts'],
  });
  const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
  const { editorJsonSchema } = await import(`data:text/javascript;base64,${code}`);
  await writeFile('dist/initlab.schema.json', JSON.stringify(editorJsonSchema()));
}

/**
 * Packs a built file behind one that unpacks and runs it. The HDF5 library with its WebAssembly was two fifths of the
 * package, and Brotli leaves a quarter less of it than ZIP.
 */
async function pack(name) {
  const code = await readFile(`dist/${name}.js`);
  await writeFile(`dist/${name}.js.br`, brotliCompressSync(code));
  await writeFile(
    `dist/${name}.js`,
    `const code = require('node:zlib').brotliDecompressSync(require('node:fs').readFileSync(__filename + '.br')).toString();
module._compile(code, __filename);
`,
  );
}

await rm('dist', { recursive: true, force: true });
await mkdir('dist/webview', { recursive: true });
await cp('node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css');
await cp('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf');
await writeJsonSchema();
for (const name of programNames)
  await writeFile(`dist/${name}.js`, `#!/usr/bin/env node\nrequire('./programs.js').${name}();\n`);
await buildKernels('dist/kernels');
if (watch) {
  for (const options of [extension, queueLibrary, programs, webview]) await (await context(options)).watch();
} else {
  await Promise.all([extension, queueLibrary, programs, webview].map((options) => build(options)));
  await Promise.all(['h5', 'queueLibrary'].map(pack));
  await packKernels('dist/kernels');
}
