import type { Floats } from '../elementType';
import type { Split } from '../datasets/spec';
import type { Loss } from '../spec/networkSpec';

/** What the best answer that is the same for every row reaches. */
export interface Guessing {
  /** In the loss: the entropy of the class frequencies in nats, or a variance. */
  cost: number;
  /** Share of the most frequent class; absent for a regression. */
  accuracy?: number;
}

/** Mean squared distance of the targets from their mean. */
function varianceOf(targets: Floats | Int32Array): number {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) sum += targets[i];
  const mean = sum / targets.length;
  let squares = 0;
  for (let i = 0; i < targets.length; i++) squares += (targets[i] - mean) ** 2;
  return squares / targets.length;
}

/**
 * The least cost of a network whose outputs do not depend on its inputs, and its accuracy: a cross-entropy is then the
 * entropy of the class frequencies (ln K of K equally frequent classes), a mean squared error the variance of the
 * targets, one-hot ones with several `outputs`. Undefined for a split without rows or targets.
 */
export function guessingOf({ count, labels, targets }: Split, loss: Loss, outputs: number): Guessing | undefined {
  if (count === 0) return undefined;
  if (!labels) return targets && { cost: varianceOf(targets) };
  const counts = new Map<number, number>();
  for (let i = 0; i < count; i++) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  const shares = [...counts.values()].map((rows) => rows / count);
  const accuracy = Math.max(...shares);
  if (loss !== 'meanSquaredError') return { cost: shares.reduce((sum, p) => sum - p * Math.log(p), 0), accuracy };
  return {
    cost: outputs === 1 ? varianceOf(labels) : shares.reduce((sum, p) => sum + p * (1 - p), 0) / outputs,
    accuracy,
  };
}
