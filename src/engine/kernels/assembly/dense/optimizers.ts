import { fma } from '../fma';
import { splat } from '../math';

// One pass over the parameters each; `count` is a multiple of 4, which the plan's padding makes sure of.

/** p −= lr (g + decay · p). */
export function sgd(p: usize, g: usize, count: i32, learningRate: f64, weightDecay: f64): void {
  const rate = splat(<f32>-learningRate);
  const decay = splat(<f32>weightDecay);
  const end = p + ((<usize>count) << 2);
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
  const rate = splat(<f32>-learningRate);
  const decay = splat(<f32>weightDecay);
  const kept = splat(<f32>momentum);
  const end = p + ((<usize>count) << 2);
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
  const rate = splat(<f32>-learningRate);
  const decay = splat(<f32>weightDecay);
  const kept = splat(<f32>alpha);
  const fresh = splat(<f32>(1 - alpha));
  const added = splat(<f32>epsilon);
  const carried = splat(<f32>momentum);
  const end = p + ((<usize>count) << 2);
  for (; p < end; p += 16, g += 16, s += 16, v += 16) {
    const x = v128.load(p);
    const slope = fma(decay, x, v128.load(g));
    const square = fma(kept, v128.load(s), f32x4.mul(f32x4.mul(fresh, slope), slope));
    v128.store(s, square);
    let step = f32x4.div(slope, f32x4.add(f32x4.sqrt(square), added));
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
  const rate = splat(<f32>-size);
  const scale = splat(<f32>(1 / root));
  const first = splat(<f32>beta1);
  const firstFresh = splat(<f32>(1 - beta1));
  const second = splat(<f32>beta2);
  const secondFresh = splat(<f32>(1 - beta2));
  const small = splat(<f32>epsilon);
  const decay = splat(<f32>added);
  const shrink = splat(<f32>kept);
  const end = p + ((<usize>count) << 2);
  // Two vectors at a time, which V8 can join.
  for (; p + 32 <= end; p += 32, g += 32, m += 32, v += 32) {
    const x0 = v128.load(p),
      x1 = v128.load(p, 16);
    const slope0 = fma(decay, x0, v128.load(g)),
      slope1 = fma(decay, x1, v128.load(g, 16));
    const mean0 = fma(first, v128.load(m), f32x4.mul(firstFresh, slope0)),
      mean1 = fma(first, v128.load(m, 16), f32x4.mul(firstFresh, slope1));
    const square0 = fma(second, v128.load(v), f32x4.mul(f32x4.mul(secondFresh, slope0), slope0));
    const square1 = fma(second, v128.load(v, 16), f32x4.mul(f32x4.mul(secondFresh, slope1), slope1));
    const step0 = f32x4.div(mean0, fma(f32x4.sqrt(square0), scale, small)),
      step1 = f32x4.div(mean1, fma(f32x4.sqrt(square1), scale, small));
    const next0 = fma(rate, step0, f32x4.mul(shrink, x0)),
      next1 = fma(rate, step1, f32x4.mul(shrink, x1));
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
    const mean = fma(first, v128.load(m), f32x4.mul(firstFresh, slope));
    const square = fma(second, v128.load(v), f32x4.mul(f32x4.mul(secondFresh, slope), slope));
    v128.store(m, mean);
    v128.store(v, square);
    const step = f32x4.div(mean, fma(f32x4.sqrt(square), scale, small));
    v128.store(p, fma(rate, step, f32x4.mul(shrink, x)));
  }
}
