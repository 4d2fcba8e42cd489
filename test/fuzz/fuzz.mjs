// Reads broken inputs until the time is up: node test/fuzz/fuzz.mjs [--target NAME] [--seconds N] [--count N] [--seed
// N] [--file INPUT] A fault is anything but an answer or the typed error of the reader, more than 5 s of the processor,
// or more than 512 MB. Inputs that fail are saved in out/fuzz/; --file tries one of them again.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
await build({
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  logLevel: 'error',
  sourcemap: 'inline',
  outdir: 'out/fuzz',
  entryPoints: { main: 'test/fuzz/main.ts', child: 'test/fuzz/child.ts', h5: 'src/inspect/keras/h5Worker.ts' },
});
fork('out/fuzz/main.js', process.argv.slice(2), { execArgv: ['--enable-source-maps'] }).on(
  'exit',
  (code) => (process.exitCode = code ?? 1),
);
