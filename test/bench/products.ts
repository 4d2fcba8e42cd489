/*
 * GFLOP/s of the three matrix products of training, through the kernels that runs use, and of a loop of multiply-adds
 * alone. Usage: node products.js BACKEND PEAK.WASM; prints JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Arena } from '../../src/engine/arena';
import type { Kernels } from '../../src/engine/kernels/kernels';
import { compileKernels, instantiate } from '../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../src/engine/kernels/wasm/wasmKernels';
import { chooseBackend, type BackendName } from '../../src/trainer/backend/backend';
import { compileJoined } from '../../src/trainer/backend/joinedVectors';

/** Batch, inputs, units. */
const shapes = [
  [256, 256, 256],
  [512, 512, 512],
  [1024, 1024, 1024],
  [100, 100, 100],
  [128, 784, 64],
  [200, 3072, 400],
  [200, 400, 200],
] as const;
/** Milliseconds that a measurement lasts at least, and how many of them the best is taken of. */
const least = 3;
const rounds = 60;

/** Seconds of one call, from as many calls as take `least` milliseconds; `calls` keeps how many. */
function timed(work: () => void, calls: { count: number }): number {
  for (;;) {
    const from = performance.now();
    for (let call = 0; call < calls.count; call++) work();
    const took = performance.now() - from;
    if (took >= least) return took / calls.count / 1000;
    calls.count *= 2;
  }
}

/** Shortest seconds of one call of each; they take turns, so that a busy moment of the machine falls on all of them. */
function secondsOf(...works: (() => void)[]): number[] {
  const calls = works.map(() => ({ count: 1 }));
  const best = works.map(() => Infinity);
  for (let round = 0; round < rounds; round++)
    works.forEach((work, index) => (best[index] = Math.min(best[index], timed(work, calls[index]))));
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
  const [x, kernel, bias, z, a, gradient, kernelGradient, inputGradient] = [
    n * inputs,
    units * inputs,
    units,
    n * units,
    n * units,
    n * units,
    units * inputs,
    n * inputs,
  ].map(view);
  const flops = 2 * n * inputs * units;
  const [forward, kernelOnly, both] = secondsOf(
    () => kernels.denseForward(x, kernel, bias, z, a, n, inputs, units, 'relu'),
    () =>
      kernels.denseBackward(x, kernel, z, gradient, kernelGradient, undefined, undefined, n, inputs, units, undefined),
    () =>
      kernels.denseBackward(
        x,
        kernel,
        z,
        gradient,
        kernelGradient,
        undefined,
        inputGradient,
        n,
        inputs,
        units,
        undefined,
      ),
  );
  const rate = (seconds: number) => flops / seconds / 1e9;
  return {
    shape: [n, inputs, units],
    forward: rate(forward),
    kernelGradient: rate(kernelOnly),
    inputGradient: rate(both - kernelOnly),
  };
}

function main(): void {
  const [backend, peakFile] = process.argv.slice(2);
  const arena = Arena.create(64 * 1024 * 1024);
  const peakModule = compileKernels(readFileSync(peakFile))!;
  const { peak } = instantiate(peakModule, arena.memory!) as unknown as {
    peak(steps: number, left: number, right: number): number;
  };
  const steps = 100_000;
  // Twelve chains of 128 bits, and of 256 where V8 joins pairs: the faster one.
  const folder = join(__dirname, 'kernels');
  const joined = instantiate(compileJoined(readFileSync(join(folder, 'probe.wasm')))!, arena.memory!) as unknown as {
    pairs(steps: number, from: number, out: number): void;
  };
  const room = arena.float32(128).byteOffset;
  const peakRate = () => {
    const [single, pairs] = secondsOf(
      () => peak(steps, 1e-3, 1e-3),
      () => joined.pairs(steps, room, room + 64),
    );
    return Math.max((steps * 96) / single, backend === 'simd' ? 0 : (steps * 192) / pairs) / 1e9;
  };
  const module = chooseBackend(backend as BackendName, folder).module!;
  const kernels = createWasmKernels(module, arena.memory!, arena.reserve(scratchBytes), backend);
  const before = peakRate();
  const products = shapes.map((shape) => measure(kernels, arena, shape));
  process.stdout.write(`${JSON.stringify({ peak: Math.max(before, peakRate()), products })}\n`);
}

main();
