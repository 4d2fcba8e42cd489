import type { Floats } from '../../elementType';
import { reservedBytes, type ArenaMemory, type ArenaRegion } from '../../arena';
import type { Kernels, SmallKernels } from '../kernels';
import { absent, activationCodes, targetCodes } from '../layouts/codes';
import { precisionOf } from '../layouts/checkLayouts';
import { scratch as scratchLayout, stagedIndices } from '../layouts/scratch';
import type { CompressedRows } from './compressedRows';
import { doPart, mostArguments, putArguments, type KernelExports, type PartCall } from './kernelCalls';
import { instantiateKernels, type KernelModule } from './kernelModule';
import { parameterOf, productParts, rowOf, updateParts, type Helpers } from './parts';

const stagedBytes = Uint32Array.BYTES_PER_ELEMENT * stagedIndices;
const productBytes = Math.max(...Object.values(scratchLayout).map(({ bytes }) => bytes));
/**
 * Bytes of scratch memory that `createWasmKernels` needs, of either element type: staged indices, and what
 * `assembly/scratch.ts` lays out.
 */
export const scratchBytes = stagedBytes + productBytes;

type ArenaArray = Floats | Int32Array | Uint8Array;

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
  // What is left beside the products' own is room for compressed rows, which count on it to the byte.
  const unused = productBytes - scratchLayout[precisionOf(exports)].bytes;
  exports.useScratch(scratch.offset + stagedBytes, scratch.bytes - stagedBytes - unused);
  if (compressed !== undefined)
    exports.useCompressed(
      compressed.inputs.byteOffset,
      compressed.starts.byteOffset,
      compressed.width,
      Number(compressed.inputs instanceof Uint8Array),
    );
  return exports;
}

/** Kernels of a WebAssembly build: `createWasmKernels` makes them. */
export class WasmKernels implements Kernels {
  /** Arguments of a call, where there are no helpers. */
  private readonly own = new Float64Array(mostArguments);

