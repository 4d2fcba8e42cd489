import type { Arena } from '../arena';
import type { ElementType, Floats } from '../elementType';
import type { Inputs } from '../datasets/inputs';
import type { Split } from '../datasets/spec';
import type { Layout } from '../spec/initializerSpec';
import type { Kernels, Target } from '../kernels/kernels';
import type { TrainingStream } from '../random/source';
import type { Layer, LayerParameter } from './layer';
import { layerKindOf } from './layers/kinds';
import type { LayerKind, Mode, Pass } from './layers/layerKind';
import { readKernel, storeKernel } from './layout';
import { answerOf, batchCost, countCorrect, naiveInfinite } from './losses';
import { NetworkError } from './networkError';
import type { LayerPlan, NetworkPlan, Slot } from './plan';
import { SmallNetwork } from './smallNetwork';
import type { NetworkSpec } from '../spec/networkSpec';

/** Mean cost of a batch and how many of its samples were classified rightly (NaN for a regression). */
export interface LossResult {
  cost: number;
  correct: number;
}

/** Cost and accuracy of a whole split; the accuracy is NaN for a regression, both are NaN for an empty split. */
export interface Evaluation {
  cost: number;
  accuracy: number;
}

/** One layer's part in a pass, with the residual layers whose skip is what comes into this layer. */
interface LayerPass extends Pass {
  readonly layer: Layer<Floats>;
  readonly kind: LayerKind;
  /** Of a residual layer: the layer at which its block begins. */
  readonly begins: number;
  readonly skips: readonly Layer<Floats>[];
}

function layerOver<A extends Floats>(plan: LayerPlan<A>, type: ElementType<A>, view: (slot: Slot<A>) => A): Layer<A> {
  const parameters = plan.parameters.map(({ name, shape, values, gradient }): LayerParameter<A> => ({
    name,
    shape,
    values: view(values),
    gradient: view(gradient),
  }));
  const [first, second] = parameters;
  const none = new type.array(0);
  return {
    spec: plan.spec,
    inputs: plan.inputs,
    units: plan.units,
    activation: plan.activation,
    parameters,
    kernel: first?.values ?? none,
    bias: second?.values,
    kernelGradient: first?.gradient ?? none,
    biasGradient: second?.gradient,
    preActivations: view(plan.preActivations),
    activations: view(plan.activations),
    gradients: view(plan.gradients),
    own: view(plan.own),
  };
}

/** What a layer starts from, where no initializer draws it. */
function startLayer(layer: Layer<Floats>, plan: LayerPlan): void {
  layer.parameters.forEach(({ values }, index) => values.fill(plan.parameters[index].initial));
  layerKindOf(layer.spec).start?.(layer);
}

function passesOf(layers: readonly Layer<Floats>[], kernels: Kernels<Floats>): LayerPass[] {
  const begins = layers.map(({ spec }, index) => (spec.kind === 'residual' ? index - spec.layers : -1));
  return layers.map((layer, index) => ({
    layer,
    kind: layerKindOf(layer.spec),
    begins: begins[index],
    skips: layers.filter((_, end) => index > 0 && begins[end] === index),
    kernels,
    mode: 'evaluate',
    n: 0,
    x: layer.activations,
    batch: 0,
    inputGradient: layers[index - 1]?.gradients,
    skip: undefined,
    byLogits: index === layers.length - 1,
    random: undefined,
  }));
}

/**
 * A network over an arena: a list of layers, their parameters, gradients and the activations of one batch. Parameters
 * start at 0, those that no initializer draws as their kind of layer says.
 */
export class Network<A extends Floats = Floats> {
  readonly spec: NetworkSpec;
  readonly layers: readonly Layer<A>[];
  /** All kernels and biases in one view, with padding that stays 0; and their gradients. */
  readonly parameters: A;
  readonly gradients: A;
  readonly optimizerState: readonly A[];
  /** Room for a gathered batch. */
  readonly batchInputs: A;
  readonly batchLabels: Int32Array;
  readonly batchQuantities: A;
  /** Order of the training rows, when it was planned; and where the training stands. */
  readonly order: Uint32Array;
  readonly progress: Int32Array;
  /** Where the stream of the units that drop out stands; absent without dropout. */
  readonly dropout: Int32Array | undefined;
  /** Room for `distributionOf` and a `Survey`. */
  readonly figures: Uint8Array;
  /** Whole steps inside WebAssembly, where the network is small and the kernels have them. */
  readonly small: SmallNetwork | undefined;
  private readonly passes: readonly LayerPass[];
  private readonly result: LossResult = { cost: NaN, correct: NaN };
  private readonly output: { logits: A; activations: A; gradient: A };

