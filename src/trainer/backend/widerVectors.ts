import { Arena } from '../../engine/arena';
import { elementTypes, type Precision } from '../../engine/elementType';
import { instantiate, type KernelModule } from '../../engine/kernels/wasm/kernelModule';
import { compileJoined, mayJoin, wideBuild } from './joinedVectors';
import { kernelBytes } from './kernelFiles';
import { sameBits } from './sameBits';

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
 * The wide build in `folder`, or undefined where this machine gains nothing by it: used only if it is as fast as it
 * should be and gives the same bits as `narrow`, the build that is compiled without joined vectors.
 */
export function widerKernels(folder: string, narrow: KernelModule, precision: Precision): KernelModule | undefined {
  const probeBytes = mayJoin ? kernelBytes(folder, 'probe') : undefined;
  const probe = probeBytes && compileJoined(probeBytes);
  if (probe === undefined || !joinsPairs(probe)) return undefined;
  const wide = wideBuild(folder, precision);
  return wide !== undefined && sameBits(wide, narrow, elementTypes[precision]) ? wide : undefined;
}
