import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import type { LayerActivation, Target } from '../../../../src/engine/kernels/kernels';
import { referenceKernels as kernels } from '../../../../src/engine/kernels/reference/reference';
import { activationDerivatives, activationFunctions } from '../../../../src/engine/numerics/activations';
import { batchCost } from '../../../../src/engine/network/losses';
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

/**
 * The reference kernels index arrays and nothing else, so that with float64 arrays they compute in float64 throughout.
 */
function doubles(length: number): Float32Array {
  return new Float64Array(length) as unknown as Float32Array;
}

interface DoubleLayer {
  inputs: number;
  units: number;
  activation: LayerActivation;
  kernel: Float32Array;
  bias: Float32Array;
  kernelGradient: Float32Array;
  biasGradient: Float32Array;
  z: Float32Array;
  a: Float32Array;
  gradient: Float32Array;
}

function build(
  activation: Activation,
  output: Output,
  outputs: number,
  seed: number,
): { layers: DoubleLayer[]; x: Float32Array } {
  const random = new NumpyRandom(seed);
  const filled = (length: number, std: number) => {
    const out = doubles(length);
    random.normal(out as unknown as Float64Array, 0, std);
    return out;
  };
  const all = [...widths, outputs];
  const layers = all.slice(1).map((units, l): DoubleLayer => ({
    inputs: all[l],
    units,
    activation: l < 2 ? activation : output,
    kernel: filled(units * all[l], 1),
    bias: filled(units, 0.5),
    kernelGradient: doubles(units * all[l]),
    biasGradient: doubles(units),
    z: doubles(n * units),
    a: doubles(n * units),
    gradient: doubles(n * units),
  }));
  return { layers, x: filled(n * widths[0], 1) };
}

function cost(layers: DoubleLayer[], x: Float32Array, spec: NetworkSpec, target: Target): number {
  let input = x;
  for (const layer of layers) {
    kernels.denseForward(
      input,
      layer.kernel,
      layer.bias,
      layer.z,
      layer.a,
      n,
      layer.inputs,
      layer.units,
      layer.activation,
    );
    input = layer.a;
  }
  const last = layers[layers.length - 1];
  return batchCost(kernels, spec, { logits: last.z, activations: last.a, gradient: last.gradient }, target, n);
}

function backward(layers: DoubleLayer[], x: Float32Array): void {
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l];
    const below = layers[l - 1] as DoubleLayer | undefined;
    const activation = l === layers.length - 1 ? undefined : (layer.activation as Activation);
    kernels.denseBackward(
      below?.a ?? x,
      layer.kernel,
      layer.z,
      layer.gradient,
      layer.kernelGradient,
      layer.biasGradient,
      below?.gradient,
      n,
      layer.inputs,
      layer.units,
      activation,
    );
  }
}

const goals: { loss: Loss; output: Output; outputs: number; target: Target }[] = [
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
    goals.forEach(({ loss, output, outputs, target }, index) => {
      test(`${activation}, ${loss}, ${output} ${outputs}, ${target instanceof Int32Array ? 'classes' : 'quantities'}`, () => {
        const spec: NetworkSpec = {
          inputs: 3,
          hidden: [
            { units: 4, activation },
            { units: 3, activation },
          ],
          outputs,
          output,
          loss,
          bias: true,
        };
        const { layers, x } = build(activation, output, outputs, 53 + index);
        const step = 1e-5;
        cost(layers, x, spec, target);
        // A difference across a kink is not the derivative: the draw keeps clear of them, far beyond the step.
        if (kinked.includes(activation)) {
          for (const layer of layers.slice(0, 2)) for (const z of layer.z) expect(Math.abs(z)).toBeGreaterThan(1e-3);
        }
        backward(layers, x);
        for (const layer of layers) {
          for (const [values, gradients] of [
            [layer.kernel, layer.kernelGradient],
            [layer.bias, layer.biasGradient],
          ]) {
            const analytic = gradients.slice();
            for (let i = 0; i < values.length; i++) {
              const kept = values[i];
              values[i] = kept + step;
              const above = cost(layers, x, spec, target);
              values[i] = kept - step;
              const under = cost(layers, x, spec, target);
              values[i] = kept;
              expect(Math.abs((above - under) / (2 * step) - analytic[i])).toBeLessThan(
                1e-8 * Math.max(1, Math.abs(analytic[i])),
              );
            }
          }
        }
      });

      test(`${activation}, ${loss}, ${output} ${outputs}: the float32 network has the same gradients`, () => {
        const spec: NetworkSpec = {
          inputs: 3,
          hidden: [
            { units: 4, activation },
            { units: 3, activation },
          ],
          outputs,
          output,
          loss,
          bias: true,
        };
        const { layers, x } = build(activation, output, outputs, 53 + index);
        const exact = cost(layers, x, spec, target);
        backward(layers, x);
        const plan = planNetwork(spec, n, {
          kind: 'sgd',
          learningRate: 1,
          momentum: 0,
          nesterov: false,
          weightDecay: 0,
        });
        const network = new Network(plan, Arena.create(plan.bytes), kernels);
        layers.forEach((layer, l) => {
          network.setKernel(l, layer.kernel, 'out-in');
          network.setBias(l, layer.bias);
        });
        expect(Math.abs(network.probe(Float32Array.from(x), target, n).cost - exact)).toBeLessThan(
          2e-6 * Math.max(1, exact),
        );
        layers.forEach((layer, l) => {
          const scale = Math.max(...layer.kernelGradient.map(Math.abs), 1e-3);
          layer.kernelGradient.forEach((g, i) =>
            expect(Math.abs(network.layers[l].kernelGradient[i] - g)).toBeLessThan(5e-6 * scale),
          );
          layer.biasGradient.forEach((g, i) =>
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
