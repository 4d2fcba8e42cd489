import { realShift } from '../element';
import { fma } from '../math/fma';
import { splat } from '../math/vectors';

// One pass over the parameters each; `count` is a multiple of the lanes, which the plan's padding makes sure of.

/** p −= lr (g + decay · p). */
export function sgd(p: usize, g: usize, count: i32, learningRate: f64, weightDecay: f64): void {
  const rate = splat(<Real>-learningRate);
  const decay = splat(<Real>weightDecay);
  const end = p + ((<usize>count) << realShift);
  if (weightDecay === 0) {
    // Two vectors at a time, which V8 can join.
    for (; p + 32 <= end; p += 32, g += 32) {
      const a = fma(rate, v128.load(g), v128.load(p));
      const b = fma(rate, v128.load(g, 16), v128.load(p, 16));
      v128.store(p, a);
      v128.store(p, b, 16);
    }
    if (p < end) v128.store(p, fma(rate, v128.load(g), v128.load(p)));
    return;
  }
  for (; p < end; p += 16, g += 16) {
    const x = v128.load(p);
    v128.store(p, fma(rate, fma(decay, x, v128.load(g)), x));
  }
}

/** v = momentum · v + g; p −= lr · v, or with Nesterov p −= lr · (g + momentum · v). */
export function sgdMomentum(
  p: usize,
  g: usize,
  v: usize,
  count: i32,
  learningRate: f64,
  momentum: f64,
  nesterov: bool,
  weightDecay: f64,
): void {
  const rate = splat(<Real>-learningRate);
  const decay = splat(<Real>weightDecay);
  const kept = splat(<Real>momentum);
  const end = p + ((<usize>count) << realShift);
  for (; p < end; p += 16, g += 16, v += 16) {
    const x = v128.load(p);
    const slope = fma(decay, x, v128.load(g));
    const velocity = fma(kept, v128.load(v), slope);
    v128.store(v, velocity);
    v128.store(p, fma(rate, nesterov ? fma(kept, velocity, slope) : velocity, x));
  }
}

/** s = α s + (1 − α) g²; step g / (√s + ε), through a velocity when there is momentum. */
export function rmsprop(
  p: usize,
  g: usize,
  s: usize,
  v: usize,
  hasVelocity: bool,
  count: i32,
  learningRate: f64,
  alpha: f64,
  epsilon: f64,
  momentum: f64,
  weightDecay: f64,
): void {
  const rate = splat(<Real>-learningRate);
  const decay = splat(<Real>weightDecay);
  const kept = splat(<Real>alpha);
  const fresh = splat(<Real>(1 - alpha));
  const added = splat(<Real>epsilon);
  const carried = splat(<Real>momentum);
  const end = p + ((<usize>count) << realShift);
  for (; p < end; p += 16, g += 16, s += 16, v += 16) {
    const x = v128.load(p);
    const slope = fma(decay, x, v128.load(g));
    const square = fma(kept, v128.load(s), v128.mul<Real>(v128.mul<Real>(fresh, slope), slope));
    v128.store(s, square);
    let step = v128.div<Real>(slope, v128.add<Real>(v128.sqrt<Real>(square), added));
    if (hasVelocity) {
      step = fma(carried, v128.load(v), step);
      v128.store(v, step);
    }
    v128.store(p, fma(rate, step, x));
  }
}

/** p = kept · p − size · m / (√v / root + ε) with the two moments m and v of g + added · p. */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  count: i32,
  size: f64,
  root: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  added: f64,
  kept: f64,
): void {
  const rate = splat(<Real>-size);
  const scale = splat(<Real>(1 / root));
  const first = splat(<Real>beta1);
  const firstFresh = splat(<Real>(1 - beta1));
  const second = splat(<Real>beta2);
  const secondFresh = splat(<Real>(1 - beta2));
  const small = splat(<Real>epsilon);
  const decay = splat(<Real>added);
  const shrink = splat(<Real>kept);
  const end = p + ((<usize>count) << realShift);
  // Two vectors at a time, which V8 can join.
  for (; p + 32 <= end; p += 32, g += 32, m += 32, v += 32) {
    const x0 = v128.load(p),
      x1 = v128.load(p, 16);
    const slope0 = fma(decay, x0, v128.load(g)),
      slope1 = fma(decay, x1, v128.load(g, 16));
    const mean0 = fma(first, v128.load(m), v128.mul<Real>(firstFresh, slope0)),
      mean1 = fma(first, v128.load(m, 16), v128.mul<Real>(firstFresh, slope1));
    const square0 = fma(second, v128.load(v), v128.mul<Real>(v128.mul<Real>(secondFresh, slope0), slope0));
    const square1 = fma(second, v128.load(v, 16), v128.mul<Real>(v128.mul<Real>(secondFresh, slope1), slope1));
    const step0 = v128.div<Real>(mean0, fma(v128.sqrt<Real>(square0), scale, small)),
      step1 = v128.div<Real>(mean1, fma(v128.sqrt<Real>(square1), scale, small));
    const next0 = fma(rate, step0, v128.mul<Real>(shrink, x0)),
      next1 = fma(rate, step1, v128.mul<Real>(shrink, x1));
    v128.store(m, mean0);
    v128.store(m, mean1, 16);
    v128.store(v, square0);
    v128.store(v, square1, 16);
    v128.store(p, next0);
    v128.store(p, next1, 16);
  }
  if (p < end) {
    const x = v128.load(p);
    const slope = fma(decay, x, v128.load(g));
    const mean = fma(first, v128.load(m), v128.mul<Real>(firstFresh, slope));
    const square = fma(second, v128.load(v), v128.mul<Real>(v128.mul<Real>(secondFresh, slope), slope));
    v128.store(m, mean);
    v128.store(v, square);
    const step = v128.div<Real>(mean, fma(v128.sqrt<Real>(square), scale, small));
    v128.store(p, fma(rate, step, v128.mul<Real>(shrink, x)));
  }
}
