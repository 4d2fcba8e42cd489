import type { ArenaMemory, ArenaRegion } from '../../arena';
import type { AdamStep, LayerActivation } from '../kernels';
import { activationCodes, none } from '../layouts/codes';
import { stagedIndices } from '../layouts/scratch';
import type { CompressedRows } from './compressedRows';
import type { KernelExports, KernelModule } from './kernelModule';
import { parameterOf, productParts, rowOf, sharedCalls, updateParts, type Helpers } from './sharedCalls';
import { kernelsOver, WasmKernels } from './wasmKernels';

/** Kernels as `createWasmKernels` makes them, whose large calls are done together with `helpers`. */
export function createSharedKernels(
  module: KernelModule,
  memory: ArenaMemory,
  scratch: ArenaRegion,
  name: string,
  helpers: Helpers,
  compressed?: CompressedRows,
): SharedKernels {
  return new SharedKernels(
    name,
    kernelsOver(module, memory, scratch, name, compressed),
    memory.buffer,
    new Uint32Array(memory.buffer, scratch.offset, stagedIndices),
    helpers,
    compressed?.width,
  );
}

/**
 * Hands parts of products and updates to other threads while it has any; every result has the same bits as without
 * them.
 */
export class SharedKernels extends WasmKernels {
  constructor(
    name: string,
    exports: KernelExports,
    buffer: ArrayBufferLike,
    staged: Uint32Array,
    private readonly helpers: Helpers,
    /** Width of batches that are not copied: this thread alone has them. */
    private readonly compressedWidth: number | undefined,
  ) {
    super(name, exports, buffer, staged);
  }

  /** By which this thread does parts of other threads' calls. */
  get ownExports(): KernelExports {
    return this.exports;
  }

  override denseForward(
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
    // By units, so that each thread packs its part of the kernel; a softmax is over all of them.
    const parts = activation === 'softmax' ? 1 : this.partsOf(n, inputs, units);
    if (parts === 1)
      return super.denseForward(x, kernel, bias, preActivations, activations, n, inputs, units, activation);
    for (let part = 0; part < parts; part++) {
      this.put(
        part,
        this.at(x),
        this.at(kernel),
        this.optional(bias),
        this.at(preActivations),
        this.at(activations),
        n,
        inputs,
        units,
        activationCodes[activation],
        rowOf(part, parts, units),
        rowOf(part + 1, parts, units),
      );
    }
    this.helpers.run(sharedCalls.denseForward, parts, this.exports);
  }

  override denseBackward(
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
    const parts = this.partsOf(n, inputs, units);
    if (parts === 1)
      return super.denseBackward(
        x,
        kernel,
        preActivations,
        gradient,
        kernelGradient,
        biasGradient,
        inputGradient,
        n,
        inputs,
        units,
        activation,
      );
    const code = activation === undefined ? none : activationCodes[activation];
    // All of it first: every unit's gradient wants all rows, every row's all units.
    if (code !== none) this.exports.differentiate(this.at(preActivations), this.at(gradient), n * units, code);
    for (let part = 0; part < parts; part++) {
      this.put(
        part,
        this.at(x),
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
    }
    this.helpers.run(sharedCalls.denseGradients, parts, this.exports);
  }

  override sgd(
    parameters: Float32Array,
    gradients: Float32Array,
    velocity: Float32Array | undefined,
    learningRate: number,
    momentum: number,
    nesterov: boolean,
    weightDecay: number,
  ): void {
    const { length } = parameters;
    const parts = updateParts(this.helpers.parts, length);
    if (parts === 1) return super.sgd(parameters, gradients, velocity, learningRate, momentum, nesterov, weightDecay);
    for (let part = 0; part < parts; part++) {
      const at = parameterOf(part, parts, length);
      const count = parameterOf(part + 1, parts, length) - at;
      if (velocity === undefined)
        this.put(part, this.at(parameters) + 4 * at, this.at(gradients) + 4 * at, count, learningRate, weightDecay);
      else
        this.put(
          part,
          this.at(parameters) + 4 * at,
          this.at(gradients) + 4 * at,
          this.at(velocity) + 4 * at,
          count,
          learningRate,
          momentum,
          Number(nesterov),
          weightDecay,
        );
    }
    this.helpers.run(velocity === undefined ? sharedCalls.sgd : sharedCalls.sgdMomentum, parts, this.exports);
  }

  override rmsprop(
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
    const { length } = parameters;
    const parts = updateParts(this.helpers.parts, length);
    if (parts === 1)
      return super.rmsprop(
        parameters,
        gradients,
        squares,
        velocity,
        learningRate,
        alpha,
        epsilon,
        momentum,
        weightDecay,
      );
    for (let part = 0; part < parts; part++) {
      const at = parameterOf(part, parts, length);
      this.put(
        part,
        this.at(parameters) + 4 * at,
        this.at(gradients) + 4 * at,
        this.at(squares) + 4 * at,
        velocity === undefined ? 0 : this.at(velocity) + 4 * at,
        Number(velocity !== undefined),
        parameterOf(part + 1, parts, length) - at,
        learningRate,
        alpha,
        epsilon,
        momentum,
        weightDecay,
      );
    }
    this.helpers.run(sharedCalls.rmsprop, parts, this.exports);
  }

  override adam(
    parameters: Float32Array,
    gradients: Float32Array,
    first: Float32Array,
    second: Float32Array,
    step: AdamStep,
  ): void {
    const { length } = parameters;
    const parts = updateParts(this.helpers.parts, length);
    if (parts === 1) return super.adam(parameters, gradients, first, second, step);
    const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled } = step;
    for (let part = 0; part < parts; part++) {
      const at = parameterOf(part, parts, length);
      this.put(
        part,
        this.at(parameters) + 4 * at,
        this.at(gradients) + 4 * at,
        this.at(first) + 4 * at,
        this.at(second) + 4 * at,
        parameterOf(part + 1, parts, length) - at,
        learningRate / step.correction1,
        Math.sqrt(step.correction2),
        beta1,
        beta2,
        epsilon,
        decoupled ? 0 : weightDecay,
        decoupled ? 1 - learningRate * weightDecay : 1,
      );
    }
    this.helpers.run(sharedCalls.adam, parts, this.exports);
  }

  /** Parts of a layer's product; a batch of compressed rows is done in one. */
  private partsOf(n: number, inputs: number, units: number): number {
    return inputs === this.compressedWidth ? 1 : productParts(this.helpers.parts, 2 * n * inputs * units, units);
  }

  private put(part: number, ...values: number[]): void {
    this.helpers.argumentsOf(part).set(values);
  }
}
