import { realShift } from '../element';
import { optimizer_adamw, optimizer_rmsprop, optimizer_sgd } from '../codes';
import { fma } from '../math/fma';
import { SmallPlan } from './smallPlan';

/*
 * One pass over all parameters of a small network: the definitions are those of
 * kernels/reference/optimizers.ts.
 */

function sgd(plan: SmallPlan): void {
  const rate = v128.splat<Real>(<Real>-plan.learningRate);
  const decay = v128.splat<Real>(<Real>plan.weightDecay);
  const momentum = v128.splat<Real>(<Real>plan.momentum);
  const velocity = plan.state0;
  const parameters = plan.parameters;
  const gradients = plan.gradients;
  const nesterov = plan.nesterov;
  const end = (<usize>plan.count) << realShift;
  if (velocity == 0) {
    // Two vectors at a time, which V8 can join.
    let i: usize = 0;
    for (; i + 32 <= end; i += 32) {
      const p = v128.load(parameters + i),
        q = v128.load(parameters + i, 16);
      const next = fma(rate, fma(decay, p, v128.load(gradients + i)), p),
        nextQ = fma(rate, fma(decay, q, v128.load(gradients + i, 16)), q);
      v128.store(parameters + i, next);
      v128.store(parameters + i, nextQ, 16);
    }
    if (i < end) {
      const p = v128.load(parameters + i);
      v128.store(parameters + i, fma(rate, fma(decay, p, v128.load(gradients + i)), p));
    }
    return;
  }
  for (let i: usize = 0; i < end; i += 16) {
    const p = v128.load(parameters + i);
    const g = fma(decay, p, v128.load(gradients + i));
    const v = fma(momentum, v128.load(velocity + i), g);
    v128.store(velocity + i, v);
    v128.store(parameters + i, fma(rate, nesterov ? fma(momentum, v, g) : v, p));
  }
}

function rmsprop(plan: SmallPlan): void {
  const rate = v128.splat<Real>(<Real>-plan.learningRate);
  const decay = v128.splat<Real>(<Real>plan.weightDecay);
  const momentum = v128.splat<Real>(<Real>plan.momentum);
  const alpha = v128.splat<Real>(<Real>plan.beta1);
  const fresh = v128.splat<Real>(<Real>(1 - plan.beta1));
  const epsilon = v128.splat<Real>(<Real>plan.epsilon);
  const velocity = plan.state1;
  const end = (<usize>plan.count) << realShift;
  for (let i: usize = 0; i < end; i += 16) {
    const p = v128.load(plan.parameters + i);
    const g = fma(decay, p, v128.load(plan.gradients + i));
    const s = fma(alpha, v128.load(plan.state0 + i), v128.mul<Real>(v128.mul<Real>(fresh, g), g));
    v128.store(plan.state0 + i, s);
    let step = v128.div<Real>(g, v128.add<Real>(v128.sqrt<Real>(s), epsilon));
    if (velocity != 0) {
      step = fma(momentum, v128.load(velocity + i), step);
      v128.store(velocity + i, step);
    }
    v128.store(plan.parameters + i, fma(rate, step, p));
  }
}

function adam(plan: SmallPlan, decoupled: bool): void {
  plan.power1 *= plan.beta1;
  plan.power2 *= plan.beta2;
  const size = v128.splat<Real>(<Real>(-plan.learningRate / (1 - plan.power1)));
  const root = v128.splat<Real>(<Real>(1 / Math.sqrt(1 - plan.power2)));
  const epsilon = v128.splat<Real>(<Real>plan.epsilon);
  const added = v128.splat<Real>(decoupled ? 0 : <Real>plan.weightDecay);
  const kept = v128.splat<Real>(decoupled ? <Real>(1 - plan.learningRate * plan.weightDecay) : 1);
  const beta1 = v128.splat<Real>(<Real>plan.beta1),
    fresh1 = v128.splat<Real>(<Real>(1 - plan.beta1));
  const beta2 = v128.splat<Real>(<Real>plan.beta2),
    fresh2 = v128.splat<Real>(<Real>(1 - plan.beta2));
  const end = (<usize>plan.count) << realShift;
  for (let i: usize = 0; i < end; i += 16) {
    const p = v128.load(plan.parameters + i);
    const g = fma(added, p, v128.load(plan.gradients + i));
    const m = fma(beta1, v128.load(plan.state0 + i), v128.mul<Real>(fresh1, g));
    const v = fma(beta2, v128.load(plan.state1 + i), v128.mul<Real>(v128.mul<Real>(fresh2, g), g));
    v128.store(plan.state0 + i, m);
    v128.store(plan.state1 + i, v);
    const step = v128.div<Real>(v128.mul<Real>(size, m), fma(v128.sqrt<Real>(v), root, epsilon));
    v128.store(plan.parameters + i, fma(kept, p, step));
  }
}

/** One update of the plan's parameters from its gradients. */
export function updateParameters(plan: SmallPlan): void {
  if (plan.optimizer == optimizer_sgd) sgd(plan);
  else if (plan.optimizer == optimizer_rmsprop) rmsprop(plan);
  else adam(plan, plan.optimizer == optimizer_adamw);
}
