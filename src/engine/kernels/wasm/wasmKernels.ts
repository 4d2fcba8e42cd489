import { reservedBytes, type ArenaMemory, type ArenaRegion } from '../../arena';
import type { Kernels, SmallKernels } from '../kernels';
import { absent, activationCodes } from '../layouts/codes';
import { scratch as scratchLayout, stagedIndices } from '../layouts/scratch';
import type { CompressedRows } from './compressedRows';
import { putArguments, type KernelExports } from './kernelCalls';
import { instantiateKernels, type KernelModule } from './kernelModule';
import { parameterOf, productParts, rowOf, updateParts, type Helpers } from './parts';

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
 * same time, and `compressedScratchBytes` more for batches of a split with `compressed` rows. Large calls are done
 * together with `helpers`, with the same bits.
 */
export function createWasmKernels(
  module: KernelModule,
  memory: ArenaMemory,
  scratch: ArenaRegion,
  name: string,
  compressed?: CompressedRows,
  helpers?: Helpers,
): WasmKernels {
  return new WasmKernels(
    name,
    kernelsOver(module, memory, scratch, name, compressed),
    memory.buffer,
    new Uint32Array(memory.buffer, scratch.offset, stagedIndices),
    helpers,
    compressed?.width,
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
      `Constants of the ${name} kernels: expected at most ${reservedBytes} bytes, got ${exports.constantsEnd()}.`,
    );
  if (scratch.bytes < scratchBytes || scratch.buffer !== memory.buffer)
    throw new MemoryError(
      `Scratch memory: expected ${scratchBytes} bytes of the kernels' own memory, got ${scratch.bytes}.`,
    );
  exports.useScratch(scratch.offset + 4 * stagedIndices, scratch.bytes - 4 * stagedIndices);
  if (compressed !== undefined)
    exports.useCompressed(
      compressed.inputs.byteOffset,
      compressed.starts.byteOffset,
      compressed.width,
      Number(compressed.inputs instanceof Uint8Array),
    );
  return exports;
}

/** Kernels of a WebAssembly build: `createWasmKernels` makes them. Calls in one part go straight to the exports. */
export class WasmKernels implements Kernels {
  constructor(
    readonly name: string,
    /** By which this thread also does parts of other threads' calls. */
    readonly exports: KernelExports,
    private readonly buffer: ArrayBufferLike,
    private readonly staged: Uint32Array,
    private readonly helpers: Helpers | undefined,
    /** Width of batches that are not copied: this thread alone has them. */
    private readonly compressedWidth: number | undefined,
  ) {}

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

  denseForward: Kernels['denseForward'] = (x, kernel, bias, z, a, n, inputs, units, activation) => {
    // Cut by units, so that each thread packs its part of the kernel; a softmax is over all of them.
    const parts = activation === 'softmax' ? 1 : this.partsOfProduct(n, inputs, units);
    const atX = this.at(x);
    const atKernel = this.at(kernel);
    const atBias = this.optional(bias);
    const atZ = this.at(z);
    const atA = this.at(a);
    const code = activationCodes[activation];
    if (parts === 1)
      return void this.exports.denseForward(atX, atKernel, atBias, atZ, atA, n, inputs, units, code, 0, units);
    for (let part = 0; part < parts; part++) {
      const room = this.helpers!.argumentsOf(part);
      const unit = rowOf(part, parts, units);
      const unitEnd = rowOf(part + 1, parts, units);
      putArguments('denseForward', room, atX, atKernel, atBias, atZ, atA, n, inputs, units, code, unit, unitEnd);
    }
    this.helpers!.run('denseForward', parts, this.exports);
  };

  denseBackward: Kernels['denseBackward'] = (
    x,
    kernel,
    z,
    gradient,
    kernelGradient,
    biasGradient,
    inputGradient,
    n,
    inputs,
    units,
    activation,
  ) => {
    const { exports } = this;
    const atX = this.at(x);
    const atKernel = this.at(kernel);
    const atG = this.at(gradient);
    const byKernel = this.at(kernelGradient);
    const byBias = this.optional(biasGradient);
    const byInput = this.optional(inputGradient);
    // All of it first: every unit's gradient wants all rows, every row's all units.
    if (activation !== undefined) exports.differentiate(this.at(z), atG, n * units, activationCodes[activation]);
    const parts = this.partsOfProduct(n, inputs, units);
    if (parts === 1)
      return void exports.denseGradients(
        atX,
        atKernel,
        atG,
        byKernel,
        byBias,
        byInput,
        n,
        inputs,
        units,
        0,
        units,
        0,
        n,
      );
    for (let part = 0; part < parts; part++) {
      putArguments(
        'denseGradients',
        this.helpers!.argumentsOf(part),
        atX,
        atKernel,
        atG,
        byKernel,
        byBias,
        byInput,
        n,
        inputs,
        units,
        rowOf(part, parts, units),
        rowOf(part + 1, parts, units),
        rowOf(part, parts, n),
        rowOf(part + 1, parts, n),
      );
    }
    this.helpers!.run('denseGradients', parts, exports);
  };

  binaryCrossEntropy: Kernels['binaryCrossEntropy'] = (logits, labels, gradient, n) =>
    this.exports.binaryCrossEntropy(this.at(logits), this.at(labels), this.at(gradient), n);

  categoricalCrossEntropy: Kernels['categoricalCrossEntropy'] = (logits, labels, gradient, n, classes) =>
    this.exports.categoricalCrossEntropy(this.at(logits), this.at(labels), this.at(gradient), n, classes);

