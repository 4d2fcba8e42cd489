/*
 * GFLOP/s of the three matrix products of training, through the kernels that runs use, and of a loop of multiply-adds alone.
 * Usage: node products.js BACKEND PEAK.WASM; prints JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Arena } from '../../src/engine/arena';
import type { Kernels } from '../../src/engine/kernels/kernels';
import { compileKernels, instantiateKernels } from '../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../src/engine/kernels/wasm/wasmKernels';

/** Batch, inputs, units. */
const shapes = [[256, 256, 256], [512, 512, 512], [1024, 1024, 1024], [100, 100, 100], [128, 784, 64], [200, 3072, 400], [200, 400, 200]] as const;
/** Milliseconds that a measurement lasts at least, and how many of them the best is taken of. */
const least = 20;
const rounds = 12;

/** Shortest seconds of one call. */
function secondsOf(work: () => void): number {
  work();
  let best = Infinity;
  let calls = 1;
  for (let round = 0; round < rounds; ) {
    const from = performance.now();
    for (let call = 0; call < calls; call++) work();
    const took = performance.now() - from;
    if (took < least) {
      calls *= 2;
      continue;
    }
    best = Math.min(best, took / calls / 1000);
    round++;
  }
  return best;
}

function measure(kernels: Kernels, arena: Arena, [n, inputs, units]: (typeof shapes)[number]) {
  arena.reset();
  arena.reserve(scratchBytes);
  const view = (length: number) => {
    const array = arena.float32(length);
    for (let i = 0; i < length; i++) array[i] = ((i * 7919) % 1000) / 1000 - 0.5;
    return array;
  };
  const [x, kernel, bias, z, a, gradient, kernelGradient, inputGradient] = [n * inputs, units * inputs, units, n * units, n * units, n * units, units * inputs, n * inputs].map(view);
  const flops = 2 * n * inputs * units;
  const forward = secondsOf(() => kernels.denseForward(x, kernel, bias, z, a, n, inputs, units, 'relu'));
  const kernelOnly = secondsOf(() => kernels.denseBackward(x, kernel, z, gradient, kernelGradient, undefined, undefined, n, inputs, units, undefined));
  const both = secondsOf(() => kernels.denseBackward(x, kernel, z, gradient, kernelGradient, undefined, inputGradient, n, inputs, units, undefined));
  const rate = (seconds: number) => flops / seconds / 1e9;
  return { shape: [n, inputs, units], forward: rate(forward), kernelGradient: rate(kernelOnly), inputGradient: rate(both - kernelOnly) };
}

function main(): void {
  const [backend, peakFile] = process.argv.slice(2);
  const arena = Arena.create(64 * 1024 * 1024);
  const peakModule = compileKernels(readFileSync(peakFile))!;
  const { peak } = instantiateKernels(peakModule, arena.memory!) as unknown as { peak(steps: number, left: number, right: number): number };
  const steps = 1_000_000;
  const peakRate = () => (steps * 96) / secondsOf(() => peak(steps, 1e-3, 1e-3)) / 1e9;
  const module = compileKernels(readFileSync(join(__dirname, 'kernels', `${backend}.wasm`)))!;
  const kernels = createWasmKernels(module, arena.memory!, arena.reserve(scratchBytes), backend);
  const before = peakRate();
  const products = shapes.map((shape) => measure(kernels, arena, shape));
  process.stdout.write(`${JSON.stringify({ peak: Math.max(before, peakRate()), products })}\n`);
}

main();
