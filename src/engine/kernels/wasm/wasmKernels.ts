import { reservedBytes, type ArenaMemory, type ArenaRegion } from '../../arena';
import type { Inputs } from '../../datasets/inputs';
import type { AdamStep, Kernels, LayerActivation, SmallKernels, Target } from '../kernels';
import { absent, activationCodes, none } from '../layouts/codes';
import { scratch as scratchLayout, stagedIndices } from '../layouts/scratch';
import type { CompressedRows } from './compressedRows';
import { instantiateKernels, type KernelExports, type KernelModule } from './kernelModule';

/** Kinds of targets: `assembly/dense/losses.ts`. */
const quantity = 0;
const classNumber = 1;
const oneHot = 2;

/** Bytes of scratch memory that `createWasmKernels` needs: staged indices, and what `assembly/scratch.ts` lays out. */
export const scratchBytes = 4 * stagedIndices + scratchLayout.bytes;

/** An array that the kernels cannot reach, because it lies outside of their memory. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}

/**
 * Kernels of a WebAssembly build over the memory of an arena. Every array of a call must lie in `memory`, but for the
 * indices of `gather`; another one is a `MemoryError`. `scratch` has `scratchBytes` bytes that nobody else uses at the
 * same time, and `compressedScratchBytes` more for batches of a split with `compressed` rows.
 */
export function createWasmKernels(
  module: KernelModule,
  memory: ArenaMemory,
  scratch: ArenaRegion,
  name: string,
  compressed?: CompressedRows,
): Kernels {
  return new WasmKernels(
    name,
    kernelsOver(module, memory, scratch, name, compressed),
    memory.buffer,
    new Uint32Array(memory.buffer, scratch.offset, stagedIndices),
  );
}

/** An instance of the kernels with its scratch memory and compressed rows set. */
export function kernelsOver(
  module: KernelModule,
  memory: ArenaMemory,
  scratch: ArenaRegion,
  name: string,
  compressed: CompressedRows | undefined,
): KernelExports {
  const exports = instantiateKernels(module, memory);
  if (exports.constantsEnd() > reservedBytes)
    throw new MemoryError(
      `Constants of the ${name} kernels up to byte ${exports.constantsEnd()}: ${reservedBytes} bytes are theirs.`,
    );
  if (scratch.bytes < scratchBytes || scratch.buffer !== memory.buffer)
    throw new MemoryError(
      `Scratch memory of ${scratch.bytes} bytes: ${scratchBytes} of the kernels' own memory are needed.`,
    );
  exports.useScratch(scratch.offset + 4 * stagedIndices, scratch.bytes - 4 * stagedIndices);
  if (compressed !== undefined)
    exports.useCompressed(
      compressed.inputs.byteOffset,
      compressed.starts.byteOffset,
      compressed.width,
      compressed.inputs instanceof Uint8Array,
    );
  return exports;
}

/** Kernels of a WebAssembly build, in one thread: `createWasmKernels` makes them. */
export class WasmKernels implements Kernels {
  get small(): SmallKernels {
    return this.exports;
  }

  get distribution(): NonNullable<Kernels['distribution']> {
    return this.exports.distribution;
  }

  get permutation(): NonNullable<Kernels['permutation']> {
    return this.exports.permutation;
  }

  get survey(): NonNullable<Kernels['survey']> {
    return this.exports.survey;
  }

  constructor(
    readonly name: string,
    protected readonly exports: KernelExports,
    private readonly buffer: ArrayBufferLike,
    private readonly staged: Uint32Array,
  ) {}

  denseForward(
    x: Float32Array,
    kernel: Float32Array,
    bias: Float32Array | undefined,
    preActivations: Float32Array,
    activations: Float32Array,
    n: number,
    inputs: number,
    units: number,
    activation: LayerActivation,
  ): void {
    this.exports.denseForward(
      this.at(x),
      this.at(kernel),
      this.optional(bias),
      this.at(preActivations),
      this.at(activations),
      n,
      inputs,
      units,
      activationCodes[activation],
    );
  }

  denseBackward(
    x: Float32Array,
    kernel: Float32Array,
    preActivations: Float32Array,
    gradient: Float32Array,
    kernelGradient: Float32Array,
    biasGradient: Float32Array | undefined,
    inputGradient: Float32Array | undefined,
    n: number,
    inputs: number,
    units: number,
    activation: LayerActivation | undefined,
  ): void {
    this.exports.denseBackward(
      this.at(x),
      this.at(kernel),
      this.at(preActivations),
      this.at(gradient),
      this.at(kernelGradient),
      this.optional(biasGradient),
      this.optional(inputGradient),
      n,
      inputs,
      units,
      activation === undefined ? none : activationCodes[activation],
    );
  }

