import {
  activation_linear as linear,
  activation_relu as relu,
  activation_leakyRelu as leakyRelu,
  activation_elu as elu,
  activation_selu as selu,
  activation_gelu as gelu,
  activation_silu as silu,
  activation_tanh as tanhCode,
  activation_sigmoid as sigmoidCode,
  activation_softplus as softplusCode,
  activation_softsign as softsign,
  activation_softmax as softmax,
} from '../codes';
import { constant, one } from '../constants';
import { exp, expm1, gauss, normal, pick, sigmoid, sigmoidSlope, softplus, splat, tanh } from '../math';
import { softmaxRows } from './softmax';
import { fma } from '../fma';
import { loadTail, storeTail } from './tail';

/** Klambauer et al., "Self-Normalizing Neural Networks" (2017): alpha and scale. */
const seluNumbers = memory.data<f32>([1.6732632423543772, 1.0507009873554805]);
const leakySlope = memory.data<f32>([0.01]);
const inverseRootTwoPi = memory.data<f32>([0.3989422804014327]);
/** From here on the derivative of softplus is 1, as PyTorch has it; and four. */
const softplusLinear = memory.data<f32>([20]);
const four = memory.data<f32>([4]);

/** activation(z) of four numbers; `code` is a constant wherever this is inlined, so that one branch is left. */
// @ts-ignore: decorator
@inline
function valueOf(code: i32, z: v128): v128 {
  const positive = f32x4.gt(z, splat(0));
  if (code === relu) return v128.andnot(z, f32x4.lt(z, splat(0)));
  if (code === leakyRelu) return pick(positive, z, f32x4.mul(z, constant(leakySlope)));
  if (code === elu) return pick(positive, z, expm1(f32x4.pmin(z, splat(0))));
  if (code === selu)
    return f32x4.mul(
      constant(seluNumbers, 1),
      pick(positive, z, f32x4.mul(constant(seluNumbers, 0), expm1(f32x4.pmin(z, splat(0))))),
    );
  if (code === gelu) return f32x4.mul(z, normal(z, gauss(z)));
  if (code === silu) return f32x4.mul(z, sigmoid(z));
  if (code === tanhCode) return tanh(z);
  if (code === sigmoidCode) return sigmoid(z);
  if (code === softplusCode) return softplus(z);
  if (code === softsign) return f32x4.div(z, f32x4.add(constant(one), f32x4.abs(z)));
  return z;
}

/** g times the derivative at z, at a kink as PyTorch. */
// @ts-ignore: decorator
@inline
function slopeTimes(code: i32, z: v128, g: v128): v128 {
  const positive = f32x4.gt(z, splat(0));
  // Cleared, not multiplied: a dead unit's gradient is 0 whatever comes from above.
  if (code === relu) return v128.andnot(g, f32x4.le(z, splat(0)));
  if (code === leakyRelu) return f32x4.mul(g, pick(positive, constant(one), constant(leakySlope)));
  if (code === elu) return f32x4.mul(g, pick(positive, constant(one), exp(z)));
  if (code === selu)
    return f32x4.mul(
      g,
      f32x4.mul(constant(seluNumbers, 1), pick(positive, constant(one), f32x4.mul(constant(seluNumbers, 0), exp(z)))),
    );
  if (code === gelu) {
    const gaussian = gauss(z);
    return f32x4.mul(g, fma(f32x4.mul(z, constant(inverseRootTwoPi)), gaussian, normal(z, gaussian)));
  }
  if (code === silu) {
    const s = sigmoid(z);
    const rest = sigmoid(f32x4.neg(z));
    return f32x4.mul(g, f32x4.mul(s, fma(z, rest, constant(one))));
  }
  if (code === tanhCode) {
    // 1 − tanh² without cancellation: four times the sigmoid's derivative at 2z.
    return f32x4.mul(g, f32x4.mul(constant(four), sigmoidSlope(f32x4.add(z, z))));
  }
  if (code === sigmoidCode) return f32x4.mul(g, sigmoidSlope(z));
  if (code === softplusCode)
    return f32x4.mul(g, pick(f32x4.gt(z, constant(softplusLinear)), constant(one), sigmoid(z)));
  if (code === softsign) {
    const inverse = f32x4.div(constant(one), f32x4.add(constant(one), f32x4.abs(z)));
    return f32x4.mul(g, f32x4.mul(inverse, inverse));
  }
  return g;
}

