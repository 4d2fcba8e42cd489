import { build } from 'esbuild';
import { buildKernels } from '../scripts/buildKernels.mjs';

/**
 * Builds what tests start as a process or a thread: the command line, the trainer and its worker, and the kernels, into
 * out/test.
 */
export async function setup(): Promise<void> {
  await build({
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    outdir: 'out/test',
    entryPoints: {
      trainer: 'src/trainer/main.ts',
      worker: 'src/trainer/worker/worker.ts',
      inspector: 'src/inspector/main.ts',
      h5: 'src/inspect/keras/h5Worker.ts',
      cli: 'src/cli/main.ts',
      queueWorker: 'test/unit/queue/workerProcess.ts',
    },
  });
  await buildKernels('out/test/kernels');
}
