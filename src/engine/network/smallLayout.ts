import { alignedBytes } from '../arena';
import type { ElementType } from '../elementType';
import { rowBytes, smallLayer, smallPlan, sumBytes } from '../kernels/layouts/smallPlan';
import { isDense, type NetworkSpec } from '../spec/networkSpec';

/**
 * A batch that never changes is kept block by block when it is no larger than this; else its blocks are made in every
 * step.
 */
const residentBytes = 4e6;
/**
 * Wider layers, or more inputs, go through the kernels that work on a whole batch. Measured with relaxed SIMD on a Xeon
 * with AVX2, times faster inside: 2-10-5-1 (300 samples) 6.4, 2-24-24-16-1 (40) 1.6, 64-64-64-10 (64) 1.2,
 * 100-100-100-10 (100) 1.1, 100-128-128-10 (100) 1.0, 32-96-96-10 (16) 0.95, 32-128-128-10 (16) 0.9.
 */
const widest = 100;
const mostInputs = 256;

/** Byte offsets from the start of a small network's working memory. */
export interface SmallLayout {
  /** The structures of its layers; the plan's own is at the start. */
  list: number;
  layers: { packed: number; kernelSums: number; biasSums: number; z: number; a: number; g: number }[];
  /** Zeros of the width of the widest layer. */
  zeros: number;
  spare: number;
  block: number;
  /** 0 when batches are gathered. */
  resident: number;
  bytes: number;
}

/** Whether a network is trained block by block inside WebAssembly, where that is there. */
export function isSmall(spec: NetworkSpec): boolean {
  return (
    isDense(spec) &&
    spec.inputs <= mostInputs &&
    spec.outputs <= widest &&
    spec.hidden.every(({ units }) => units <= widest)
  );
}

/**
 * Where everything of a small network lies, for batches of at most `rows` samples; `inPlace` when every step takes the
 * same ones.
 */
export function smallLayout(spec: NetworkSpec, rows: number, inPlace: boolean, type: ElementType): SmallLayout {
  let next = 0;
  const take = (bytes: number): number => {
    const offset = next;
    next += alignedBytes(bytes);
    return offset;
  };
  const sides = [spec.inputs, ...spec.hidden.map(({ units }) => units), spec.outputs];
  take(smallPlan.bytes);
  const list = take(smallLayer.stride * (sides.length - 1));
  const layers = sides.slice(1).map((units, index) => {
    const weights = sides[index] * units;
    return {
      packed: take(type.bytes * weights),
      kernelSums: take(sumBytes * weights),
      biasSums: take(sumBytes * units),
      z: take(rowBytes * units),
      a: take(rowBytes * units),
      g: take(rowBytes * units),
    };
  });
  const zeros = take(type.bytes * Math.max(...sides));
  const spare = take(rowBytes);
  const blockBytes = rowBytes * (spec.inputs + 1);
  const block = take(blockBytes);
  const all = Math.ceil(rows / (rowBytes / type.bytes)) * blockBytes;
  const resident = inPlace && all <= residentBytes ? take(all) : 0;
  return { list, layers, zeros, spare, block, resident, bytes: next };
}
