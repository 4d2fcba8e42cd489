import { describe, expect, test } from 'vitest';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { Optimizer } from '../../../../src/engine/network/optimizers';
import { stateCount } from '../../../../src/engine/network/plan';
import type { OptimizerSpec } from '../../../../src/engine/spec/networkSpec';

/** Parameter after each step from 1, with the gradients given; exact in float64, so float32 of it is what is stored. */
function run(spec: OptimizerSpec, gradients: number[]): number[] {
  const parameters = Float32Array.of(1);
  const gradient = new Float32Array(1);
  const state = Array.from({ length: stateCount(spec) }, () => Float32Array.of(NaN));
  const optimizer = new Optimizer(spec, { parameters, gradients: gradient, state }, referenceKernels);
  return gradients.map((g) => {
    gradient[0] = g;
    optimizer.update();
    return parameters[0];
  });
}

const sgd = { kind: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false, weightDecay: 0 } as const;
const rmsprop = {
  kind: 'rmsprop',
  learningRate: 0.1,
  alpha: 0.75,
  epsilon: 1e-8,
  momentum: 0,
  weightDecay: 0,
} as const;
const adam = { kind: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;

/** Worked by hand from the definitions of torch.optim; powers of two are exact in float32. */
describe('one step or two of each optimizer', () => {
  test.each<[string, OptimizerSpec, number[], number[]]>([
    ['plain gradient descent', sgd, [1, 0.5], [0.5, 0.25]],
    ['weight decay is added to the gradient', { ...sgd, weightDecay: 0.5 }, [1, 0], [0.25, 0.1875]],
    ['momentum: the first velocity is the gradient', { ...sgd, momentum: 0.5 }, [1, 0.5], [0.5, 0]],
    ['Nesterov looks ahead', { ...sgd, momentum: 0.5, nesterov: true }, [1, 0.5], [0.25, -0.25]],
    ['momentum over decayed gradients', { ...sgd, momentum: 0.5, weightDecay: 0.5 }, [1, 0], [0.25, -0.1875]],
    ['rmsprop: g / √((1 − α) g²)', rmsprop, [4], [1 - 0.1 / 0.5]],
    ['rmsprop with momentum', { ...rmsprop, momentum: 0.5 }, [4, 0], [0.8, 0.7]],
    ['adam: the first step is the learning rate', adam, [123], [0.9]],
    ['adam with decay in the gradient: its size does not show at first', { ...adam, weightDecay: 10 }, [0], [0.9]],
    ['adamw: decay of the parameter itself', { ...adam, kind: 'adamw', weightDecay: 0.5 }, [1], [0.85]],
  ])('%s', (_, spec, gradients, expected) => {
    run(spec, gradients).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  test('the bias correction holds at late steps', () => {
    // With a constant gradient both corrected moments stay g and g²: every step is the learning rate.
    const values = run(adam, new Array<number>(200).fill(0.3));
    expect(values[199]).toBeCloseTo(1 - 20, 3);
  });

  test('a new optimizer starts from cleared state', () => {
    const state = [Float32Array.of(5), Float32Array.of(6)];
    new Optimizer(adam, { parameters: Float32Array.of(1), gradients: Float32Array.of(1), state }, referenceKernels);
    expect(state.map((array) => array[0])).toEqual([0, 0]);
  });
});
