/*
 * `npm run bench:queue`: what a queue costs. Simulated workers sleep for each trial; two workers that train, with one
 * core each, are compared with one. Needs redis-server. Usage: node test/bench/queue/queue.mjs [--trials 100000]
 * [--workers 200] [--milliseconds 10] [--cells 400] [--no-scale] [--no-real]
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildKernels } from '../../../scripts/buildKernels.mjs';
import { root } from '../../../scripts/lib/project.mjs';

const folder = join(root, 'out', 'bench');

/** Sweeps of the format are smaller than what a queue has to bear. */
const largeSweeps = {
  name: 'largeSweeps',
  setup: ({ onLoad }) =>
    onLoad({ filter: /sweepAxes\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/(mostSweptTrials = \{ network: )[\d_]+/, '$110_000_000'),
      loader: 'ts',
    })),
};

process.chdir(root);
await build({
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  logLevel: 'error',
  outdir: folder,
  plugins: [largeSweeps],
  entryPoints: {
    queueScale: 'test/bench/queue/queueScale.ts',
    trainer: 'src/trainer/main.ts',
    worker: 'src/trainer/worker/worker.ts',
    cli: 'src/cli/main.ts',
  },
});
await buildKernels(join(folder, 'kernels'));
const { status } = spawnSync(process.execPath, [join(folder, 'queueScale.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