  constructor(
    readonly name: string,
    /** By which this thread also does parts of other threads' calls. */
    readonly exports: KernelExports,
    private readonly buffer: ArrayBufferLike,
    private readonly staged: Uint32Array,
    private readonly helpers: Helpers | undefined,
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

  denseForward: Kernels['denseForward'] = (x, kernel, bias, z, a, n, inputs, units, activation, batch = 0) => {
    // Cut by units, so that each thread packs its part of the kernel; a softmax is over all of them.
    const parts = activation === 'softmax' || batch !== 0 ? 1 : this.partsOfProduct(n, inputs, units);
    for (let part = 0; part < parts; part++)
      putArguments(
        'denseForward',
        this.argumentsOf(part),
        this.at(x),
        batch,
        this.at(kernel),
        this.optional(bias),
        this.at(z),
        this.at(a),
        n,
        inputs,
        units,
        activationCodes[activation],
        rowOf(part, parts, units),
        rowOf(part + 1, parts, units),
      );
    this.run('denseForward', parts);
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
    batch = 0,
  ) => {
    // All of it first: every unit's gradient wants all rows, every row's all units.
    if (activation !== undefined)
      this.exports.differentiate(this.at(z), this.at(gradient), n * units, activationCodes[activation]);
    const parts = batch !== 0 ? 1 : this.partsOfProduct(n, inputs, units);
    for (let part = 0; part < parts; part++)
      putArguments(
        'denseGradients',
        this.argumentsOf(part),
        this.at(x),
        batch,
        this.at(kernel),
        this.at(gradient),
        this.at(kernelGradient),
        this.optional(biasGradient),
        this.optional(inputGradient),
        n,
        inputs,
        units,
        rowOf(part, parts, units),
        rowOf(part + 1, parts, units),
        rowOf(part, parts, n),
        rowOf(part + 1, parts, n),
      );
    this.run('denseGradients', parts);
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
      targetCodes[!(target instanceof Int32Array) ? 'quantity' : units > 1 ? 'oneHot' : 'classNumber'],
      this.at(gradient),
      n,
      units,
      activationCodes[output],
    );

  sgd: Kernels['sgd'] = (parameters, gradients, velocity, learningRate, momentum, nesterov, weightDecay) => {
    const { length } = parameters;
    const parts = this.partsOfUpdate(length);
    for (let part = 0; part < parts; part++) {
      const from = parameterOf(part, parts, length);
      const count = parameterOf(part + 1, parts, length) - from;
      const room = this.argumentsOf(part);
      const p = this.at(parameters, from);
      const g = this.at(gradients, from);
      if (velocity === undefined) putArguments('sgd', room, p, g, count, learningRate, weightDecay);
      else {
        const v = this.at(velocity, from);
        putArguments('sgdMomentum', room, p, g, v, count, learningRate, momentum, Number(nesterov), weightDecay);
      }
    }
    this.run(velocity === undefined ? 'sgd' : 'sgdMomentum', parts);
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
    const parts = this.partsOfUpdate(length);
    for (let part = 0; part < parts; part++) {
      const from = parameterOf(part, parts, length);
      putArguments(
        'rmsprop',
        this.argumentsOf(part),
        this.at(parameters, from),
        this.at(gradients, from),
        this.at(squares, from),
        velocity === undefined ? 0 : this.at(velocity, from),
        Number(velocity !== undefined),
        parameterOf(part + 1, parts, length) - from,
        learningRate,
        alpha,
        epsilon,
        momentum,
        weightDecay,
      );
    }
    this.run('rmsprop', parts);
  };

  adam: Kernels['adam'] = (parameters, gradients, first, second, step) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled } = step;
    const { length } = parameters;
    const parts = this.partsOfUpdate(length);
    for (let part = 0; part < parts; part++) {
      const from = parameterOf(part, parts, length);
      putArguments(
        'adam',
        this.argumentsOf(part),
        this.at(parameters, from),
        this.at(gradients, from),
        this.at(first, from),
        this.at(second, from),
        parameterOf(part + 1, parts, length) - from,
        learningRate / step.correction1,
        Math.sqrt(step.correction2),
        beta1,
        beta2,
        epsilon,
        decoupled ? 0 : weightDecay,
        decoupled ? 1 - learningRate * weightDecay : 1,
      );
    }
    this.run('adam', parts);
  };

  gather: Kernels['gather'] = (source, indices, out, n, width) => {
    const gather = source instanceof Uint8Array ? this.exports.gatherBytes : this.exports.gather;
    return this.gatherRows(gather, source, indices, out, n, width);
  };

  unpack: Kernels['unpack'] = (bytes, out) => void this.exports.unpack(this.at(bytes), this.at(out), bytes.length);

  sides: Kernels['sides'] = (values) => this.exports.sides(this.at(values), values.length);

  gatherLabels: Kernels['gatherLabels'] = (source, indices, out, n) =>
    void this.gatherRows(this.exports.gatherLabels, source, indices, out, n, 1);

  private gatherRows(
    gather: (source: number, indices: number, out: number, n: number, width: number, whole: number) => number,
    source: ArenaArray,
    indices: Uint32Array,
    out: ArenaArray,
    n: number,
    width: number,
  ): number {
    const { staged } = this;
    let batch = 0;
    for (let from = 0; from < n; from += stagedIndices) {
      const rows = Math.min(stagedIndices, n - from);
      for (let r = 0; r < rows; r++) staged[r] = indices[from + r];
      const to = this.at(out, from * width);
      batch = gather(this.at(source), staged.byteOffset, to, rows, width, Number(n <= stagedIndices));
    }
    return batch;
  }

  private partsOfProduct(n: number, inputs: number, units: number): number {
    return this.helpers === undefined ? 1 : productParts(this.helpers.parts, 2 * n * inputs * units, units);
  }

  private partsOfUpdate(count: number): number {
    return this.helpers === undefined ? 1 : updateParts(this.helpers.parts, count);
  }

  private argumentsOf(part: number): Float64Array {
    return this.helpers === undefined ? this.own : this.helpers.argumentsOf(part);
  }

  /** Does a call whose arguments are put. */
  private run(call: PartCall, parts: number): void {
    if (parts === 1 || this.helpers === undefined) doPart(call, this.exports, this.argumentsOf(0));
    else this.helpers.run(call, parts, this.exports);
  }

  /** Where an element of an array lies in the kernels' memory. */
  private at(array: ArenaArray, index = 0): number {
    if (array.buffer !== this.buffer)
      throw new MemoryError(`An array of ${array.length} numbers is outside the memory of the ${this.name} kernels.`);
    return array.byteOffset + array.BYTES_PER_ELEMENT * index;
  }

  private optional(array: Floats | undefined): number {
    return array === undefined ? absent : this.at(array);
  }
}
