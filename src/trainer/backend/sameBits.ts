import { Arena, type ArenaMemory } from '../../engine/arena';
import { compressedScratchBytes, compressRows } from '../../engine/kernels/wasm/compressedRows';
import type { KernelModule } from '../../engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../engine/kernels/wasm/wasmKernels';
import { Network } from '../../engine/network/network';
import { planNetwork } from '../../engine/network/plan';
import type { TrainingStream } from '../../engine/random/source';
import { float32, type ElementType, type Floats } from '../../engine/elementType';
import type { Activation, NetworkSpec, OptimizerSpec } from '../../engine/spec/networkSpec';
import { TrainingLoop, gatherRows } from '../../engine/network/trainingLoop';

/** One training of a few steps: shapes that leave rests in every direction. */
interface Check {
  inputs: number;
  hidden: number[];
  outputs: number;
  activation: Activation;
  rows: number;
  batch: number | 'full';
  optimizer: OptimizerSpec;
  /** By whole steps in WebAssembly, or layer by layer. */
  whole: boolean;
  /** On inputs that are mostly 0, by compressed rows. */
  sparse?: 'floats' | 'bytes';
}

const sgd: OptimizerSpec = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 };
const adam: OptimizerSpec = {
  kind: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};
const checks: readonly Check[] = [
  { inputs: 2, hidden: [10, 5], outputs: 1, activation: 'relu', rows: 109, batch: 'full', optimizer: sgd, whole: true },
  { inputs: 9, hidden: [13, 6, 7], outputs: 3, activation: 'tanh', rows: 90, batch: 41, optimizer: adam, whole: true },
  { inputs: 37, hidden: [43, 21], outputs: 10, activation: 'relu', rows: 90, batch: 41, optimizer: adam, whole: false },
  {
    inputs: 21,
    hidden: [50],
    outputs: 10,
    activation: 'sigmoid',
    rows: 55,
    batch: 'full',
    optimizer: sgd,
    whole: false,
  },
  { inputs: 11, hidden: [37], outputs: 3, activation: 'gelu', rows: 41, batch: 'full', optimizer: sgd, whole: false },
  { inputs: 11, hidden: [37], outputs: 3, activation: 'elu', rows: 41, batch: 'full', optimizer: sgd, whole: false },
  { inputs: 11, hidden: [37], outputs: 3, activation: 'silu', rows: 41, batch: 'full', optimizer: sgd, whole: false },
  { inputs: 11, hidden: [37], outputs: 3, activation: 'silu', rows: 41, batch: 'full', optimizer: sgd, whole: true },
  {
    inputs: 11,
    hidden: [37],
    outputs: 3,
    activation: 'softplus',
    rows: 41,
    batch: 'full',
    optimizer: sgd,
    whole: false,
  },
  {
    inputs: 133,
    hidden: [103],
    outputs: 10,
    activation: 'relu',
    rows: 90,
    batch: 41,
    optimizer: sgd,
    whole: false,
    sparse: 'floats',
  },
  {
    inputs: 133,
    hidden: [67],
    outputs: 10,
    activation: 'relu',
    rows: 90,
    batch: 41,
    optimizer: sgd,
    whole: false,
    sparse: 'bytes',
  },
];
/** Share of numbers other than 0 of sparse inputs. */
const density = 1 / 4;
const steps = 3;

/** Bytes of an arena for any of the checks, of which only those that are used become memory. */
const roomBytes = 2 ** 24;

/** Every epoch turns the order of the rows: a generator's numbers would take longer than the steps. */
const turning: TrainingStream = {
  permute: (order) => void order.reverse(),
  randomSample: () => 0,
  save: () => undefined,
  load: () => undefined,
};

/** Longer than any array of the checks. */
const mostNumbers = 2 ** 14;

/** Numbers without a pattern, multiples of the golden ratio in ± `scale` / 2, of which a share is not 0. */
function unpatterned(scale: number, share: number): Float64Array {
  const numbers = new Float64Array(mostNumbers);
  for (let i = 0; i < mostNumbers; i += 1 / share) numbers[i] = scale * (((i * 0.6180339887498949) % 1) - 0.5);
  return numbers;
}

/** What weights and inputs are filled with, made once: the arrays are filled for every training. */
const makeNumbers = () => ({
  dense: unpatterned(1, 1),
  floats: unpatterned(2, density),
  bytes: unpatterned(510, density),
});
type Numbers = ReturnType<typeof makeNumbers>;

/** Parameters after a few steps of `check` by the kernels of `module` in a used or unused arena, as bits. */
function trained(
  module: KernelModule,
  { inputs, hidden, outputs, activation, rows, batch, optimizer, whole, sparse }: Check,
  type: ElementType,
  numbers: Numbers,
  arena: Arena,
  memory: ArenaMemory,
): Uint32Array {
  arena.reset();
  const spec: NetworkSpec = {
    inputs,
    outputs,
    bias: true,
    hidden: hidden.map((units) => ({ units, activation })),
    output: outputs === 1 ? 'sigmoid' : 'softmax',
    loss: outputs === 1 ? 'binaryCrossEntropy' : 'categoricalCrossEntropy',
  };
  const shuffle = batch !== 'full';
  const plan = planNetwork<Floats>(spec, rows, optimizer, gatherRows(rows, batch, shuffle), rows, type);
  const ofBytes = sparse === 'bytes';
  const room = arena.array<Floats>(type.array, rows * inputs);
  const train = {
    count: rows,
    inputs: ofBytes ? new Uint8Array(room.buffer, room.byteOffset, rows * inputs) : room,
    labels: arena.int32(rows),
  };
  train.inputs.set(numbers[sparse ?? 'dense'].subarray(0, rows * inputs));
  train.labels.forEach((_, i) => (train.labels[i] = i % Math.max(2, outputs)));
  const compressed = sparse && compressRows(module, arena, train.inputs, rows, density);
  const scratch = arena.reserve(scratchBytes + (sparse ? compressedScratchBytes(rows, inputs, ofBytes) : 0));
  const kernels = createWasmKernels(module, memory, scratch, 'check', compressed);
  const network = new Network(plan, arena, whole ? kernels : Object.create(kernels, { small: { value: undefined } }));
  for (const { kernel } of network.layers) kernel.set(numbers.dense.subarray(0, kernel.length));
  const stream = (): TrainingStream => turning;
  const loop = new TrainingLoop({ network, optimizer, train, batchSize: batch, shuffle, seed: 1, stream });
  loop.run(steps);
  const { buffer, byteOffset, byteLength } = network.parameters;
  return new Uint32Array(buffer, byteOffset, byteLength / Uint32Array.BYTES_PER_ELEMENT).slice();
}

/**
 * Whether two builds of the kernels of an element type train to the same bits, on a few shapes; false without a
 * WebAssembly memory.
 */
export function sameBits(left: KernelModule, right: KernelModule, type: ElementType = float32): boolean {
  const arena = Arena.create(roomBytes);
  const { memory } = arena;
  const numbers = makeNumbers();
  // Compressed rows are float32's alone.
  return (
    memory !== undefined &&
    checks.every((check) => {
      if (check.sparse && type !== float32) return true;
      const [a, b] = [left, right].map((module) => trained(module, check, type, numbers, arena, memory));
      return Buffer.compare(Buffer.from(a.buffer), Buffer.from(b.buffer)) === 0;
    })
  );
}
