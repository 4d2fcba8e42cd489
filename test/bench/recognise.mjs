// How often the law of a drawn kernel is recognised, on the draws of PyTorch, NumPy and Keras.
// Usage: node test/bench/recognise.mjs [draws] [fanIn] [fanOut]; needs a python3 with numpy, scipy and torch.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';

const [draws = '1000', fanIn = '256', fanOut = '256'] = process.argv.slice(2);
await build({
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'error',
  outfile: 'out/bench/recognise.cjs',
  entryPoints: ['test/bench/recogniseBench.ts'],
});
const python = process.env.PYTHON ?? '/usr/bin/python3';
const source = spawn(python, ['test/bench/python/recogniseDraws.py', draws, fanIn, fanOut], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const judge = spawn(process.execPath, ['out/bench/recognise.cjs'], { stdio: ['pipe', 'inherit', 'inherit'] });
source.stdout.pipe(judge.stdin);
const [code] = await Promise.all([
  new Promise((resolve) => source.on('exit', resolve)),
  new Promise((resolve) => judge.on('exit', resolve)),
]);
process.exitCode = code;
