import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import { float32, float64, type ElementType, type Floats } from '../../../../src/engine/elementType';
import type { Target } from '../../../../src/engine/kernels/kernels';
import { referenceKernels as kernels } from '../../../../src/engine/kernels/reference/reference';
import { activationDerivatives, activationFunctions } from '../../../../src/engine/numerics/activations';
import { Network } from '../../../../src/engine/network/network';
import { planNetwork } from '../../../../src/engine/network/plan';
import {
  activations,
  type Activation,
  type Loss,
  type NetworkSpec,
  type Output,
} from '../../../../src/engine/spec/networkSpec';
import { NumpyRandom } from '../../../../src/engine/random/numpy';

const n = 5;
const widths = [3, 4, 3];

const plain = { kind: 'sgd', learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0 } as const;

function specOf(activation: Activation, { loss, output, outputs }: Goal): NetworkSpec {
  const [inputs, ...hidden] = widths;
  return { inputs, hidden: hidden.map((units) => ({ units, activation })), outputs, output, loss, bias: true };
}

function networkOf<A extends Floats>(spec: NetworkSpec, elementType: ElementType<A>): Network<A> {
  const plan = planNetwork(spec, n, plain, 0, 0, elementType);
  return new Network(plan, Arena.create(plan.bytes), kernels);
}

/** A network in float64 with drawn parameters, and rows for it. */
function build(spec: NetworkSpec, seed: number): { network: Network<Float64Array>; x: Float64Array } {
  const random = new NumpyRandom(seed);
  const network = networkOf(spec, float64);
  for (const { kernel, bias } of network.layers) {
    random.normal(kernel, 0, 1);
    random.normal(bias!, 0, 0.5);
  }
  const x = new Float64Array(n * widths[0]);
  random.normal(x, 0, 1);
  return { network, x };
}

interface Goal {
  loss: Loss;
  output: Output;
  outputs: number;
  target: Target;
}

const goals: Goal[] = [
  { loss: 'binaryCrossEntropy', output: 'sigmoid', outputs: 1, target: Int32Array.of(0, 1, 1, 0, 1) },
  { loss: 'categoricalCrossEntropy', output: 'softmax', outputs: 3, target: Int32Array.of(0, 2, 1, 1, 2) },
  { loss: 'meanSquaredError', output: 'softmax', outputs: 3, target: Int32Array.of(0, 2, 1, 1, 2) },
  { loss: 'meanSquaredError', output: 'sigmoid', outputs: 1, target: Int32Array.of(0, 1, 1, 0, 1) },
  { loss: 'meanSquaredError', output: 'sigmoid', outputs: 3, target: Int32Array.of(0, 2, 1, 1, 2) },
  { loss: 'meanSquaredError', output: 'linear', outputs: 1, target: Int32Array.of(0, 1, 1, 0, 1) },
  { loss: 'meanSquaredError', output: 'linear', outputs: 3, target: Int32Array.of(0, 2, 1, 1, 2) },
  { loss: 'meanSquaredError', output: 'linear', outputs: 1, target: Float32Array.of(0.5, -1.25, 3, 0, -0.75) },
];

describe('gradients are central differences of the cost', () => {
  const kinked: readonly Activation[] = ['relu', 'leakyRelu', 'elu', 'selu', 'softsign'];
  for (const activation of activations) {
    goals.forEach((goal, index) => {
      const { loss, output, outputs, target } = goal;
      const spec = specOf(activation, goal);
      test(`${activation}, ${loss}, ${output} ${outputs}, ${target instanceof Int32Array ? 'classes' : 'quantities'}`, () => {
        const { network, x } = build(spec, 53 + index);
        const step = 1e-5;
        network.probe(x, target, n);
        // A difference across a kink is not the derivative: the draw keeps clear of them, far beyond the step.
        if (kinked.includes(activation)) {
          for (const { preActivations } of network.layers.slice(0, 2))
            for (const z of preActivations) expect(Math.abs(z)).toBeGreaterThan(1e-3);
        }
        const analytic = network.gradients.slice();
        const { parameters } = network;
        for (let i = 0; i < parameters.length; i++) {
          const kept = parameters[i];
          parameters[i] = kept + step;
          const above = network.probe(x, target, n).cost;
          parameters[i] = kept - step;
          const under = network.probe(x, target, n).cost;
          parameters[i] = kept;
          expect(Math.abs((above - under) / (2 * step) - analytic[i])).toBeLessThan(
            1e-8 * Math.max(1, Math.abs(analytic[i])),
          );
        }
      });

      test(`${activation}, ${loss}, ${output} ${outputs}: the float32 network has the same gradients`, () => {
        const { network: exact, x } = build(spec, 53 + index);
        const { cost } = exact.probe(x, target, n);
        const network = networkOf(spec, float32);
        exact.layers.forEach(({ kernel, bias }, l) => {
          network.setKernel(l, kernel, 'out-in');
          network.setBias(l, bias!);
        });
        expect(Math.abs(network.probe(Float32Array.from(x), target, n).cost - cost)).toBeLessThan(
          2e-6 * Math.max(1, cost),
        );
        exact.layers.forEach(({ kernelGradient, biasGradient }, l) => {
          const scale = Math.max(...kernelGradient.map(Math.abs), 1e-3);
          kernelGradient.forEach((g, i) =>
            expect(Math.abs(network.layers[l].kernelGradient[i] - g)).toBeLessThan(5e-6 * scale),
          );
          biasGradient!.forEach((g, i) =>
            expect(Math.abs(network.layers[l].biasGradient![i] - g)).toBeLessThan(5e-6 * scale),
          );
        });
      });
    });
  }
});

describe('derivatives are central differences of the functions', () => {
  test.each(activations)('%s', (name) => {
    const f = activationFunctions[name];
    const derivative = activationDerivatives[name];
    for (let z = -24.87; z < 25; z += 0.173) {
      const step = 1e-5;
      expect(Math.abs((f(z + step) - f(z - step)) / (2 * step) - derivative(z)), `at ${z}`).toBeLessThan(2e-9);
    }
  });

  test('at a kink they are PyTorch’s', () => {
    expect(activationDerivatives.relu(0)).toBe(0);
    expect(activationDerivatives.leakyRelu(0)).toBe(0.01);
    expect(activationDerivatives.elu(0)).toBe(1);
    expect(activationDerivatives.selu(0)).toBeCloseTo(1.0507009873554805 * 1.6732632423543772, 15);
  });
});
