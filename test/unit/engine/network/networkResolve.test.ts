import { describe, expect, test } from 'vitest';
import { NetworkError } from '../../../../src/engine/network/networkError';
import { parameterCount, planNetwork, type Slot } from '../../../../src/engine/network/plan';
import { resolveNetwork } from '../../../../src/engine/network/resolveNetwork';
import type { Loss, OptimizerSpec, Output } from '../../../../src/engine/spec/networkSpec';

const request = { hidden: [10, { units: 5, activation: 'tanh' }], activation: 'relu', bias: true } as const;

describe('what a loss makes of a dataset', () => {
  test.each<[Loss, Output | undefined, number, Output, number]>([
    ['binaryCrossEntropy', undefined, 2, 'sigmoid', 1],
    ['binaryCrossEntropy', 'sigmoid', 2, 'sigmoid', 1],
    ['categoricalCrossEntropy', undefined, 2, 'softmax', 2],
    ['categoricalCrossEntropy', 'softmax', 7, 'softmax', 7],
    ['meanSquaredError', undefined, 3, 'linear', 3],
    ['meanSquaredError', 'softmax', 2, 'softmax', 2],
    ['meanSquaredError', 'sigmoid', 2, 'sigmoid', 1],
    ['meanSquaredError', 'sigmoid', 4, 'sigmoid', 4],
    ['meanSquaredError', 'linear', 2, 'linear', 1],
    ['meanSquaredError', 'linear', 3, 'linear', 3],
    ['meanSquaredError', 'linear', 0, 'linear', 1],
    ['meanSquaredError', undefined, 0, 'linear', 1],
  ])('%s, output %s, %d classes: %s with %d', (loss, output, classes, expected, outputs) => {
    const spec = resolveNetwork({ ...request, output }, loss, { features: 2, classes });
    expect(spec).toEqual({
      inputs: 2,
      hidden: [
        { units: 10, activation: 'relu' },
        { units: 5, activation: 'tanh' },
      ],
      outputs,
      output: expected,
      loss,
      bias: true,
    });
  });

  test.each<[Loss, Output | undefined, number, string, unknown]>([
    ['binaryCrossEntropy', undefined, 3, 'loss', 3],
    ['binaryCrossEntropy', 'softmax', 2, 'network.output', 'softmax'],
    ['binaryCrossEntropy', undefined, 0, 'loss', 'binaryCrossEntropy'],
    ['categoricalCrossEntropy', 'linear', 3, 'network.output', 'linear'],
    ['categoricalCrossEntropy', undefined, 1, 'loss', 1],
    ['categoricalCrossEntropy', undefined, 0, 'loss', 'categoricalCrossEntropy'],
    ['meanSquaredError', 'sigmoid', 0, 'network.output', 'sigmoid'],
  ])('%s, output %s, %d classes is refused at %4$s', (loss, output, classes, path, value) => {
    const attempt = () => resolveNetwork({ ...request, output }, loss, { features: 2, classes });
    expect(attempt).toThrow(NetworkError);
    expect(attempt).toThrow(expect.objectContaining({ path, value }));
  });
});

describe('the plan', () => {
  const adam: OptimizerSpec = {
    kind: 'adam',
    learningRate: 1,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
  };

  test('arrays are aligned, follow each other without overlap and fill its bytes', () => {
    const spec = resolveNetwork(request, 'binaryCrossEntropy', { features: 3, classes: 2 });
    const plan = planNetwork(spec, 7, adam);
    const slots: Slot<unknown>[] = plan.layers.flatMap((layer) => [
      ...layer.parameters.flatMap(({ values, gradient }) => [values, gradient]),
      layer.preActivations,
      layer.activations,
      layer.gradients,
    ]);
    slots.push(
      ...plan.optimizerState,
      plan.batchInputs,
      plan.batchTarget,
      plan.order,
      plan.progress,
      plan.figures,
      plan.small!,
    );
    slots.sort((a, b) => a.offset - b.offset);
    let end = 0;
    for (const slot of slots) {
      expect(slot.offset % 64).toBe(0);
      expect(slot.offset).toBeGreaterThanOrEqual(end);
      expect(slot.offset - end).toBeLessThan(64);
      end = slot.offset + slot.type.BYTES_PER_ELEMENT * slot.length;
    }
    expect(plan.bytes - end).toBeLessThan(64);
    expect(plan.layers.map((layer) => layer.parameters[0].values.length)).toEqual([30, 50, 5]);
    expect(parameterCount(spec)).toBe(30 + 10 + 50 + 5 + 5 + 1);
  });

  test('nothing is kept for batches in place, and no state for plain gradient descent', () => {
    const spec = resolveNetwork({ ...request, bias: false }, 'binaryCrossEntropy', { features: 3, classes: 2 });
    const plan = planNetwork(
      spec,
      300,
      { kind: 'sgd', learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0 },
      0,
    );
    expect([plan.batchInputs.length, plan.batchTarget.length, plan.optimizerState.length]).toEqual([0, 0, 0]);
    expect(plan.layers.every((layer) => layer.parameters.length === 1)).toBe(true);
    expect(parameterCount(spec)).toBe(30 + 50 + 5);
  });
});
