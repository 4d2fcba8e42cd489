import type { Floats } from '../../elementType';
import type { AdamStep } from '../kernels';

/** `Kernels.sgd`: v = momentum · v + g; p −= lr · v, or with Nesterov p −= lr · (g + momentum · v). */
export function sgd(
  parameters: Floats,
  gradients: Floats,
  velocity: Floats | undefined,
  learningRate: number,
  momentum: number,
  nesterov: boolean,
  weightDecay: number,
): void {
  const count = parameters.length;
  if (velocity === undefined) {
    for (let i = 0; i < count; i++) parameters[i] -= learningRate * (gradients[i] + weightDecay * parameters[i]);
    return;
  }
  for (let i = 0; i < count; i++) {
    const g = gradients[i] + weightDecay * parameters[i];
    const v = momentum * velocity[i] + g;
    velocity[i] = v;
    parameters[i] -= learningRate * (nesterov ? g + momentum * v : v);
  }
}

/** `Kernels.rmsprop`: s = α s + (1 − α) g²; step g / (√s + ε), through a velocity when there is momentum. */
export function rmsprop(
  parameters: Floats,
  gradients: Floats,
  squares: Floats,
  velocity: Floats | undefined,
  learningRate: number,
  alpha: number,
  epsilon: number,
  momentum: number,
  weightDecay: number,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const g = gradients[i] + weightDecay * parameters[i];
    const s = alpha * squares[i] + (1 - alpha) * g * g;
    squares[i] = s;
    let step = g / (Math.sqrt(s) + epsilon);
    if (velocity !== undefined) {
      step += momentum * velocity[i];
      velocity[i] = step;
    }
    parameters[i] -= learningRate * step;
  }
}

/** `Kernels.adam`: p −= lr / c1 · m / (√v / √c2 + ε). */
export function adam(parameters: Floats, gradients: Floats, first: Floats, second: Floats, step: AdamStep): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled } = step;
  const size = learningRate / step.correction1;
  const root = Math.sqrt(step.correction2);
  const added = decoupled ? 0 : weightDecay;
  const kept = decoupled ? 1 - learningRate * weightDecay : 1;
  for (let i = 0; i < parameters.length; i++) {
    const p = parameters[i];
    const g = gradients[i] + added * p;
    const m = beta1 * first[i] + (1 - beta1) * g;
    const v = beta2 * second[i] + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    parameters[i] = kept * p - (size * m) / (Math.sqrt(v) / root + epsilon);
  }
}
