import { setFlagsFromString } from 'node:v8';
import { Arena } from '../../engine/arena';
import { compileKernels, instantiate, type KernelModule } from '../../engine/kernels/wasm/kernelModule';
import { elementTypes, type Precision } from '../../engine/elementType';
import { kernelBytes, kernelFile } from './kernelFiles';
import { sameBits } from './sameBits';

/*
 * WebAssembly has vectors of 128 bits; an x86-64 processor with AVX2 has 256. V8 can join two vectors that lie side by
 * side, behind a flag that is still experimental. It is on only while the wide build is compiled, in this process
 * alone, and what comes of it is used only if it is as fast as it should be and gives the same bits as the build that
 * is compiled without it.
 */
const joined = ['--experimental-wasm-revectorize', '--no-liftoff', '--no-wasm-lazy-compilation'];
const usual = ['--no-experimental-wasm-revectorize', '--liftoff', '--wasm-lazy-compilation'];
/** The first version of V8 that it was tried with. */
const firstVersion = 13;

/** Steps of a measurement of some microseconds, and how many of them the best is taken of. */
const probeSteps = 2000;
const probeRounds = 12;
/**
 * How much longer twelve pairs may take than twelve single vectors: as long when they are joined, twice as long when
 * not.
 */
const mostRatio = 1.6;

function shortest(work: () => void): number {
  let best = Infinity;
  for (let round = 0; round < probeRounds; round++) {
    const from = performance.now();
    work();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}

/** Whether pairs of vectors are joined here. The probe's functions are compiled like the kernels. */
function joinsPairs(probe: KernelModule): boolean {
  const { memory } = Arena.create(65_536);
  if (memory === undefined) return false;
  const { pairs, singles } = instantiate(probe, memory) as unknown as Record<
    'pairs' | 'singles',
    (steps: number, from: number, out: number) => void
  >;
  return shortest(() => pairs(probeSteps, 0, 1024)) < mostRatio * shortest(() => singles(probeSteps, 0, 1024));
}

/**
 * A build whose pairs of vectors are joined where this machine can; undefined where it does not have the build's
 * instructions.
 */
export function compileJoined(bytes: Uint8Array): KernelModule | undefined {
  for (const flag of joined) setFlagsFromString(flag);
  try {
    return compileKernels(bytes);
  } finally {
    for (const flag of usual) setFlagsFromString(flag);
  }
}

/**
 * The wide build in `folder`, or undefined where this machine gains nothing by it. `narrow` is the build whose bits it
 * must give.
 */
export function widerKernels(folder: string, narrow: KernelModule, precision: Precision): KernelModule | undefined {
  if (process.arch !== 'x64' || !(parseInt(process.versions.v8, 10) >= firstVersion)) return undefined;
  const [wideBytes, probeBytes] = [`${kernelFile('relaxed-simd', precision)}-wide`, 'probe'].map((name) =>
    kernelBytes(folder, name),
  );
  if (wideBytes === undefined || probeBytes === undefined) return undefined;
  const probe = compileJoined(probeBytes);
  if (probe === undefined || !joinsPairs(probe)) return undefined;
  const wide = compileJoined(wideBytes);
  return wide !== undefined && sameBits(wide, narrow, elementTypes[precision]) ? wide : undefined;
}