// @ts-ignore: decorator
@inline
function valueLoop(code: i32, z: usize, a: usize, count: i32): void {
  // Two vectors at a time, which V8 can join.
  for (; count >= 8; count -= 8) {
    const low = valueOf(code, v128.load(z)),
      high = valueOf(code, v128.load(z, 16));
    v128.store(a, low);
    v128.store(a, high, 16);
    z += 32;
    a += 32;
  }
  for (; count >= 4; count -= 4) {
    v128.store(a, valueOf(code, v128.load(z)));
    z += 16;
    a += 16;
  }
  if (count > 0) storeTail(a, count, valueOf(code, loadTail(z, count, splat(0))));
}

// @ts-ignore: decorator
@inline
function slopeLoop(code: i32, z: usize, g: usize, count: i32): void {
  for (; count >= 8; count -= 8) {
    const low = slopeTimes(code, v128.load(z), v128.load(g)),
      high = slopeTimes(code, v128.load(z, 16), v128.load(g, 16));
    v128.store(g, low);
    v128.store(g, high, 16);
    z += 32;
    g += 32;
  }
  for (; count >= 4; count -= 4) {
    v128.store(g, slopeTimes(code, v128.load(z), v128.load(g)));
    z += 16;
    g += 16;
  }
  if (count > 0) storeTail(g, count, slopeTimes(code, loadTail(z, count, splat(0)), loadTail(g, count, splat(0))));
}

/** a = activation(z) for n rows of `units` numbers. */
export function activate(z: usize, a: usize, n: i32, units: i32, code: i32): void {
  const count = n * units;
  switch (code) {
    case linear:
      valueLoop(linear, z, a, count);
      break;
    case relu:
      valueLoop(relu, z, a, count);
      break;
    case leakyRelu:
      valueLoop(leakyRelu, z, a, count);
      break;
    case elu:
      valueLoop(elu, z, a, count);
      break;
    case selu:
      valueLoop(selu, z, a, count);
      break;
    case gelu:
      valueLoop(gelu, z, a, count);
      break;
    case silu:
      valueLoop(silu, z, a, count);
      break;
    case tanhCode:
      valueLoop(tanhCode, z, a, count);
      break;
    case sigmoidCode:
      valueLoop(sigmoidCode, z, a, count);
      break;
    case softplusCode:
      valueLoop(softplusCode, z, a, count);
      break;
    case softsign:
      valueLoop(softsign, z, a, count);
      break;
    case softmax:
      softmaxRows(z, a, n, units);
      break;
  }
}

/** Multiplies `count` numbers of g by the activation's derivative at z. */
export function differentiate(z: usize, g: usize, count: i32, code: i32): void {
  switch (code) {
    case relu:
      slopeLoop(relu, z, g, count);
      break;
    case leakyRelu:
      slopeLoop(leakyRelu, z, g, count);
      break;
    case elu:
      slopeLoop(elu, z, g, count);
      break;
    case selu:
      slopeLoop(selu, z, g, count);
      break;
    case gelu:
      slopeLoop(gelu, z, g, count);
      break;
    case silu:
      slopeLoop(silu, z, g, count);
      break;
    case tanhCode:
      slopeLoop(tanhCode, z, g, count);
      break;
    case sigmoidCode:
      slopeLoop(sigmoidCode, z, g, count);
      break;
    case softplusCode:
      slopeLoop(softplusCode, z, g, count);
      break;
    case softsign:
      slopeLoop(softsign, z, g, count);
      break;
  }
}