  binaryCrossEntropy(logits: Float32Array, labels: Int32Array, gradient: Float32Array, n: number): number {
    return this.exports.binaryCrossEntropy(this.at(logits), this.at(labels), this.at(gradient), n);
  }

  categoricalCrossEntropy(
    logits: Float32Array,
    labels: Int32Array,
    gradient: Float32Array,
    n: number,
    classes: number,
  ): number {
    return this.exports.categoricalCrossEntropy(this.at(logits), this.at(labels), this.at(gradient), n, classes);
  }

  meanSquaredError: Kernels['meanSquaredError'] = (logits, activations, target: Target, gradient, n, units, output) => {
    const kind = target instanceof Float32Array ? quantity : units > 1 ? oneHot : classNumber;
    return this.exports.meanSquaredError(
      this.at(logits),
      this.at(activations),
      this.at(target),
      kind,
      this.at(gradient),
      n,
      units,
      activationCodes[output],
    );
  };

  sgd(
    parameters: Float32Array,
    gradients: Float32Array,
    velocity: Float32Array | undefined,
    learningRate: number,
    momentum: number,
    nesterov: boolean,
    weightDecay: number,
  ): void {
    const p = this.at(parameters);
    const g = this.at(gradients);
    if (velocity === undefined) this.exports.sgd(p, g, parameters.length, learningRate, weightDecay);
    else
      this.exports.sgdMomentum(
        p,
        g,
        this.at(velocity),
        parameters.length,
        learningRate,
        momentum,
        nesterov,
        weightDecay,
      );
  }

  rmsprop(
    parameters: Float32Array,
    gradients: Float32Array,
    squares: Float32Array,
    velocity: Float32Array | undefined,
    learningRate: number,
    alpha: number,
    epsilon: number,
    momentum: number,
    weightDecay: number,
  ): void {
    this.exports.rmsprop(
      this.at(parameters),
      this.at(gradients),
      this.at(squares),
      velocity === undefined ? 0 : this.at(velocity),
      velocity !== undefined,
      parameters.length,
      learningRate,
      alpha,
      epsilon,
      momentum,
      weightDecay,
    );
  }

  adam(
    parameters: Float32Array,
    gradients: Float32Array,
    first: Float32Array,
    second: Float32Array,
    step: AdamStep,
  ): void {
    const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled } = step;
    this.exports.adam(
      this.at(parameters),
      this.at(gradients),
      this.at(first),
      this.at(second),
      parameters.length,
      learningRate / step.correction1,
      Math.sqrt(step.correction2),
      beta1,
      beta2,
      epsilon,
      decoupled ? 0 : weightDecay,
      decoupled ? 1 - learningRate * weightDecay : 1,
    );
  }

  gather(source: Inputs, indices: Uint32Array, out: Float32Array, n: number, width: number): void {
    this.gatherRows(
      source instanceof Uint8Array ? this.exports.gatherBytes : this.exports.gather,
      this.at(source),
      indices,
      this.at(out),
      n,
      width,
    );
  }

  unpack(bytes: Uint8Array, out: Float32Array): void {
    this.exports.unpack(this.at(bytes), this.at(out), bytes.length);
  }

  gatherLabels(source: Int32Array, indices: Uint32Array, out: Int32Array, n: number): void {
    this.gatherRows(this.exports.gather, this.at(source), indices, this.at(out), n, 1);
  }

  private gatherRows(
    gather: KernelExports['gather'],
    source: number,
    indices: Uint32Array,
    out: number,
    n: number,
    width: number,
  ): void {
    const { staged } = this;
    for (let from = 0; from < n; from += stagedIndices) {
      const rows = Math.min(stagedIndices, n - from);
      for (let r = 0; r < rows; r++) staged[r] = indices[from + r];
      gather(source, staged.byteOffset, out + 4 * from * width, rows, width, n <= stagedIndices);
    }
  }

  /** Where an array starts in the kernels' memory. */
  protected at(array: Float32Array | Int32Array | Uint8Array): number {
    if (array.buffer !== this.buffer)
      throw new MemoryError(
        `An array of ${array.length} numbers lies outside of the memory of the ${this.name} kernels.`,
      );
    return array.byteOffset;
  }

  protected optional(array: Float32Array | undefined): number {
    return array === undefined ? absent : this.at(array);
  }
}