  /**
   * Takes `plan.bytes` of the arena; throws `ArenaError` when they are not there. With `attach` it keeps what a network
   * of the same plan has there, of this thread or another one.
   */
  constructor(
    readonly plan: NetworkPlan<A>,
    arena: Arena,
    readonly kernels: Kernels<NoInfer<A>>,
    attach = false,
  ) {
    const { buffer, offset } = arena.reserve(plan.bytes);
    const view = <T>(slot: Slot<T>): T => new slot.type(buffer, offset + slot.offset, slot.length);
    this.spec = plan.spec;
    if (!attach) new Uint8Array(buffer, offset, plan.bytes).fill(0);
    this.layers = plan.layers.map((layer) => layerOver(layer, plan.elementType, view));
    if (!attach) for (const layer of this.layers) startLayer(layer, plan.layers[this.layers.indexOf(layer)]);
    this.parameters = view(plan.parameters);
    this.gradients = view(plan.gradients);
    this.optimizerState = plan.optimizerState.map(view);
    this.batchInputs = view(plan.batchInputs);
    this.batchQuantities = view(plan.batchTarget);
    this.batchLabels = new Int32Array(buffer, offset + plan.batchTarget.offset, plan.batchTarget.length);
    this.order = view(plan.order);
    this.progress = view(plan.progress);
    this.figures = view(plan.figures);
    this.dropout = plan.dropout && view(plan.dropout);
    this.passes = passesOf(this.layers, kernels);
    const { small } = kernels;
    this.small = plan.small && small && new SmallNetwork(this, small, view(plan.small), attach);
    const last = this.layers[this.layers.length - 1];
    this.output = { logits: last.preActivations, activations: last.activations, gradient: last.gradients };
  }

  /** The whole steps, where the network has them and they reach all of these arrays: the one place that chooses. */
  smallFor(rows: ArrayBufferView, ...others: (ArrayBufferView | undefined)[]): SmallNetwork | undefined {
    return this.small?.reaches(rows, ...others) ? this.small : undefined;
  }

  /** Sets a layer's kernel (index from 0, the output last) from its values in `layout`, rounded to the element type. */
  setKernel(layer: number, values: Floats, layout: Layout): void {
    const { kernel, inputs, units } = this.layers[layer];
    this.checkLength(layer, 'kernel', values.length, kernel.length);
    storeKernel(values, layout, kernel, inputs, units);
  }

  /** A copy of a layer's kernel in `layout`. */
  getKernel(layer: number, layout: Layout): A {
    const { kernel, inputs, units } = this.layers[layer];
    return readKernel(kernel, layout, inputs, units);
  }

  /** Sets a layer's bias. Throws `NetworkError` in a network without biases. */
  setBias(layer: number, values: Floats): void {
    const { bias } = this.layers[layer];
    this.checkLength(layer, 'bias', values.length, bias?.length ?? 0);
    bias?.set(values);
  }

  /**
   * Runs the first n rows of `inputs` (rows × inputs) through; logits and activations are then in `layers`. `batch` is
   * what `Kernels.gather` answered when it made them, `random` the stream of the units that drop out in training.
   */
  forward(inputs: Inputs | A, n: number, mode: Mode = 'evaluate', batch = 0, random?: TrainingStream): void {
    if (!(n >= 0 && n <= this.plan.batchCapacity)) {
      throw new NetworkError(
        undefined,
        n,
        `Batch: expected at most ${this.plan.batchCapacity} samples, as the network was planned, got ${n}.`,
      );
    }
    let x: Floats = this.rowsOf(inputs, n);
    this.passes[0].batch = batch;
    for (const pass of this.passes) {
      pass.x = x;
      pass.n = n;
      pass.mode = mode;
      pass.random = random;
      if (pass.begins >= 0) pass.skip = this.passes[pass.begins].x;
      pass.kind.forward(pass.layer, pass);
      x = pass.layer.activations;
    }
  }