  meanSquaredError: Kernels['meanSquaredError'] = (logits, activations, target, gradient, n, units, output) =>
    this.exports.meanSquaredError(
      this.at(logits),
      this.at(activations),
      this.at(target),
      target instanceof Float32Array ? quantity : units > 1 ? oneHot : classNumber,
      this.at(gradient),
      n,
      units,
      activationCodes[output],
    );

  sgd: Kernels['sgd'] = (parameters, gradients, velocity, learningRate, momentum, nesterov, weightDecay) => {
    const { exports } = this;
    const { length } = parameters;
    const p = this.at(parameters);
    const g = this.at(gradients);
    const v = this.optional(velocity);
    const ahead = Number(nesterov);
    const parts = this.partsOfUpdate(length);
    if (parts === 1) {
      if (velocity === undefined) exports.sgd(p, g, length, learningRate, weightDecay);
      else exports.sgdMomentum(p, g, v, length, learningRate, momentum, ahead, weightDecay);
      return;
    }
    const call = velocity === undefined ? 'sgd' : 'sgdMomentum';
    for (let part = 0; part < parts; part++) {
      const room = this.helpers!.argumentsOf(part);
      const from = 4 * parameterOf(part, parts, length);
      const count = parameterOf(part + 1, parts, length) - from / 4;
      if (call === 'sgd') putArguments(call, room, p + from, g + from, count, learningRate, weightDecay);
      else putArguments(call, room, p + from, g + from, v + from, count, learningRate, momentum, ahead, weightDecay);
    }
    this.helpers!.run(call, parts, exports);
  };

  rmsprop: Kernels['rmsprop'] = (
    parameters,
    gradients,
    squares,
    velocity,
    learningRate,
    alpha,
    epsilon,
    momentum,
    weightDecay,
  ) => {
    const { length } = parameters;
    const p = this.at(parameters);
    const g = this.at(gradients);
    const s = this.at(squares);
    const v = velocity === undefined ? 0 : this.at(velocity);
    const has = Number(velocity !== undefined);
    const parts = this.partsOfUpdate(length);
    if (parts === 1)
      return void this.exports.rmsprop(p, g, s, v, has, length, learningRate, alpha, epsilon, momentum, weightDecay);
    for (let part = 0; part < parts; part++) {
      const from = 4 * parameterOf(part, parts, length);
      putArguments(
        'rmsprop',
        this.helpers!.argumentsOf(part),
        p + from,
        g + from,
        s + from,
        v + from,
        has,
        parameterOf(part + 1, parts, length) - from / 4,
        learningRate,
        alpha,
        epsilon,
        momentum,
        weightDecay,
      );
    }
    this.helpers!.run('rmsprop', parts, this.exports);
  };

  adam: Kernels['adam'] = (parameters, gradients, first, second, step) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled } = step;
    const { length } = parameters;
    const p = this.at(parameters);
    const g = this.at(gradients);
    const m = this.at(first);
    const v = this.at(second);
    const size = learningRate / step.correction1;
    const root = Math.sqrt(step.correction2);
    const added = decoupled ? 0 : weightDecay;
    const kept = decoupled ? 1 - learningRate * weightDecay : 1;
    const parts = this.partsOfUpdate(length);
    if (parts === 1) return void this.exports.adam(p, g, m, v, length, size, root, beta1, beta2, epsilon, added, kept);
    for (let part = 0; part < parts; part++) {
      const from = 4 * parameterOf(part, parts, length);
      putArguments(
        'adam',
        this.helpers!.argumentsOf(part),
        p + from,
        g + from,
        m + from,
        v + from,
        parameterOf(part + 1, parts, length) - from / 4,
        size,
        root,
        beta1,
        beta2,
        epsilon,
        added,
        kept,
      );
    }
    this.helpers!.run('adam', parts, this.exports);
  };

  gather: Kernels['gather'] = (source, indices, out, n, width) => {
    const gather = source instanceof Uint8Array ? this.exports.gatherBytes : this.exports.gather;
    this.gatherRows(gather, this.at(source), indices, this.at(out), n, width);
  };

  unpack: Kernels['unpack'] = (bytes, out) => void this.exports.unpack(this.at(bytes), this.at(out), bytes.length);

  gatherLabels: Kernels['gatherLabels'] = (source, indices, out, n) =>
    this.gatherRows(this.exports.gather, this.at(source), indices, this.at(out), n, 1);

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
      gather(source, staged.byteOffset, out + 4 * from * width, rows, width, Number(n <= stagedIndices));
    }
  }

  /** Parts of a layer's product; a batch of compressed rows is done in one. */
  private partsOfProduct(n: number, inputs: number, units: number): number {
    return this.helpers === undefined || inputs === this.compressedWidth
      ? 1
      : productParts(this.helpers.parts, 2 * n * inputs * units, units);
  }

  private partsOfUpdate(count: number): number {
    return this.helpers === undefined ? 1 : updateParts(this.helpers.parts, count);
  }

  /** Where an array starts in the kernels' memory. */
  private at(array: Float32Array | Int32Array | Uint8Array): number {
    if (array.buffer !== this.buffer)
      throw new MemoryError(`An array of ${array.length} numbers is outside the memory of the ${this.name} kernels.`);
    return array.byteOffset;
  }

  private optional(array: Float32Array | undefined): number {
    return array === undefined ? absent : this.at(array);
  }
}
