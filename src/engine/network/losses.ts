import type { Floats } from '../elementType';
import type { Kernels, Target } from '../kernels/kernels';
import { sigmoid } from '../numerics/activations';
import type { Loss, NetworkSpec, Output } from '../spec/networkSpec';

/** Arrays of the output layer, n × outputs. */
export interface OutputArrays {
  logits: Floats;
  activations: Floats;
  /** Of the cost by the logits; written. */
  gradient: Floats;
}

/** Mean cost of a batch of n samples, with the gradient by the logits; the kernels' functions say each definition. */
export function batchCost(
  kernels: Kernels<Floats>,
  spec: NetworkSpec,
  output: OutputArrays,
  target: Target,
  n: number,
): number {
  if (!(target instanceof Int32Array))
    return kernels.meanSquaredError(
      output.logits,
      output.activations,
      target,
      output.gradient,
      n,
      spec.outputs,
      spec.output,
    );
  switch (spec.loss) {
    case 'binaryCrossEntropy':
      return kernels.binaryCrossEntropy(output.logits, target, output.gradient, n);
    case 'categoricalCrossEntropy':
      return kernels.categoricalCrossEntropy(output.logits, target, output.gradient, n, spec.outputs);
    case 'meanSquaredError':
      return kernels.meanSquaredError(
        output.logits,
        output.activations,
        target,
        output.gradient,
        n,
        spec.outputs,
        spec.output,
      );
  }
}

/**
 * The class that a network answers with, by its logits in row `row`: what accuracies, confusion matrices and boundaries
 * all go by. With one output, class 1 where a sigmoid's logit exceeds 0, as scikit-learn's classifiers decide on
 * `decision_function(x) > 0` (0, −0 and NaN are class 0), or where a linear output, trained on 0 and 1, exceeds one
 * half. Else the first largest logit, as `np.argmax` and `torch.argmax`, which take NaN for the largest. Never by the
 * activations: they are rounded, so that a small logit may have 0.5 exactly, and two logits one softmax.
 */
export function answerOf(output: Output, logits: Floats, row: number, units: number): number {
  if (units === 1) return logits[row] > (output === 'linear' ? 0.5 : 0) ? 1 : 0;
  const from = row * units;
  let best = 0;
  let largest = logits[from];
  for (let u = 1; u < units && largest === largest; u++) {
    const logit = logits[from + u];
    if (logit <= largest) continue;
    best = u;
    largest = logit;
  }
  return best;
}

/** Samples whose class is the network's answer. */
export function countCorrect(output: Output, logits: Floats, labels: Int32Array, n: number, units: number): number {
  let correct = 0;
  for (let r = 0; r < n; r++) if (answerOf(output, logits, r, units) === labels[r]) correct++;
  return correct;
}

/**
 * Samples whose cost is infinite or NaN when it is computed in float64 from the activations instead of the logits, as
 * scripts do: −y ln a − (1 − y) ln(1 − a) of a sigmoid (0 · ∞ is NaN, as NumPy has it), −ln a of the label's softmax
 * (shifted by the largest logit). The mean squared error has no logarithm: only a non-finite logit counts.
 */
export function naiveInfinite(loss: Loss, logits: Floats, labels: Int32Array, n: number, units: number): number {
  let count = 0;
  for (let r = 0; r < n; r++) if (!Number.isFinite(naiveCost(loss, logits, labels[r], r * units, units))) count++;
  return count;
}

function naiveCost(loss: Loss, logits: Floats, label: number, from: number, units: number): number {
  switch (loss) {
    case 'binaryCrossEntropy': {
      const a = sigmoid(logits[from]);
      return -Math.log(a) * label - Math.log(1 - a) * (1 - label);
    }
    case 'categoricalCrossEntropy': {
      let largest = -Infinity;
      for (let u = 0; u < units; u++) largest = Math.max(largest, logits[from + u]);
      let sum = 0;
      for (let u = 0; u < units; u++) sum += Math.exp(logits[from + u] - largest);
      return -Math.log(Math.exp(logits[from + label] - largest) / sum);
    }
    case 'meanSquaredError': {
      let sum = 0;
      for (let u = 0; u < units; u++) sum += logits[from + u];
      return sum;
    }
  }
}