  /** Cost of the batch last run forward, and its gradient by the logits. The same object each call. */
  loss(target: Target, n: number): LossResult {
    const { spec, output, result } = this;
    result.cost = batchCost(this.kernels, spec, output, target, n);
    result.correct =
      target instanceof Int32Array ? countCorrect(spec.output, output.logits, target, n, spec.outputs) : NaN;
    return result;
  }

  /**
   * Gradients of every layer, after `forward` and `loss` of the same batch. Where an output feeds two layers, as before
   * a residual block, its gradients add up.
   */
  backward(): void {
    for (let l = this.passes.length - 1; l >= 0; l--) {
      const pass = this.passes[l];
      pass.kind.backward(pass.layer, pass);
      for (const { own } of pass.skips) {
        const into = pass.inputGradient!;
        for (let i = 0; i < pass.n * pass.layer.inputs; i++) into[i] += own[i];
      }
    }
  }

  /**
   * Activations and gradients of a batch of at most `batchCapacity` samples without an update, for looking at them in
   * `layers`. Training goes on as if it had not been called: parameters and optimizer state are not touched, a step
   * computes the rest anew.
   */
  probe(inputs: Inputs | A, target: Target, n: number): LossResult {
    const small = this.smallFor(inputs, target);
    if (small) {
      small.probe(inputs, target, n);
      this.result.cost = small.cost / n;
      this.result.correct = target instanceof Int32Array ? small.correct : NaN;
      return this.result;
    }
    this.forward(inputs, n, 'probe');
    const result = this.loss(target, n);
    this.backward();
    return result;
  }

  /**
   * Cost and accuracy of a whole split, batch by batch. Overwrites activations, as `probe` does. Undefined when `cut`,
   * asked before each batch, says so.
   */
  evaluate(split: Split): Evaluation;
  evaluate(split: Split, cut: () => boolean): Evaluation | undefined;
  evaluate(split: Split, cut?: () => boolean): Evaluation | undefined {
    const small = this.smallFor(split.inputs, splitTarget(split));
    if (small) {
      small.evaluate(split);
      return { cost: small.cost / split.count, accuracy: (split.labels ? small.correct : NaN) / split.count };
    }
    let cost = 0;
    let correct = 0;
    const whole = this.eachChunk(split, cut, (target, n) => {
      const result = this.loss(target, n);
      cost += result.cost * n;
      correct += result.correct;
    });
    return whole ? { cost: cost / split.count, accuracy: correct / split.count } : undefined;
  }

  /**
   * Samples of a classification split whose naive float64 cost is infinite or NaN (see `losses.ts`); 0 for a
   * regression. Undefined when cut, as `evaluate`.
   */
  naiveInfinite(split: Split): number;
  naiveInfinite(split: Split, cut: () => boolean): number | undefined;
  naiveInfinite(split: Split, cut?: () => boolean): number | undefined {
    let count = 0;
    const whole = this.eachChunk(split, cut, (target, n) => {
      if (target instanceof Int32Array)
        count += naiveInfinite(this.spec.loss, this.output.logits, target, n, this.spec.outputs);
    });
    return whole ? count : undefined;
  }

  /** Output activations of n rows (n × outputs, a copy); n may exceed the batch capacity. */
  predict(inputs: Inputs, n: number): A {
    const { outputs } = this.spec;
    const out = new this.plan.elementType.array(n * outputs);
    this.eachRows(inputs, n, (from, rows) =>
      out.set(this.output.activations.subarray(0, rows * outputs), from * outputs),
    );
    return out;
  }

