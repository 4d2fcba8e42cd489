import { expect } from 'vitest';
import type { Floats } from '../../../src/engine/elementType';
import type { Split } from '../../../src/engine/datasets/spec';
import type { Network } from '../../../src/engine/network/network';
import type { Activation, Loss, NetworkSpec, OptimizerSpec, Output } from '../../../src/engine/spec/networkSpec';
import type { TrainingLoop } from '../../../src/engine/network/trainingLoop';
import { NumpyRandom } from '../../../src/engine/random/numpy';
import golden from './traces.json';

/** One training of 60 steps by PyTorch in float64, and how far its own float32 is from it. */
export interface Trace {
  target: string;
  loss: Loss;
  output: Output;
  outputs: number;
  hidden: Activation[];
  bias: boolean;
  optimizer: OptimizerSpec;
  batchSize: number | 'full';
  shuffle: boolean;
  seed: number;
  initial: number[][][];
  costs: number[];
  final: number[][][];
  float32Error: number;
}

export const traces = golden.traces.cases as unknown as Trace[];

const { inputs, two, three, quantity } = golden.traces;
const splits: Record<string, Split> = {
  two: { count: 23, inputs: Float32Array.from(inputs), labels: Int32Array.from(two) },
  three: { count: 23, inputs: Float32Array.from(inputs), labels: Int32Array.from(three) },
  quantity: { count: 23, inputs: Float32Array.from(inputs), targets: Float32Array.from(quantity) },
};

/** The 23 samples that a trace was trained on. */
export const splitOf = (trace: Trace): Split => splits[trace.target];

export const titleOf = ({ loss, output, outputs, batchSize, shuffle, optimizer }: Trace): string =>
  `${loss} ${output} ${outputs} batch ${batchSize} ${shuffle ? 'shuffled' : 'in order'} ${JSON.stringify(optimizer)}`;

export function specOf({ hidden: [first, second], outputs, output, loss, bias }: Trace): NetworkSpec {
  return {
    inputs: 4,
    hidden: [
      { units: 6, activation: first },
      { units: 5, activation: second },
    ],
    outputs,
    output,
    loss,
    bias,
  };
}

export function setInitial<A extends Floats>(network: Network<A>, trace: Trace): void {
  trace.initial.forEach(([kernel, bias], layer) => {
    network.setKernel(layer, Float64Array.from(kernel), 'out-in');
    if (trace.bias) network.setBias(layer, Float64Array.from(bias));
  });
}

/** `times` what the costs of PyTorch's own float32 differ from its float64. */
export function float32Tolerance(trace: Trace, times: number): number {
  const error = Math.max(trace.float32Error, 5e-7);
  expect(error).toBeLessThan(2e-5);
  return times * error;
}

/** Trains to the end: costs must lie within `tolerance` of PyTorch's float64, weights within 20 times that. */
export function expectTrace<A extends Floats>(
  network: Network<A>,
  loop: TrainingLoop<A>,
  trace: Trace,
  tolerance: number,
): void {
  trace.costs.forEach((cost, step) =>
    expect(Math.abs(loop.step() - cost) / cost, `cost of step ${step}`).toBeLessThan(tolerance),
  );
  const far = (actual: Floats, expected: number[]) =>
    Math.max(...expected.map((value, i) => Math.abs(actual[i] - value)));
  trace.final.forEach(([kernel, bias], layer) => {
    expect(far(network.getKernel(layer, 'out-in'), kernel), `kernel ${layer}`).toBeLessThan(20 * tolerance);
    if (trace.bias) expect(far(network.layers[layer].bias!, bias), `bias ${layer}`).toBeLessThan(20 * tolerance);
  });
}

type Law = keyof typeof golden.circles;

/** The four starts of the circles experiment. */
export const circlesLaws: readonly Law[] = ['zeros', 'randn10', 'he', 'xavier'];

const circlesDraws: Record<Law, (out: Float64Array, random: NumpyRandom, fanIn: number, fanOut: number) => void> = {
  zeros: () => undefined,
  randn10: (out, random) => random.normal(out, 0, 10),
  he: (out, random, fanIn) => random.normal(out, 0, Math.sqrt(2 / fanIn)),
  xavier: (out, random, fanIn, fanOut) =>
    random.uniform(out, -Math.sqrt(6 / (fanIn + fanOut)), Math.sqrt(6 / (fanIn + fanOut))),
};

/** Draws W1, W2, W3 as the NumPy script does after `np.random.seed(3)`. */
export function drawCircles(network: Network, law: Law): void {
  const random = new NumpyRandom(3);
  network.layers.forEach((layer, index) => {
    const values = new Float64Array(layer.kernel.length);
    circlesDraws[law](values, random, layer.inputs, layer.units);
    network.setKernel(index, values, 'out-in');
  });
}
