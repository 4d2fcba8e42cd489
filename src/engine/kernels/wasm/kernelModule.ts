import type { ArenaMemory } from '../../arena';
import type { SmallKernels } from '../kernels';
import { checkLayouts } from '../layouts/checkLayouts';

/** The part of `WebAssembly.Module` and its kin that is used; ES libraries without the DOM do not declare them. */
export type KernelModule = object;

/** Byte offsets and counts in, as `assembly/index.ts` exports them. `absent` stands for an array that is not there. */
export interface KernelExports extends SmallKernels {
  distribution(values: number, count: number, out: number): void;
  permutation(order: number, n: number, state: number): void;
  survey(layers: number, count: number, rows: number, out: number, mostWork: number): void;
  constantsEnd(): number;
  useScratch(at: number, bytes: number): void;
  denseForward(
    x: number,
    kernel: number,
    bias: number,
    z: number,
    a: number,
    n: number,
    inputs: number,
    units: number,
    activation: number,
  ): void;
  denseForwardUnits(
    x: number,
    kernel: number,
    bias: number,
    z: number,
    a: number,
    n: number,
    inputs: number,
    units: number,
    activation: number,
    unit: number,
    unitEnd: number,
  ): void;
  denseBackward(
    x: number,
    kernel: number,
    z: number,
    gradient: number,
    kernelGradient: number,
    biasGradient: number,
    inputGradient: number,
    n: number,
    inputs: number,
    units: number,
    activation: number,
  ): void;
  denseGradients(
    x: number,
    kernel: number,
    gradient: number,
    kernelGradient: number,
    biasGradient: number,
    inputGradient: number,
    n: number,
    inputs: number,
    units: number,
    unit: number,
    unitEnd: number,
    row: number,
    rowEnd: number,
  ): void;
  differentiate(z: number, g: number, count: number, activation: number): void;
  binaryCrossEntropy(logits: number, labels: number, gradient: number, n: number): number;
  categoricalCrossEntropy(logits: number, labels: number, gradient: number, n: number, classes: number): number;
  meanSquaredError(
    logits: number,
    activations: number,
    target: number,
    kind: number,
    gradient: number,
    n: number,
    units: number,
    output: number,
  ): number;
  sgd(p: number, g: number, count: number, learningRate: number, weightDecay: number): void;
  sgdMomentum(
    p: number,
    g: number,
    v: number,
    count: number,
    learningRate: number,
    momentum: number,
    nesterov: boolean,
    weightDecay: number,
  ): void;
  rmsprop(
    p: number,
    g: number,
    s: number,
    v: number,
    hasVelocity: boolean,
    count: number,
    learningRate: number,
    alpha: number,
    epsilon: number,
    momentum: number,
    weightDecay: number,
  ): void;
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    count: number,
    size: number,
    root: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    added: number,
    kept: number,
  ): void;
  gather(source: number, indices: number, out: number, n: number, width: number, whole: boolean): void;
  gatherBytes(source: number, indices: number, out: number, n: number, width: number, whole: boolean): void;
  unpack(source: number, out: number, count: number): void;
  compressByteRows(x: number, count: number, width: number, starts: number, entries: number, limit: number): number;
  compressRows(x: number, count: number, width: number, starts: number, entries: number, limit: number): number;
  useCompressed(source: number, starts: number, width: number, bytes: boolean): void;
}

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: KernelModule, imports: { env: { memory: ArenaMemory } });
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function validate(bytes: Uint8Array): boolean;
}

/**
 * The module of a kernel build, or undefined where this machine does not have its instructions, or no WebAssembly at
 * all.
 */
export function compileKernels(bytes: Uint8Array): KernelModule | undefined {
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}

/** The exports of an instance of any module over `memory`. */
export function instantiate(module: KernelModule, memory: ArenaMemory): Readonly<Record<string, unknown>> {
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}

/**
 * An instance of a kernel build over `memory`; a module may have one in each thread. Throws `LayoutError` for a build
 * of other layouts.
 */
export function instantiateKernels(module: KernelModule, memory: ArenaMemory): KernelExports {
  const exports = instantiate(module, memory);
  checkLayouts(exports);
  return exports as unknown as KernelExports;
}