  /**
   * The class that the network answers with on each of n rows, by `answerOf`, so that `evaluate` counts the same ones
   * as right; and how strongly: its activation, or with one output 1 less that for class 0. n may exceed the batch
   * capacity; of at most 256 classes. Answers whether all rows have their answer: `cut`, asked before each batch, may
   * end it.
   */
  classify(inputs: Inputs, n: number, answers: Uint8Array, strengths?: Floats, cut?: () => boolean): boolean {
    const { spec, output } = this;
    const small = strengths === undefined ? this.smallFor(inputs) : undefined;
    if (small) return this.classifySmall(small, inputs, n, answers, cut);
    return this.eachRows(
      inputs,
      n,
      (from, rows) => {
        for (let row = 0; row < rows; row++) {
          const answer = answerOf(spec.output, output.logits, row, spec.outputs);
          answers[from + row] = answer;
          if (strengths === undefined) continue;
          const activation = output.activations[row * spec.outputs + (spec.outputs === 1 ? 0 : answer)];
          strengths[from + row] = spec.outputs === 1 && answer === 0 ? 1 - activation : activation;
        }
      },
      cut,
    );
  }

  /**
   * By the kernels that `evaluate` uses, so that logits are the same bits; answers and their strengths go through the
   * room of figures.
   */
  private classifySmall(
    small: SmallNetwork,
    inputs: Inputs,
    n: number,
    answers: Uint8Array,
    cut: (() => boolean) | undefined,
  ): boolean {
    const room = this.figures;
    const chunk = room.length >> 1;
    for (let from = 0; from < n; from += chunk) {
      if (cut?.()) return false;
      const rows = Math.min(chunk, n - from);
      small.boundary(
        inputs.subarray(from * this.spec.inputs),
        rows,
        undefined,
        room.subarray(0, rows),
        room.subarray(chunk, chunk + rows),
      );
      answers.set(room.subarray(0, rows), from);
    }
    return true;
  }

  /**
   * Runs n rows forward, as many at a time as there is room for; whether all were, and `cut`, asked before each batch,
   * did not end it.
   */
  private eachRows(inputs: Inputs, n: number, use: (from: number, rows: number) => void, cut?: () => boolean): boolean {
    const chunk = this.chunkOf(inputs);
    for (let from = 0; from < n; from += chunk) {
      if (cut?.()) return false;
      const rows = Math.min(chunk, n - from);
      this.forward(inputs.subarray(from * this.spec.inputs), rows);
      use(from, rows);
    }
    return true;
  }

  /** Whether all of the split was run through. */
  private eachChunk(split: Split, cut: (() => boolean) | undefined, use: (target: Target, n: number) => void): boolean {
    const target = splitTarget(split);
    return this.eachRows(split.inputs, split.count, (from, n) => use(target.subarray(from), n), cut);
  }

  /** Rows that are run through at a time: bytes become numbers in the room of a gathered batch. */
  private chunkOf(inputs: Inputs): number {
    return inputs instanceof Uint8Array
      ? Math.max(1, Math.min(this.plan.batchCapacity, Math.floor(this.batchInputs.length / this.spec.inputs)))
      : this.plan.batchCapacity;
  }

  /** The numbers of the first n rows. */
  private rowsOf(inputs: Inputs | A, n: number): Floats {
    if (!(inputs instanceof Uint8Array)) return inputs;
    const count = n * this.spec.inputs;
    if (count > this.batchInputs.length)
      throw new NetworkError(
        'dataset',
        n,
        `Batch: expected at most ${Math.floor(this.batchInputs.length / this.spec.inputs)} rows of bytes, as the network was planned, got ${n}.`,
      );
    this.kernels.unpack(inputs.subarray(0, count), this.batchInputs);
    return this.batchInputs;
  }

  private checkLength(layer: number, name: string, length: number, needed: number): void {
    if (length !== needed)
      throw new NetworkError(
        undefined,
        length,
        `Layer ${layer}: expected ${needed} numbers for the ${name}, got ${length}.`,
      );
  }
}

/** A split's class indices, or the quantities of a regression. */
export function splitTarget(split: Split): Target {
  const target = split.labels ?? split.targets;
  if (target === undefined)
    throw new NetworkError(
      'dataset',
      undefined,
      `Split: expected labels or targets for ${split.count} samples, got neither.`,
    );
  return target;
}
