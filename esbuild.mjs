// Builds dist/: the extension, the trainer with its workers, the command line, the webview, the kernels, and the JSON
// Schema.
import { build, context, transform } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outdir: 'dist',
  // jsonc-parser's main is a UMD file that no bundler can follow.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  plugins: [lessonSyntax, pythonSource],
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

/** Writes modules as CommonJS: esbuild shares code between modules only, and Node starts CommonJS faster. */
const asCommonJs = {
  name: 'asCommonJs',
  setup({ onEnd }) {
    onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node20', minify: !watch });
        await writeFile(path, code);
      }
    });
  },
};

/** What these have in common would be in the package four times. */
const programs = {
  ...node,
  format: 'esm',
  splitting: true,
  write: false,
  sourcemap: false,
  plugins: [...node.plugins, asCommonJs],
  entryPoints: {
    trainer: 'src/trainer/main.ts',
    worker: 'src/trainer/worker/worker.ts',
    inspector: 'src/inspector/main.ts',
    cli: 'src/cli/main.ts',
  },
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
 * The HDF5 library has its WebAssembly inside and was two fifths of the package: Brotli leaves a quarter less of it
 * than ZIP, behind a file that unpacks and runs it.
 */
async function packH5() {
  const code = await readFile('dist/h5.js');
  await writeFile('dist/h5.js.br', brotliCompressSync(code));
  await writeFile(
    'dist/h5.js',
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
await buildKernels('dist/kernels');
if (watch) {
  for (const options of [extension, programs, webview]) await (await context(options)).watch();
} else {
  await Promise.all([extension, programs, webview].map((options) => build(options)));
  await packH5();
  await packKernels('dist/kernels');
}
